rule! {
    /// A row between others that holds only its number.
    NUMBER_ONLY_ROW = "number-only-row", Warning, for Department;
    example: "番号「1-2」だけで、ほかが空欄の行";
    message: {
        ja: "番号だけの行があり、取りまとめに入りません（{content}）。",
        en: "A row holds only its number and is left out ({content}).",
    };
    hint: {
        ja: "書き漏れでないか確かめてもらってください。",
        en: "Ask whether something was forgotten.",
    };
    department: {
        how: "内容を入力してください。不要な行なら番号も消してください。",
    };
}
