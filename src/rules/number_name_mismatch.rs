rule! {
    /// A row whose numbers and names do not pair.
    NUMBER_NAME_MISMATCH = "number-name-mismatch", Warning, for Department;
    example: "番号3つに名称4行";
    message: {
        ja: "取組番号{numbers}件に対して取組名が{names}行あり、対応が決まりません。",
        en: "{numbers} numbers against {names} names.",
    };
    hint: {
        ja: "番号と名称が1対1になるよう、改行の位置を確かめてください。内容は書かれたまま載せています。",
        en: "Check the line breaks; the texts are kept as written.",
    };
    department: {
        why: "どの番号がどの取組か決められません。",
        how: "番号と取組名が1行ずつ同じ順に並ぶように、改行を直してください。",
    };
}
