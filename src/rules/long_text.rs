rule! {
    /// A text that a cell of a workbook cannot hold.
    LONG_TEXT = "long-text", Warning, for Department;
    example: "40,000文字のセル";
    message: {
        ja: "{length}文字あり、Excel の1つのセルに入りません（{max}文字まで）。取りまとめ.xlsx では分けるか途中までを載せます。データ（json、csv）には全文があります。",
        en: "It has {length} characters, more than a cell of a workbook holds ({max}); it is split or cut there. The data files have all of it.",
    };
    hint: {
        ja: "余分な空白や繰り返しがないか確かめ、要約するか分けて書くよう依頼してください。",
        en: "Have it summarised or split; look for blanks and repeated words first.",
    };
    department: {
        why: "1つの欄に書ける長さを超えています。",
        how: "余分な空白や繰り返しを除き、要点だけを書いてください。",
    };
}
