rule! {
    /// A table of initiatives without a single answer, on a sheet that is none of our forms.
    BLANK_ANSWERS = "blank-answers", Error, for Department;
    example: "見出しと取組名だけの表";
    message: {
        ja: "取組の表はありますが、取組内容が1つも記入されていません。",
        en: "There is a table of initiatives, but nothing is filled in.",
    };
    hint: {
        ja: "提出元に、取組内容を記入して提出するよう（取組がなければ「該当なし」と記入するよう）依頼してください。",
        en: "Ask the department to fill it in, or to write 該当なし when there is nothing to report.",
    };
    department: {
        how: "取組内容を記入して提出してください。報告する取組がないときは、取組名の欄に「該当なし」と記入してください。",
    };
}
