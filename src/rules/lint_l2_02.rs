rule! {
    /// Values left out because they repeat.
    L2_02 = "L2-02", Info, for Data;
    example: "〃、同上、上と同じ課名の省略";
    message: {
        ja: "上と同じ値を省略したセルが{count}個あります。",
        en: "{count} cells leave out a value that repeats.",
    };
    hint: {
        ja: "省略せず、すべての行に値を書いてください。",
        en: "Write the value in every row.",
    };
}
