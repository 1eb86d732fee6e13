rule! {
    /// Rows of which nothing says to which direction of the plan they belong.
    BLANK_DIRECTION = "blank-direction", Warning, for Department;
    example: "「方向」の欄がどの行も空欄の表";
    message: {
        ja: "「{heading}」が空欄で、どこに属する取組か決められない行があります（{rows}行、最初の行を示しています）。",
        en: "“{heading}” is blank and nothing else says where these rows belong ({rows}; the first is shown).",
    };
    hint: {
        ja: "番号を記入してもらってください。空欄のままの行は、番号のない取組として載ります。",
        en: "Have the number written in. Rows without one go in as initiatives without a direction.",
    };
    department: {
        why: "どの区分の取組か決められません。",
        how: "計画にある番号（1、2など）を入れてください。",
    };
}
