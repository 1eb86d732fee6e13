rule! {
    /// A file that may not be read: in use or without permission.
    LOCKED = "locked", Error, for Coordinator;
    example: "Excel で編集中の 総務課.xlsx";
    message: {
        ja: "ファイルを開けません（{detail}）。",
        en: "The file cannot be opened ({detail_en}).",
    };
    hint: {
        ja: "Excel で開いたままなら閉じ、読み取りの権限を確かめて、もう一度実行してください。",
        en: "Close it in Excel, check the permissions, and run again.",
    };
}
