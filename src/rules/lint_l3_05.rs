rule! {
    /// Dates and years without the Western calendar.
    L3_05 = "L3-05", Info, for Data;
    example: "R7.10、令和7年度";
    message: {
        ja: "和暦だけの日付や年が{count}個あります。",
        en: "{count} dates or years are in the Japanese calendar only.",
    };
    hint: {
        ja: "西暦（2025-10-01、2025年度）で書くか、西暦を併記してください。",
        en: "Write 2025-10-01 or give both calendars.",
    };
}
