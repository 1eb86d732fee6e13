rule! {
    /// Last time's texts with another date or figure.
    NEARLY_COPIED = "nearly-copied", Warning, for Department;
    example: "日付だけ直した前回の文章";
    message: {
        ja: "取組内容と予定が前回の文章のままで、日付か数値だけが違います。",
        en: "What was done and is planned are last time's texts but for a date or a figure.",
    };
    hint: {
        ja: "今回の期間に行ったことが書かれているか、担当課に確かめてください。",
        en: "Ask whether it tells what was done in this period.",
    };
    department: {
        why: "前回の文章のままになっている可能性があります。",
        how: "今回の期間の内容に書き直してください。",
    };
}
