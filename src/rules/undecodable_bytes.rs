rule! {
    /// Bytes that are no character in the file's encoding.
    UNDECODABLE_BYTES = "undecodable-bytes", Error, for Department;
    example: "途中で切れた2バイト文字";
    message: {
        ja: "文字にできないバイト（{bytes}）があります。",
        en: "Bytes without a character ({bytes_en}).",
    };
    hint: {
        ja: "元の文字を提出元に確かめ、UTF-8 か Excel 形式での再提出を依頼してください。",
        en: "Ask which character was meant, and for a copy in UTF-8 or as a workbook.",
    };
    department: {
        why: "文字が壊れていて読めません。",
        how: "読めない文字を入力し直してください。",
    };
}
