rule! {
    /// A column that the form does not have.
    UNMAPPED_COLUMN = "unmapped-column", Warning, for Department;
    example: "独自に足された「備考」";
    message: {
        ja: "列「{heading}」は様式にないため、取りまとめに入りません（{cells}セル）。",
        en: "The column “{heading}” is not in the form; its {cells} cells are left out.",
    };
    hint: {
        ja: "必要な列なら様式に加えてください。不要なら提出元に削除を依頼してください。",
        en: "Add it to the form if it is needed, or have it removed.",
    };
    department: {
        why: "様式にない欄のため、報告に載りません。",
        how: "必要な内容は様式の欄に書き写してください。",
    };
    one for: Anywhere("heading");
}
