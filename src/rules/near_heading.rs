rule! {
    /// A heading that nearly matches.
    NEAR_HEADING = "near-heading", Info, for Coordinator;
    example: "「施策の内容」→「施策内容」";
    message: {
        ja: "見出し「{heading}」は「{field}」とみなしました（一致度 {likeness}%）。",
        en: "The heading “{heading}” was taken for “{field}” ({likeness} % alike).",
    };
    hint: {
        ja: "違う場合は、見出しを直してもらってください。",
        en: "If this is wrong, have the heading put right.",
    };
    one for: Anywhere("heading", "field");
}
