rule! {
    /// The same initiative reported twice, differently.
    CONFLICTING_RECORDS = "conflicting-records", Error, for Department;
    example: "二つの課が同じ番号で別の内容を提出";
    message: {
        ja: "取組 {id} が {other} にもあり、内容が異なります。",
        en: "Initiative {id} also stands in {other}, with other content.",
    };
    hint: {
        ja: "どちらが正しいか提出元に確かめ、片方を取り下げてもらってください。",
        en: "Ask which is right, and have the other withdrawn.",
    };
    department: {
        why: "同じ取組が2回、違う内容で報告されています。",
        how: "正しい方を残し、もう一方の行の内容を消してください。",
    };
}
