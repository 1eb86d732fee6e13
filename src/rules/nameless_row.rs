rule! {
    /// A row with values but without a name.
    NAMELESS_ROW = "nameless-row", Warning, for Department;
    example: "指標名が空欄で実績だけの行";
    message: {
        ja: "名称のない行があり、取りまとめに入りません（{content}）。",
        en: "A row without a name is left out ({content}).",
    };
    hint: {
        ja: "何の行か、名称を入れてもらってください。",
        en: "Have its name filled in.",
    };
    department: {
        how: "名称の欄に入力してください。不要な行なら消してください。",
    };
}
