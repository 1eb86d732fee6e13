rule! {
    /// A column without a heading.
    L1_05 = "L1-05", Info, for Data;
    example: "見出しのない備考の列";
    message: {
        ja: "項目名のない列にセルが{count}個あります。",
        en: "{count} cells stand in columns without a heading.",
    };
    hint: {
        ja: "すべての列に、意味の分かる項目名を付けてください。",
        en: "Give every column a heading that says what it holds.",
    };
}
