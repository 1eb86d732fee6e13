rule! {
    /// A department that the list does not have.
    UNKNOWN_DEPARTMENT = "unknown-department", Error, for Department;
    example: "旧課名のまま提出された様式";
    message: {
        ja: "「{name}」は課の一覧にありません{near}。",
        en: "“{name}” is not in the list of departments{near_en}.",
    };
    hint: {
        ja: "課名の書き誤りなら、対応を「今後も同じ」とし、メモに正しい課名を書いてください。新しい課なら、一覧（departments.csv または計画の departments）に加えてください。",
        en: "If it is another spelling, answer 今後も同じ with the right name as the remark. If it is a new department, add it to the list.",
    };
    department: {
        why: "課の一覧にない名前です。",
        how: "正式な課名に直してください。課名が正しいときは取りまとめ担当に知らせてください。",
    };
    one for: Anywhere("name");
}
