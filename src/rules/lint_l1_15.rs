rule! {
    /// Rows of a CSV with more fields than headings, as unquoted commas make them.
    L1_15 = "L1-15", Info, for Data;
    example: "本文の「,」で列がずれた CSV";
    message: {
        ja: "項目名の数より右にはみ出したセルが{count}個あります。",
        en: "{count} fields stand to the right of the last heading.",
    };
    hint: {
        ja: "カンマを含む値はダブルコーテーション（\"）で囲んでください。",
        en: "Put values with commas in double quotes.",
    };
}
