rule! {
    /// A file whose content is another kind of document.
    NOT_A_WORKBOOK = "not-a-workbook", Error, for Department;
    example: "拡張子だけを .xlsx に変えた PDF";
    message: {
        ja: "読める表計算のファイルではありません（{detail}）。",
        en: "This is not a spreadsheet that can be read ({detail_en}).",
    };
    hint: {
        ja: "Excel で開けるなら、「名前を付けて保存」で「Excel ブック（*.xlsx）」を選んで保存し直すと読めます。開けないなら、Excel か CSV で作ったファイルの再提出を依頼してください。",
        en: "If Excel opens it, saving it as an Excel workbook (*.xlsx) makes it readable; otherwise ask for a file made by Excel or as CSV.",
    };
    department: {
        why: "ファイルの形式か内容が壊れていて開けません。",
        how: "Excel などで開いて「Excel ブック（.xlsx）」として保存し直し、もう一度提出してください。",
    };
}
