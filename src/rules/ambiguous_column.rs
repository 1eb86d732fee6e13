rule! {
    /// Two columns that could be the same field.
    AMBIGUOUS_COLUMN = "ambiguous-column", Error, for Department;
    example: "「担当課」と「所管課」の両方がある表";
    message: {
        ja: "「{heading}」にあたる列が{first}と{second}の2つあり、決められません。",
        en: "{first} and {second} could both be “{heading}”.",
    };
    hint: {
        ja: "見出しを様式どおりに直してもらうか、どちらかの列を削除してもらってください。",
        en: "Have one of the two headings put right or removed.",
    };
    department: {
        why: "どちらの列を使うか決められません。",
        how: "使わない方の列を消してください。",
    };
}
