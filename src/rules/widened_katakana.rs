rule! {
    /// Half-width katakana, widened.
    WIDENED_KATAKANA = "widened-katakana", Info, for Coordinator;
    example: "ｼｽﾃﾑ → システム";
    message: {
        ja: "半角カタカナを全角にしました（{content}）。",
        en: "Half-width katakana was widened ({content}).",
    };
    hint: {
        ja: "全角で入力するよう案内してください。",
        en: "Ask for full-width characters.",
    };
    one for: File;
}
