rule! {
    /// A file beyond a limit.
    TOO_LARGE = "too-large", Error, for Department;
    example: "展開すると 4 GiB になる zip";
    message: {
        ja: "{limit}の上限（{max}）を超えています（{actual}）。",
        en: "The limit for {limit_en} is {max}; this has {actual}.",
    };
    hint: {
        ja: "正しいファイルなら {option} で上限を上げてください。書式だけの行や列が大量にある場合は、削除して保存し直すよう依頼してください。",
        en: "If the file is right, raise the limit with {option}; otherwise have unused rows and columns deleted.",
    };
    department: {
        why: "ファイルの形式か内容が壊れていて開けません。",
        how: "Excel などで開いて「Excel ブック（.xlsx）」として保存し直し、もう一度提出してください。",
    };
}
