rule! {
    /// A column of another period than the report's, set aside.
    OTHER_PERIOD = "other-period", Info, for Coordinator;
    example: "令和7年度の報告にある列「R6実績」";
    message: {
        ja: "列「{heading}」は報告期間（{period}）のものではないため、取りまとめに入りません（{cells}セル）。",
        en: "The column “{heading}” is not of the report's period ({period}) and is left out ({cells} cells).",
    };
    hint: {
        ja: "報告期間が違う場合は --period で指定してください。",
        en: "If the report is about another period, give --period.",
    };
    one for: InFile("heading");
}
