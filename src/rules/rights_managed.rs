rule! {
    /// A file closed by rights management (a sensitivity label), which no password opens.
    RIGHTS_MANAGED = "rights-managed", Error, for Department;
    example: "秘密度ラベルの付いた 総務課.xlsx";
    message: {
        ja: "アクセス権の管理（秘密度ラベル、IRM）で暗号化されているため読めません。",
        en: "The workbook is encrypted by rights management (a sensitivity label, IRM).",
    };
    hint: {
        ja: "提出元に、ラベルの暗号化を解除して保存したファイルの再提出を依頼してください。",
        en: "Ask for a copy saved without the protection of the label.",
    };
    department: {
        why: "秘密度ラベル（アクセス権の管理）による暗号化のため、ほかの人は内容を読み取れません。",
        how: "秘密度ラベルを暗号化のないものに変えて保存し、もう一度提出してください。",
    };
}
