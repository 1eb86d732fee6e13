rule! {
    /// Merged cells.
    L1_12 = "L1-12", Info, for Data;
    example: "方向の列を縦に結合した表";
    message: {
        ja: "結合したセルが{count}か所あります。",
        en: "{count} areas of merged cells.",
    };
    hint: {
        ja: "結合を解き、値をすべてのセルに書いてください。",
        en: "Undo the merging and write the value into every cell.",
    };
}
