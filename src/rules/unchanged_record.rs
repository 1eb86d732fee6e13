rule! {
    /// A record whose texts are those of the last period.
    UNCHANGED_RECORD = "unchanged-record", Info, for Coordinator;
    example: "前回と同じ文章";
    message: {
        ja: "すべての文章が前回と同じです。",
        en: "All texts are those of the last period.",
    };
    hint: {
        ja: "動きがなかったのであれば、このままで結構です。",
        en: "Nothing needs to be done if nothing happened.",
    };
}
