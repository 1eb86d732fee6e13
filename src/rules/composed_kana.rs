rule! {
    /// Decomposed kana, put together.
    COMPOSED_KANA = "composed-kana", Info, for Coordinator;
    example: "カ＋゛ → ガ（Macで入力した文字）";
    message: {
        ja: "濁点・半濁点が離れた仮名を1字にまとめました（{content}）。",
        en: "Decomposed kana were composed ({content}).",
    };
    hint: {
        ja: "内容は変わりません。Macで作ったファイルによくあります。",
        en: "The text is the same; files made on a Mac often have such kana.",
    };
    one for: File;
}
