rule! {
    /// A table that does not begin with one row of headings, followed by data.
    L3_01 = "L3-01", Info, for Data;
    example: "1行目が表題、3行目が見出し";
    message: {
        ja: "項目名が先頭の1行になっていません（{row}行目から{count}行）。",
        en: "The headings are not the first row alone (they begin at row {row} and take {count}).",
    };
    hint: {
        ja: "1行目に項目名、2行目からデータを書いてください。",
        en: "Put the headings in row 1 and data from row 2.",
    };
}
