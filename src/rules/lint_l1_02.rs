rule! {
    /// A sheet with several tables.
    L1_02 = "L1-02", Info, for Data;
    example: "課ごとの表が1枚のシートに上下に並ぶ";
    message: {
        ja: "1つのシートに表が{count}個あります。",
        en: "The sheet holds {count} tables.",
    };
    hint: {
        ja: "表ごとにシートを分けてください。",
        en: "Give every table a sheet of its own.",
    };
}
