rule! {
    /// A department changed a value that the coordinator had edited.
    EDIT_CONFLICT = "edit-conflict", Warning, for Coordinator;
    example: "取りまとめ.xlsx で直した取組内容を、課も直して出し直した";
    message: {
        ja: "「{field}」は事務局で「{edit}」に直していますが、課の記載が「{before}」から「{now}」に変わりました。",
        en: "“{field_en}” was edited to “{edit}”, but the department has changed “{before}” to “{now}” since.",
    };
    hint: {
        ja: "事務局の修正のままにしています。そのままでよければ 対応 を「確認済み」に、課の記載を使うときは一覧の欄を課の記載に直してください。",
        en: "The edit stands. Answer 確認済み to keep it, or set the cell of 一覧 to what the department says now.",
    };
}
