rule! {
    /// A file that was sent back, or came back blank, has been answered by a later one.
    MENDED_RETURN = "mended-return", Info, for Coordinator;
    example: "差戻しに回答した後の元のファイル";
    message: {
        ja: "回答（{newer}）が届いたため、このファイルの内容と指摘は使いません。",
        en: "It was answered by {newer}; neither its content nor its findings count any more.",
    };
    hint: {
        ja: "対応は要りません。",
        en: "Nothing needs to be done.",
    };
}
