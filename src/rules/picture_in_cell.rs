rule! {
    /// A picture that was placed in a cell instead of an answer.
    PICTURE_IN_CELL = "picture-in-cell", Warning, for Department;
    example: "セルに入れた写真（「セルに配置」、WPS の =DISPIMG）";
    message: {
        ja: "セルに画像が入っています（{content}）。文字ではないため、取りまとめに入りません。",
        en: "The cell holds a picture ({content}); being no text, it is left out.",
    };
    hint: {
        ja: "画像が答えなら、内容を文字で書いてもらってください。",
        en: "If the picture is the answer, have it written in words.",
    };
    department: {
        why: "セルの中の画像は報告に載りません。",
        how: "画像の内容を文字で書いてください。",
    };
}
