rule! {
    /// A record that cannot be matched surely with one of the last period.
    UNCLEAR_MATCH = "unclear-match", Warning, for Coordinator;
    example: "番号が変わり、取組名も少し違う";
    message: {
        ja: "{id}（{name}）に当たる前回の取組を決められません。候補は {candidates} です。",
        en: "No record of the last period is surely {id} ({name}); it could be {candidates}.",
    };
    hint: {
        ja: "同じ取組なら、番号か取組名を前回に合わせるよう担当課に頼んでください。別の取組なら、このままで新規として扱います。",
        en: "If it is one of them, have number or name written as before; else it counts as new.",
    };
}
