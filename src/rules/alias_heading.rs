rule! {
    /// A heading written in another way that the form knows.
    ALIAS_HEADING = "alias-heading", Info, for Coordinator;
    example: "「所管課」→「担当課」";
    message: {
        ja: "見出し「{heading}」を「{field}」として読みました。",
        en: "The heading “{heading}” was read as “{field}”.",
    };
    hint: {
        ja: "次回の様式では「{field}」にそろえてください。",
        en: "Use “{field}” in the next form.",
    };
    one for: Anywhere("heading", "field");
}
