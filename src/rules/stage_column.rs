rule! {
    /// Stages that stand in a column of their own, not in the text.
    STAGE_COLUMN = "stage-column", Info, for Coordinator;
    example: "「段階」の列に「導入」、「導入」の列に「○」";
    message: {
        ja: "列「{heading}」を「{field}」の段階として読みました。",
        en: "The column “{heading}” was read as the stages of “{field}”.",
    };
    hint: {
        ja: "集計に入り、報告書では文の上に【導入】のように表示します。別の意味の列であれば、見出しを直してもらってください。",
        en: "They count, and reports show them above the text as 【導入】. If the column means something else, have its heading changed.",
    };
    one for: InFile("heading", "field");
}
