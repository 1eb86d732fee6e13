rule! {
    /// A number of an initiative that a spreadsheet took for a date.
    NUMBER_AS_DATE = "number-as-date", Warning, for Department;
    example: "取組番号「1-2」が「1月2日」になっている";
    message: {
        ja: "取組の番号が日付（{shown}）になっています。「{number}」として読みました。",
        en: "The number of the initiative is a date ({shown}); it was read as “{number}”.",
    };
    hint: {
        ja: "番号の列の表示形式を「文字列」にして、番号を入れ直してもらってください。",
        en: "Have the column formatted as text, and the number typed again.",
    };
}
