rule! {
    /// A sheet or a file of another period, set aside because the report's period is there too.
    OTHER_PERIOD_SHEET = "other-period-sheet", Info, for Coordinator;
    example: "前回・前々回のシートを残したまま提出されたブック";
    message: {
        ja: "{period}のものとみられるため、取りまとめに入れません（報告期間のものが別にあります）。",
        en: "It is about another period ({period}) and is left out; the report's period is there too.",
    };
    hint: {
        ja: "報告期間のものであれば、表題と見出しの期間を直してもらってください。",
        en: "If it is meant for this report, have the period in its title and headings put right.",
    };
}
