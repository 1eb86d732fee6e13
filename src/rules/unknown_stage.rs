rule! {
    /// A stage that the plan does not have.
    UNKNOWN_STAGE = "unknown-stage", Warning, for Department;
    example: "【準備中】";
    message: {
        ja: "【{stage}】は段階の一覧にありません。",
        en: "【{stage}】 is not among the stages.",
    };
    hint: {
        ja: "一覧（{stages}）のどれかに直してもらうか、計画の別名に加えてください。",
        en: "Have it replaced by one of {stages}, or add it as another spelling to the plan.",
    };
    department: {
        why: "段階の一覧にない言葉は集計に入りません。",
        how: "欄の右の▼（または「選択肢」シート）にある段階に直してください。",
    };
    one for: InFile("stage");
}
