rule! {
    /// An answer that points to another paper, or stands in a remark on a blank cell.
    ANSWER_ELSEWHERE = "answer-elsewhere", Warning, for Department;
    example: "取組内容の欄に「別紙のとおり」とだけ書かれている";
    message: {
        ja: "回答がこの欄になく、{where}にあるようです（{content}）。",
        en: "The answer is not in this cell but in {where_en} ({content}).",
    };
    hint: {
        ja: "内容を表のセルに書いて再提出してもらってください。",
        en: "Ask for the answer to be written into the cell.",
    };
}
