rule! {
    /// A stage that the plan does not have.
    UNKNOWN_STAGE = "unknown-stage", Warning, for Department;
    example: "【準備中】";
    message: {
        ja: "【{stage}】は段階の一覧にありません。",
        en: "【{stage}】 is not among the stages.",
    };
    hint: {
        ja: "一覧（{stages}）のどれかに直してもらってください。同じ段階の別の言い方なら、対応を「今後も同じ」とし、メモに一覧の段階を書いてください。",
        en: "Have it replaced by one of {stages}. If it is another word for one of them, answer 今後も同じ with that stage as the remark.",
    };
    department: {
        why: "段階の一覧にない言葉は集計に入りません。",
        how: "欄の右の▼（または「選択肢」シート）にある段階に直してください。",
    };
    one for: InFile("stage");
}
