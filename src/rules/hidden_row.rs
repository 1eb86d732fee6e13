rule! {
    /// A hidden row that holds something.
    HIDDEN_ROW = "hidden-row", Warning, for Department;
    example: "フィルターで隠れた取組";
    message: {
        ja: "非表示の行に内容があります（{content}）。",
        en: "A hidden row holds something ({content}).",
    };
    hint: {
        ja: "必要な行かどうか提出元に確かめてください。",
        en: "Ask whether the row is meant.",
    };
    department: {
        why: "見えないところに内容があり、報告に含めるか判断できません。",
        how: "報告に含める内容か確かめてください。不要なものは提出前に消してください。",
    };
}
