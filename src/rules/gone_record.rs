rule! {
    /// A record of the last period that is not reported any more.
    GONE_RECORD = "gone-record", Warning, for Department;
    example: "前回あった 2-11 の行が今回の表にない";
    message: {
        ja: "前回の {id}（{name}）が、今回の提出にありません。",
        en: "{id} ({name}) was reported last time and is not any more.",
    };
    hint: {
        ja: "完了、中止、記入漏れのどれかを担当課に確かめてください。終わった取組なら、完了したことを今回の表に書いてもらうと経緯が残ります。",
        en: "Ask the department whether it is finished, given up or left out.",
    };
    department: {
        why: "前回報告された取組が今回ありません。",
        how: "書き落としであれば空いている行に加え、終わった取組であれば取りまとめ担当に知らせてください。",
    };
}
