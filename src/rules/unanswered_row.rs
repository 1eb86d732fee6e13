rule! {
    /// An initiative of which neither what was done nor what is planned is told.
    UNANSWERED_ROW = "unanswered-row", Warning, for Department;
    example: "取組名だけで、取組内容も予定も空欄の行";
    message: {
        ja: "取組 {id}「{name}」は、取組内容も予定も空欄です。",
        en: "Nothing is said of initiative {id} “{name}”: neither what was done nor what is planned.",
    };
    hint: {
        ja: "記入漏れか提出元に確かめてください。報告する内容がなければ、その旨を記入してもらってください。",
        en: "Ask whether it was left out; if there is nothing to tell, have that written down.",
    };
    department: {
        why: "取組内容と予定のどちらも記入されていません。",
        how: "取組内容か予定を記入してください。報告する内容がないときは、その旨を記入してください。",
    };
}
