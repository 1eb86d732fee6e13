rule! {
    /// Two columns with one heading.
    L2_03 = "L2-03", Info, for Data;
    example: "「取組」という列が2つある";
    message: {
        ja: "同じ項目名の列が{count}列あります（{headings}）。",
        en: "{count} columns share a heading ({headings}).",
    };
    hint: {
        ja: "列ごとに違う項目名を付けてください。",
        en: "Give every column a heading of its own.",
    };
}
