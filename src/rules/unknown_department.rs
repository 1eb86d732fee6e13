rule! {
    /// A department that the list does not have.
    UNKNOWN_DEPARTMENT = "unknown-department", Error, for Department;
    example: "旧課名のまま提出された様式";
    message: {
        ja: "「{name}」は課の一覧にありません{near}。",
        en: "“{name}” is not in the list of departments{near_en}.",
    };
    hint: {
        ja: "課名を直してもらうか、一覧（departments.csv または計画の departments）に加えてください。",
        en: "Have the name put right, or add it to the list of departments.",
    };
    department: {
        why: "課の一覧にない名前です。",
        how: "正式な課名に直してください。課名が正しいときは取りまとめ担当に知らせてください。",
    };
    one for: Anywhere("name");
}
