rule! {
    /// A text where the number of a direction, a goal or a row belongs.
    NOT_A_NUMBER = "not-a-number", Warning, for Department;
    example: "「方向」の欄に「基盤」";
    message: {
        ja: "「{heading}」の「{text}」がどの番号か決められません。文字のまま残しました。",
        en: "“{text}” under “{heading}” is no number of the plan; it is kept as text.",
    };
    hint: {
        ja: "番号に直してもらうか、計画の方向の別名に加えてください。",
        en: "Have it replaced by the number, or add it to the plan as another name of the direction.",
    };
    department: {
        why: "どの区分の取組か決められません。",
        how: "計画にある番号（1、2など）を入れてください。",
    };
}
