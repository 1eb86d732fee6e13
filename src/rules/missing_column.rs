rule! {
    /// A column that the form needs is not there.
    MISSING_COLUMN = "missing-column", Error, for Department;
    example: "「担当課」の列を削除した表";
    message: {
        ja: "必要な列「{heading}」が見つかりません。",
        en: "The column “{heading}” is missing.",
    };
    hint: {
        ja: "見出しの行に「{heading}」があるか確かめてください。別の言い方をしている場合は、様式の別名に加えてください。",
        en: "Check that the heading row has “{heading}”; if it goes by another name, add that to the form.",
    };
    department: {
        why: "見出しがないと、どの列に何が書かれているか分かりません。",
        how: "配付された様式の見出しのまま記入し、もう一度提出してください。",
    };
}
