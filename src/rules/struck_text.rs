rule! {
    /// Text with a line through it, which may be meant as deleted.
    STRUCK_TEXT = "struck-text", Warning, for Department;
    example: "取り消し線を引いたまま提出された取組";
    message: {
        ja: "取り消し線の引かれた文字があります（{content}）。文字はそのまま取りまとめに入ります。",
        en: "Text is struck out ({content}); it goes in as it stands.",
    };
    hint: {
        ja: "削除のつもりか提出元に確かめ、そうなら文字を消して再提出してもらってください。",
        en: "Ask whether it is meant as deleted; if so, have it removed and sent again.",
    };
}
