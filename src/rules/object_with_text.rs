rule! {
    /// A text box, picture or chart that may hold information.
    OBJECT_WITH_TEXT = "object-with-text", Warning, for Department;
    example: "表の上に置いた吹き出し";
    message: {
        ja: "{kind}があり、取りまとめに入りません{content}。",
        en: "There is a {kind_en}; it is left out{content}.",
    };
    hint: {
        ja: "必要な内容なら、表のセルに書いてもらってください。",
        en: "If it matters, have it written into cells.",
    };
    department: {
        why: "図形の中の文字は報告に載りません。",
        how: "必要な内容はセルに書き写してください。",
    };
}
