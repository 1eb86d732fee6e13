rule! {
    /// A hidden column that holds something.
    HIDDEN_COLUMN = "hidden-column", Warning, for Department;
    example: "前年度の内容を隠した列";
    message: {
        ja: "非表示の列に内容があります（{content}）。",
        en: "A hidden column holds something ({content}).",
    };
    hint: {
        ja: "必要な列かどうか提出元に確かめてください。",
        en: "Ask whether the column is meant.",
    };
    department: {
        why: "見えないところに内容があり、報告に含めるか判断できません。",
        how: "報告に含める内容か確かめてください。不要なものは提出前に消してください。",
    };
}
