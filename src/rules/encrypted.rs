rule! {
    /// A password-protected workbook.
    ENCRYPTED = "encrypted", Error, for Department;
    example: "パスワード付きの 財政課.xlsx";
    message: {
        ja: "パスワードで保護されているため読めません。",
        en: "The workbook is protected by a password.",
    };
    hint: {
        ja: "パスワードを外して再提出してもらうか、--password-file でパスワードを指定してください。",
        en: "Ask for a copy without a password, or give the password with --password-file.",
    };
    department: {
        why: "パスワードが付いていると内容を読み取れません。",
        how: "パスワードを外して保存し、もう一度提出してください。",
    };
}
