rule! {
    /// A form came back as it went out.
    UNFILLED_FORM = "unfilled-form", Error, for Department;
    example: "配った様式に何も記入せずに提出している";
    message: {
        ja: "配付した様式に取組内容が1つも記入されていません。",
        en: "The form came back without anything filled in.",
    };
    hint: {
        ja: "提出元に、取組内容を記入して提出するよう（取組がなければ「該当なし」と記入するよう）依頼してください。",
        en: "Ask the department to fill it in, or to write 該当なし when there is nothing to report.",
    };
    department: {
        how: "取組内容を記入して提出してください。報告する取組がないときは、取組名の欄に「該当なし」と記入してください。",
    };
}
