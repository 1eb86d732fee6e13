rule! {
    /// Titles, notes or signatures beside the data.
    L1_04 = "L1-04", Info, for Data;
    example: "表の上の提出日、表の下の※注記";
    message: {
        ja: "表の外に、表題や注記などのセルが{count}個あります。",
        en: "{count} cells outside the table hold titles, notes and the like.",
    };
    hint: {
        ja: "データとして配る表では、表題や注記を別のシートに分けてください。",
        en: "Keep titles and notes on another sheet when the table is data.",
    };
}
