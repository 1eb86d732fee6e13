rule! {
    /// A character that the fonts do not have.
    MISSING_GLYPH = "missing-glyph", Warning, for Coordinator;
    example: "書体にない漢字";
    message: {
        ja: "書体にない文字（{codes}）があります。報告書では〓で表します。",
        en: "The fonts lack {codes}; the report shows 〓.",
    };
    hint: {
        ja: "別の書体を --font で指定するか、標準の文字に置き換えてもらってください。",
        en: "Give another font with --font, or have the character replaced.",
    };
}
