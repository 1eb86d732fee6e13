rule! {
    /// Two values for one thing.
    CONFLICTING_VALUES = "conflicting-values", Warning, for Department;
    example: "同じ年度の実績値が二つ";
    message: {
        ja: "{what}に異なる値（{first}、{second}）があります。",
        en: "{what_en} has two values ({first}, {second}).",
    };
    hint: {
        ja: "どちらが正しいか提出元に確かめてください。",
        en: "Ask which is right.",
    };
    department: {
        why: "どちらが正しいか分かりません。",
        how: "正しい方に直してください。",
    };
}
