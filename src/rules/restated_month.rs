rule! {
    /// An earlier month that now reads otherwise than it was reported.
    RESTATED_MONTH = "restated-month", Warning, for Department;
    example: "月ごとの列がある表の8月の欄が、8月に報告した内容と違う";
    message: {
        ja: "{period}の欄が、そのときの報告と違います（報告「{before}」、今回「{after}」）。",
        en: "The column of {period} differs from what was reported then (“{before}”, now “{after}”).",
    };
    hint: {
        ja: "前回の報告に誤りがあったのか、書き換えた理由を確かめてください。報告書に載るのは今回の月の欄だけです。",
        en: "Ask why it was rewritten. Only the column of the month at hand goes into the report.",
    };
    department: {
        why: "前に報告した月の内容が書き換えられています。",
        how: "書き換えた理由をお知らせください。間違いなら、前に報告した内容に戻してください。",
    };
}
