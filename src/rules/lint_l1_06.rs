rule! {
    /// Blanks or line breaks for the look of it.
    L1_06 = "L1-06", Info, for Data;
    example: "「取　組　名」「担当\n課」";
    message: {
        ja: "スペースや改行で体裁を整えたセルが{count}個あります。",
        en: "{count} cells are laid out with blanks or line breaks.",
    };
    hint: {
        ja: "セルの折り返しや配置の書式を使い、スペースや改行は入れないでください。",
        en: "Use wrapping and alignment instead of blanks and line breaks.",
    };
}
