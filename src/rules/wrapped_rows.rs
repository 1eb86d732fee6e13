rule! {
    /// A CSV whose every row stands in one pair of quotes.
    WRAPPED_ROWS = "wrapped-rows", Info, for Department;
    example: "\"課名,取組番号,取組名\"";
    message: {
        ja: "CSV の各行の全体が引用符（\"）で囲まれています。囲みを外して読みました。",
        en: "Every row of the CSV stands in one pair of quotes; it was read without them.",
    };
    hint: {
        ja: "列の区切りが正しいか確かめてください。Excel で「CSV」として保存し直すと、囲みはなくなります。",
        en: "Check the columns. Saved again as CSV in Excel it has no such quotes.",
    };
}
