rule! {
    /// A year that the plan does not cover.
    YEAR_OUTSIDE_PLAN = "year-outside-plan", Warning, for Department;
    example: "計画終了後の年度の列";
    message: {
        ja: "{year}は計画の期間（{from}〜{to}）の外です。",
        en: "{year_en} lies outside the plan ({from}–{to}).",
    };
    hint: {
        ja: "年度の書き間違いでないか確かめてください。",
        en: "Check the year.",
    };
    department: {
        why: "年度の書き間違いの可能性があります。",
        how: "年度を確かめて、誤りであれば直してください。",
    };
    one for: InFile("year");
}
