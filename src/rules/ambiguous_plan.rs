rule! {
    /// Two plans or forms fit equally well.
    AMBIGUOUS_PLAN = "ambiguous-plan", Error, for Coordinator;
    example: "二つの市の課名が半分ずつある";
    message: {
        ja: "{kind}を決められません。候補は {candidates} です。",
        en: "The {kind_en} is not clear: {candidates}.",
    };
    hint: {
        ja: "{option} でどれか1つを指定してください。",
        en: "Choose one with {option}.",
    };
}
