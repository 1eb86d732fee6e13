rule! {
    /// A decision that answers no finding any more.
    UNUSED_DECISION = "unused-decision", Info, for Coordinator;
    example: "直されて消えた指摘への「確認済み」";
    message: {
        ja: "判断「{answer}」（{rule} {about}）に当たる指摘は、もうありません。",
        en: "No finding fits the decision {answer} ({rule} {about}) any more.",
    };
    hint: {
        ja: "残しておいて差し支えありません。不要なら decisions.toml から消してください。",
        en: "It does no harm; take it out of decisions.toml if you like.",
    };
}
