rule! {
    /// Cells that belong to nothing the form knows.
    OUTSIDE_FORM = "outside-form", Warning, for Department;
    example: "表の右の余白のメモ";
    message: {
        ja: "様式の外に書き込みがあり、取りまとめに入りません（{content}）。",
        en: "Something stands outside the form and is left out ({content_en}).",
    };
    hint: {
        ja: "必要な内容なら、表の中に書いてもらってください。",
        en: "If it matters, have it written into the table.",
    };
    department: {
        why: "様式にない欄のため、報告に載りません。",
        how: "必要な内容は様式の欄に書き写してください。",
    };
}
