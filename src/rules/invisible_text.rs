rule! {
    /// Text in the colour of its ground, or hidden by its number format (;;;).
    INVISIBLE_TEXT = "invisible-text", Warning, for Department;
    example: "白い文字で残された前回の内容";
    message: {
        ja: "セルに書かれていますが、画面にも紙にも見えない文字です（{content}）。そのまま取りまとめに入ります。",
        en: "The cell holds text that is not to be seen ({content}); it goes in as it stands.",
    };
    hint: {
        ja: "文字の色（背景と同じ色）か表示形式（;;;）で隠れています。必要な内容か提出元に確かめてください。",
        en: "The colour of the letters or the number format (;;;) hides it. Ask whether it is meant.",
    };
}
