rule! {
    /// Two records that hardly differ.
    NEAR_DUPLICATE_RECORD = "near-duplicate-record", Warning, for Department;
    example: "番号だけを変えて写した行";
    message: {
        ja: "取組 {id} は {other} の {other_id} と、数字を除いてほとんど同じ内容です（一致度 {likeness}%）。",
        en: "Initiative {id} hardly differs from {other_id} in {other}, figures apart ({likeness} % alike).",
    };
    hint: {
        ja: "写し間違いや番号の付け間違いでないか確かめてください。",
        en: "Check for a copying slip or a wrong number.",
    };
    department: {
        why: "書き写したまま直し忘れている可能性があります。",
        how: "別の取組であることと、内容が正しいことを確かめてください。",
    };
}
