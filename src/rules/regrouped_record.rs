rule! {
    /// Records that were joined or divided.
    REGROUPED_RECORD = "regrouped-record", Info, for Coordinator;
    example: "1-2 と 1-3 が一つの行になった";
    message: {
        ja: "取組の行が前回と違うまとまりです（前回 {before}、今回 {after}）。",
        en: "Rows were joined or divided ({before} then, {after} now).",
    };
    hint: {
        ja: "まとめ方の変更が意図したものか確かめてください。前回との比較は行っていません。",
        en: "Check that it is meant; texts were not compared.",
    };
}
