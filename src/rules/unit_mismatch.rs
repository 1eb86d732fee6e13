rule! {
    /// A unit that changes within an indicator.
    UNIT_MISMATCH = "unit-mismatch", Warning, for Department;
    example: "現状値は件、目標値は人";
    message: {
        ja: "単位がそろっていません（{first}、{second}）。",
        en: "The units differ ({first}, {second}).",
    };
    hint: {
        ja: "同じ単位に直してもらってください。",
        en: "Have them given in one unit.",
    };
    department: {
        why: "違う単位の値は比べられません。",
        how: "同じ単位に直してください。",
    };
}
