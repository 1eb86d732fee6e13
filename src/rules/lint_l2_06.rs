rule! {
    /// Formulas instead of values.
    L2_06 = "L2-06", Info, for Data;
    example: "=SUM(C3:C9)";
    message: {
        ja: "数式の入ったセルが{count}個あります。",
        en: "{count} cells hold formulas.",
    };
    hint: {
        ja: "データとして配る表では、数式を値に置き換えてください。",
        en: "Replace formulas by their values when the table is data.",
    };
}
