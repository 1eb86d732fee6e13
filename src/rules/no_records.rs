rule! {
    /// A form that says there is nothing to report.
    NO_RECORDS = "no-records", Info, for Coordinator;
    example: "「該当なし」とだけ書いた様式";
    message: {
        ja: "「該当なし」と記されています（{text}）。",
        en: "The form says that there is nothing to report ({text}).",
    };
    hint: {
        ja: "提出済みとして数えています。確認だけで結構です。",
        en: "It counts as handed in; nothing needs to be done.",
    };
}
