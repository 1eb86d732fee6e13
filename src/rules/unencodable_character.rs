rule! {
    /// A character that CP932 cannot hold, where CSV files are wanted in it.
    UNENCODABLE_CHARACTER = "unencodable-character", Warning, for Coordinator;
    example: "--csv-encoding cp932 で「𠮷」";
    message: {
        ja: "記録 {record} の{field}に、CP932 で表せない文字 {characters} があります。CSV では〓で表します。",
        en: "Record {record}, {field}: CP932 cannot hold {characters}; the CSV shows 〓.",
    };
    hint: {
        ja: "この文字が要るときは、UTF-8 の CSV（--csv-encoding utf-8）か JSON を使ってください。",
        en: "Where the character matters, use CSV in UTF-8 or the JSON files.",
    };
}
