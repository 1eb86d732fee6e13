rule! {
    /// A later hand-in took the place of this one.
    SUPERSEDED = "superseded", Warning, for Coordinator;
    example: "（修正版）が届いた後の元のファイル";
    message: {
        ja: "新しい提出（{newer}）があるため、重なる内容はこのファイルから使いません{kept}。",
        en: "A later hand-in ({newer}) takes its place{kept_en}.",
    };
    hint: {
        ja: "新しい方でよいか確かめてください。古いファイルを入力フォルダーから外すと、この指摘は消えます。",
        en: "Check that the later one is meant; remove the older file to silence this.",
    };
}
