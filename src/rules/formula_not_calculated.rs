rule! {
    /// A formula without a stored result.
    FORMULA_NOT_CALCULATED = "formula-not-calculated", Warning, for Department;
    example: "プログラムが書き出した様式";
    message: {
        ja: "数式の計算結果が保存されていません。",
        en: "A formula has no stored result.",
    };
    hint: {
        ja: "Excel で開いて上書き保存したファイルの再提出を依頼してください。",
        en: "Ask for the file to be opened and saved in Excel.",
    };
    department: {
        why: "数式の結果が保存されていません。",
        how: "値や文を直接入力してください。",
    };
    one for: File;
}
