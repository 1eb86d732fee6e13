rule! {
    /// A word that the column's choices do not have.
    UNKNOWN_CHOICE = "unknown-choice", Warning, for Department;
    example: "「継続・拡充・縮小・廃止」から選ぶ欄の「見直し」";
    message: {
        ja: "「{heading}」の「{text}」は選択肢（{choices}）にありません。書かれたまま残しました。",
        en: "“{text}” under “{heading}” is none of the choices ({choices}); it is kept as written.",
    };
    hint: {
        ja: "選択肢のどれかに直してもらうか、様式の choices に加えてください。",
        en: "Have it replaced by one of the choices, or add it to the form's choices.",
    };
    department: {
        why: "選択肢にない言葉は集計に入りません。",
        how: "選択肢のどれかに直してください。",
    };
    one for: InFile("heading", "text");
}
