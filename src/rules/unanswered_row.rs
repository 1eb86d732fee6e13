rule! {
    /// A row without an answer: an initiative without a report, an item of a checklist without a mark.
    UNANSWERED_ROW = "unanswered-row", Warning, for Department;
    example: "取組名だけで、取組内容も予定も空欄の行";
    message: {
        ja: "{row}は、{blank}空欄です。",
        en: "No answer for {row_en}: {blank_en}.",
    };
    hint: {
        ja: "記入漏れか提出元に確かめてください。報告する内容がなければ、その旨を記入してもらってください。",
        en: "Ask whether it was left out; if there is nothing to report, have that written down.",
    };
    department: {
        why: "この行に回答が記入されていません。",
        how: "回答を記入してください。報告する内容がないときは、その旨を記入してください。",
    };
}
