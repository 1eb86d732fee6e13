rule! {
    /// A record is at a lower stage than last time.
    STAGE_FALL = "stage-fall", Warning, for Department;
    example: "前回【運用開始】、今回【調査検討】";
    message: {
        ja: "段階が「{from}」から「{to}」に下がっています。",
        en: "The stage fell from {from} to {to}.",
    };
    hint: {
        ja: "やり直しや計画変更なら、その理由を取組内容に書いてもらってください。誤記なら訂正を頼んでください。",
        en: "Have the reason noted, or the slip mended.",
    };
    department: {
        why: "段階が前回より下がっています。",
        how: "誤りであれば直し、正しければ下がった理由を書き添えてください。",
    };
}
