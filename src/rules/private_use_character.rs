rule! {
    /// A character of private use (gaiji).
    PRIVATE_USE_CHARACTER = "private-use-character", Warning, for Department;
    example: "人名の外字";
    message: {
        ja: "外字（{codes}）があります。報告書では〓で表します。",
        en: "Private-use characters ({codes}); the report shows 〓.",
    };
    hint: {
        ja: "どの文字か提出元に確かめ、標準の文字に置き換えてもらってください。",
        en: "Ask which character is meant, and have it replaced by a standard one.",
    };
    department: {
        why: "ほかのパソコンでは表示されない外字です。",
        how: "常用の漢字に直すか、ひらがなで書いてください。",
    };
    one for: InFile("codes");
}
