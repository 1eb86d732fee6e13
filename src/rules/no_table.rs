rule! {
    /// A file in which there is no table at all.
    NO_TABLE = "no-table", Warning, for Coordinator;
    example: "文章だけのブック";
    message: {
        ja: "読み取れる表がありません。",
        en: "There is no table in it that could be read.",
    };
    hint: {
        ja: "提出物でなければ、入力フォルダーから外してください。提出物であれば、配付した様式での再提出を依頼してください。",
        en: "If it is no hand-in, take it out of the input folder; if it is, ask for the form to be filled in.",
    };
}
