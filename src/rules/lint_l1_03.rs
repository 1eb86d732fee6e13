rule! {
    /// A table that is cut by blank rows or rows that are no data.
    L1_03 = "L1-03", Info, for Data;
    example: "ページの変わり目に空行を入れた表";
    message: {
        ja: "表の途中に、データでない行（空行や小見出し）が{count}行あります。",
        en: "{count} rows inside the table are no data (blank rows, captions).",
    };
    hint: {
        ja: "表の途中には空行や見出しを入れず、続けて書いてください。",
        en: "Leave no blank rows or captions inside a table.",
    };
}
