rule! {
    /// Hidden rows or columns.
    L1_13 = "L1-13", Info, for Data;
    example: "フィルターで隠れた行";
    message: {
        ja: "非表示の行が{rows}行、列が{columns}列あります。",
        en: "{rows} rows and {columns} columns are hidden.",
    };
    hint: {
        ja: "不要な行や列は削除し、必要なものは表示してください。",
        en: "Delete what is not needed and show the rest.",
    };
}
