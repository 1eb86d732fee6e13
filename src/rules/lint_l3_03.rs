rule! {
    /// Signs among the numbers of a column.
    L3_03 = "L3-03", Info, for Data;
    example: "実績値の列の「-」「x」";
    message: {
        ja: "数値の列に、記号だけのセルが{count}個あります。",
        en: "{count} cells in columns of numbers hold only a sign.",
    };
    hint: {
        ja: "記号の意味（秘匿、該当なしなど）を別に明記してください。",
        en: "Say elsewhere what the sign means.",
    };
}
