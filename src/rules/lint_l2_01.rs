rule! {
    /// Numbers stored as texts, or with units and signs in them.
    L2_01 = "L2-01", Info, for Data;
    example: "「1,200円」「８０％」";
    message: {
        ja: "文字列として入力された数値が{count}個あります。",
        en: "{count} numbers are stored as texts.",
    };
    hint: {
        ja: "単位は項目名に書き、数値だけを半角で入力してください。",
        en: "Put the unit into the heading and write the number alone.",
    };
}
