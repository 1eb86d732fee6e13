rule! {
    /// A text that is not of its column's type: no number, no date.
    UNREADABLE_VALUE = "unreadable-value", Warning, for Department;
    example: "日付の欄に「調整でき次第」";
    message: {
        ja: "「{heading}」の「{text}」を{kind}として読めません。書かれたまま残しました。",
        en: "“{text}” under “{heading}” cannot be read as {kind_en}; it is kept as written.",
    };
    hint: {
        ja: "直してもらうか、文字でもよい列であれば様式の type を text にしてください。",
        en: "Have it mended; where texts are right, make the column's type “text” in the form.",
    };
    department: {
        why: "この欄は集計に使うため、決まった書き方が必要です。",
        how: "数や日付（例：令和7年10月3日）だけを書いてください。",
    };
    one for: InFile("heading", "text");
}
