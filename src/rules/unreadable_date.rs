rule! {
    /// A day of handing in that cannot be read.
    UNREADABLE_DATE = "unreadable-date", Warning, for Department;
    example: "提出日「10月3日」（年がない）";
    message: {
        ja: "提出日「{text}」を日付として読めません。提出日なしとして扱います。",
        en: "“{text}” cannot be read as the day of handing in; it counts as not given.",
    };
    hint: {
        ja: "年月日（例：令和7年10月3日）に直してもらってください。",
        en: "Have it written with year, month and day.",
    };
    department: {
        how: "年月日がそろうように（例：令和7年10月3日）書き直してください。",
    };
}
