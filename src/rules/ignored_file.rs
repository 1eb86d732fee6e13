rule! {
    /// A file that is no submission.
    IGNORED_FILE = "ignored-file", Info, for Coordinator;
    example: "添付の説明.docx";
    message: {
        ja: "提出物ではないため読みません（{detail}）。",
        en: "This is no submission ({detail_en}); it is not read.",
    };
    hint: {
        ja: "表が入っている場合は、Excel か CSV で提出してもらってください。",
        en: "If it holds a table, have it sent as a workbook or CSV.",
    };
}
