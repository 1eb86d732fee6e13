rule! {
    /// Bars of a schedule that are only coloured cells.
    COLOURED_BAR = "coloured-bar", Info, for Coordinator;
    example: "令和7～8年度の欄を塗りつぶしただけの工程表";
    message: {
        ja: "塗りつぶされたセルを予定の期間として読みました（{bars}か所、最初の箇所を示しています）。",
        en: "Coloured cells were read as periods of the schedule ({bars}; the first is shown).",
    };
    hint: {
        ja: "色から推定した期間です。元の表と合っているか確かめてください。色に別の意味がある場合は、予定を文字で書いてもらってください。",
        en: "These periods are inferred from colours. Compare them with the sheet; if the colours mean something else, have the plan written in words.",
    };
}
