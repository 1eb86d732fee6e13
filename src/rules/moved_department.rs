rule! {
    /// Another department answers for a record, and no reorganisation explains it.
    MOVED_DEPARTMENT = "moved-department", Warning, for Coordinator;
    example: "前回は財政課、今回は総務課";
    message: {
        ja: "担当課が {from} から {to} に変わっています。計画の組織改編の表にない変更です。",
        en: "The department changed from {from} to {to}; the plan's table of reorganisations does not say so.",
    };
    hint: {
        ja: "両方の課に確かめ、組織改編なら計画（seeds）の [[reorganisation]] に加えてください。",
        en: "Ask both; add a reorganisation to the plan if it is one.",
    };
}
