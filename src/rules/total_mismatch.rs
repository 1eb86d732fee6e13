rule! {
    /// A total that does not add up.
    TOTAL_MISMATCH = "total-mismatch", Warning, for Department;
    example: "計17 の内訳が16";
    message: {
        ja: "合計が合いません（記載 {stated}、計算 {computed}）。",
        en: "The total is {stated}, the parts make {computed}.",
    };
    hint: {
        ja: "内訳と合計のどちらが正しいか確かめてください。",
        en: "Check the parts and the total.",
    };
    department: {
        why: "内訳と合計が合いません。",
        how: "どちらが正しいか確かめて直してください。",
    };
}
