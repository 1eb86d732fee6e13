rule! {
    /// A file without content.
    EMPTY_FILE = "empty-file", Error, for Department;
    example: "0バイトの 建設課.xlsx";
    message: {
        ja: "ファイルが空です（0バイト、または空白だけ）。",
        en: "The file is empty.",
    };
    hint: {
        ja: "提出元に、保存し直したファイルの再提出を依頼してください。",
        en: "Ask for the file to be saved and sent again.",
    };
    department: {
        why: "保存や送信の途中で内容が失われた可能性があります。",
        how: "元のファイルを開いて保存し直し、もう一度提出してください。",
    };
}
