rule! {
    /// Years or periods side by side instead of below each other.
    L3_09 = "L3-09", Info, for Data;
    example: "R4、R5、R6 の列";
    message: {
        ja: "期間ごとの列が{count}列あります。",
        en: "{count} columns are one period each.",
    };
    hint: {
        ja: "期間を1つの列にまとめ、縦に並べてください。",
        en: "Make the period a column and list the values below each other.",
    };
}
