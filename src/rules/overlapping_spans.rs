rule! {
    /// Two entries for the same years.
    OVERLAPPING_SPANS = "overlapping-spans", Warning, for Department;
    example: "結合範囲が重なる工程";
    message: {
        ja: "{years}の予定が重なっています（「{first}」と「{second}」）。",
        en: "Two entries overlap in {years_en} (“{first}”, “{second}”).",
    };
    hint: {
        ja: "年度の範囲を確かめてください。",
        en: "Check the years.",
    };
    department: {
        why: "年度の書き間違いの可能性があります。",
        how: "年度を確かめて、誤りであれば直してください。",
    };
}
