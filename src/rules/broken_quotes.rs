rule! {
    /// A field of a CSV whose quotes are not written twice inside it: nobody can tell which of them belong to the text.
    BROKEN_QUOTES = "broken-quotes", Warning, for Department;
    example: "CSV のセルが \"窓口の\"予約\"\" と書かれている";
    message: {
        ja: "CSV の引用符（\"）が正しく書かれていないセルがあり、文字や区切りが失われているおそれがあります（{content}）。",
        en: "A cell of the CSV has quotes (\") that are not written twice; characters or separators may be lost ({content}).",
    };
    hint: {
        ja: "元の表と見比べ、Excel で保存し直した CSV かブックを再提出してもらってください。",
        en: "Compare it with the original; have it saved again by Excel, as CSV or as a workbook.",
    };
    department: {
        how: "Excel で開いて内容を確かめ、Excel ブックとして保存し直して提出してください。",
    };
    one for: File;
}
