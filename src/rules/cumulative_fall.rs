rule! {
    /// A running total (累計) that is less than the year before.
    CUMULATIVE_FALL = "cumulative-fall", Warning, for Department;
    example: "累計の実績がR6は12件、R7は10件";
    message: {
        ja: "累計なのに{year}の値（{second}）が前の値（{first}）より減っています。",
        en: "A running total fell in {year_en}: {second} after {first}.",
    };
    hint: {
        ja: "年度ごとの値を書いていないか、累計の値か確かめてください。",
        en: "Check that it is the running total and not the year's own figure.",
    };
}
