rule! {
    /// A table that is of no kind: nothing of it is read.
    UNKNOWN_TABLE = "unknown-table", Warning, for Coordinator;
    example: "避難所の一覧が取組の提出物と一緒に届いた";
    message: {
        ja: "どの種類の表とも分からないため、取りまとめに入りません（見出し: {headings}）。最も近いのは{kind}ですが、{lacks}がありません{matched}。",
        en: "A table of no known kind is left out (headings: {headings}). The nearest kind is {kind_en}, but it has no {lacks_en}{matched_en}.",
    };
    hint: {
        ja: "提出物でなければ、入力フォルダーから外してください。取りまとめる表であれば、torimatome templates draft {file} で様式を作れます。",
        en: "If it is no hand-in, take it out of the input folder. If it is to be read, make a form for it with torimatome templates draft {file}.",
    };
    one for: Anywhere("headings");
}
