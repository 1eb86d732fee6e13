rule! {
    /// Several values in one cell.
    L1_07 = "L1-07", Info, for Data;
    example: "1つのセルに「5・6」";
    message: {
        ja: "1つのセルに複数の値が入っているセルが{count}個あります。",
        en: "{count} cells hold several values.",
    };
    hint: {
        ja: "1つのセルに1つの値を書き、行か列を分けてください。",
        en: "Write one value a cell; use more rows or columns.",
    };
}
