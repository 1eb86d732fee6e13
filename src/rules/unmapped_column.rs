rule! {
    /// A column that the form does not have.
    UNMAPPED_COLUMN = "unmapped-column", Warning, for Department;
    example: "独自に足された「備考」";
    message: {
        ja: "列「{heading}」は様式にないため、取りまとめに入りません（{cells}セル）。",
        en: "The column “{heading}” is not in the form; its {cells} cells are left out.",
    };
    hint: {
        ja: "ほかの列の別の見出しなら、対応を「今後も同じ」とし、メモに正しい列名（取組内容など）を書いてください。必要な列なら様式に加え、不要なら提出元に削除を依頼してください。",
        en: "If it is another heading of a column, answer 今後も同じ with the name of that column as the remark; else add it to the form, or have it removed.",
    };
    department: {
        why: "様式にない欄のため、報告に載りません。",
        how: "必要な内容は様式の欄に書き写してください。",
    };
    one for: Anywhere("heading");
}
