rule! {
    /// A plan with a date that has passed.
    PAST_PLAN = "past-plan", Warning, for Department;
    example: "令和8年3月末で締めた表の予定に「R8.1 に導入」";
    message: {
        ja: "予定に、期間の終わりまでに過ぎた日付（{date}）があります。",
        en: "What is planned has a date that has passed ({date}).",
    };
    hint: {
        ja: "済んだことなら取組内容へ、遅れているなら新しい時期に直してもらってください。",
        en: "Have it moved to what was done, or given a new date.",
    };
    department: {
        why: "日付が報告期間と合いません。",
        how: "日付と内容が今回の期間のものか確かめてください。",
    };
}
