rule! {
    /// The newest date in what was done lies before the period.
    OLD_DATES = "old-dates", Warning, for Department;
    example: "令和7年度下半期の報告に、最も新しい日付が R7.6";
    message: {
        ja: "取組内容の最も新しい日付（{date}）が、報告期間（{period}）より前です。",
        en: "The newest date in what was done ({date}) lies before the period ({period}).",
    };
    hint: {
        ja: "今回の期間の取組が書かれているか、担当課に確かめてください。",
        en: "Ask whether it tells what was done in this period.",
    };
    department: {
        why: "日付が報告期間と合いません。",
        how: "日付と内容が今回の期間のものか確かめてください。",
    };
}
