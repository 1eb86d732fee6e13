rule! {
    /// A hidden row that holds something.
    HIDDEN_ROW = "hidden-row", Warning, for Department;
    example: "フィルターで隠れた取組";
    message: {
        ja: "非表示の行に内容があります（{content}）。",
        en: "A hidden row holds something ({content}).",
    };
    hint: {
        ja: "必要な行かどうか提出元に確かめてください。いつも隠してある行なら、対応を「今後も同じ」とすると、次からは聞きません。",
        en: "Ask whether the row is meant. Answer 今後も同じ if it always is.",
    };
    department: {
        why: "見えないところに内容があり、報告に含めるか判断できません。",
        how: "報告に含める内容か確かめてください。不要なものは提出前に消してください。",
    };
}
