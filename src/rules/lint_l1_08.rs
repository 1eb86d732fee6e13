rule! {
    /// Characters that other machines show differently.
    L1_08 = "L1-08", Info, for Data;
    example: "①、㈱、㎡、Ⅰ、ｶﾅ、外字";
    message: {
        ja: "機種依存文字（{characters}）を含むセルが{count}個あります。",
        en: "{count} cells hold machine-dependent characters ({characters}).",
    };
    hint: {
        ja: "(1)、(株)、m2 のように、どの機種でも読める文字で書いてください。",
        en: "Write (1), (株), m2 and the like.",
    };
}
