rule! {
    /// A radical in the place of the kanji that looks the same.
    REPLACED_RADICAL = "replaced-radical", Info, for Coordinator;
    example: "窓⼝（PDFから写した部首の字） → 窓口";
    message: {
        ja: "部首の字を同じ形の漢字に置き換えました（{content}）。",
        en: "Radicals were replaced by the kanji that look the same ({content}).",
    };
    hint: {
        ja: "内容は変わりません。PDFから写した文字によくあります。",
        en: "The text is the same; texts copied from a PDF often have such characters.",
    };
    one for: File;
}
