rule! {
    /// A row under the caption of an example, or a sheet of that name, that can be an example or an answer.
    UNCLEAR_EXAMPLE = "unclear-example", Warning, for Department;
    example: "「記入例」の下の行に、○○のない具体的な内容が書かれている";
    message: {
        ja: "「記入例」とあるところを、{treated}（{content}）。",
        en: "What is called an example was {treated_en} ({content}).",
    };
    hint: {
        ja: "違う場合は、「記入例」の見出し（シート名）か例の行を消して再提出してもらってください。",
        en: "If this is wrong, have the caption or the example taken out.",
    };
}
