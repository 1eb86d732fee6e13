rule! {
    /// A record whose texts have not changed for three periods or more.
    LONG_UNCHANGED_RECORD = "long-unchanged-record", Warning, for Department;
    example: "3期続けて同じ文章";
    message: {
        ja: "文章が{periods}回続けて前回と同じです。",
        en: "The texts have been the same for {periods} periods after the first.",
    };
    hint: {
        ja: "取組が止まっていないか、担当課に確かめてください。",
        en: "Ask whether the work has come to a halt.",
    };
    department: {
        why: "前回の文章のままになっている可能性があります。",
        how: "今回の期間の内容に書き直してください。",
    };
}
