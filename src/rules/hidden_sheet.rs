rule! {
    /// A hidden sheet that holds something.
    HIDDEN_SHEET = "hidden-sheet", Warning, for Department;
    example: "前回の様式を残した非表示シート";
    message: {
        ja: "非表示のシートに内容があります。",
        en: "A hidden sheet holds something.",
    };
    hint: {
        ja: "必要なシートかどうか提出元に確かめてください。",
        en: "Ask whether the sheet is meant.",
    };
    department: {
        why: "見えないところに内容があり、報告に含めるか判断できません。",
        how: "報告に含める内容か確かめてください。不要なものは提出前に消してください。",
    };
}
