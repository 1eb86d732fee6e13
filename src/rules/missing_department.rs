rule! {
    /// A department that has to hand in did not.
    MISSING_DEPARTMENT = "missing-department", Error, for Coordinator;
    example: "departments.csv に○がある課のファイルがない";
    message: {
        ja: "{department}から提出がありません{near}。",
        en: "{department} has not handed in{near_en}.",
    };
    hint: {
        ja: "{department}に提出を依頼してください。提出済みの場合は、ファイルが入力フォルダーにあるか、一覧（departments.csv）の課名に誤りがないか確かめてください。",
        en: "Ask {department} for its file; if it was sent, check that the file is in the input folder, and the spelling of the name in the list (departments.csv).",
    };
}
