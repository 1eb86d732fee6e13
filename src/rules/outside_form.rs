rule! {
    /// Cells that belong to nothing the form knows.
    OUTSIDE_FORM = "outside-form", Warning, for Department;
    example: "表の右の余白のメモ";
    message: {
        ja: "様式のどの欄にも当たらない書き込みがあり、取りまとめに入りません（{content}）。",
        en: "Something belongs to no field of the form and is left out ({content_en}).",
    };
    hint: {
        ja: "必要な内容なら、表の欄に書いてもらってください。表の中の行なら、番号と名称が入っているか確かめてください。",
        en: "If it matters, have it written into a field of the table; a row of the table needs its number and name.",
    };
    department: {
        why: "様式にない欄のため、報告に載りません。",
        how: "必要な内容は様式の欄に書き写してください。",
    };
}
