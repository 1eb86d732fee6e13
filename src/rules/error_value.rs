rule! {
    /// A cell that shows an error.
    ERROR_VALUE = "error-value", Error, for Department;
    example: "#REF! が残った施策内容";
    message: {
        ja: "セルがエラー値（{value}）になっています。",
        en: "The cell holds an error value ({value}).",
    };
    hint: {
        ja: "提出元に、数式を直すか値で入力し直すよう依頼してください。",
        en: "Ask for the formula to be mended or the value to be typed.",
    };
    department: {
        why: "計算のエラーが表示されていて、本来の値が分かりません。",
        how: "正しい値や文を直接入力してください。",
    };
}
