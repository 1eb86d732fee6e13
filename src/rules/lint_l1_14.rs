rule! {
    /// A record over several rows of a CSV.
    L1_14 = "L1-14", Info, for Data;
    example: "本文の続きを次の行に書いた CSV";
    message: {
        ja: "2行以上にわたるデータが{count}件あります。",
        en: "{count} records go over several rows.",
    };
    hint: {
        ja: "1件のデータは1行に書いてください。",
        en: "Write one record a row.",
    };
}
