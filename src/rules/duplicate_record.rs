rule! {
    /// The same record, twice.
    DUPLICATE_RECORD = "duplicate-record", Warning, for Department;
    example: "コピーしたファイルを両方提出";
    message: {
        ja: "取組 {id} は {other} と同じ内容です。1件として数えます。",
        en: "Initiative {id} is the same as in {other}; it counts once.",
    };
    hint: {
        ja: "二重に提出されています。片方を入力フォルダーから外してください。",
        en: "It was handed in twice; remove one.",
    };
    department: {
        why: "同じ取組が2回報告されています。",
        how: "1つで足りるときは、この表のままで構いません。",
    };
}
