rule! {
    /// A workbook that is broken.
    UNREADABLE_WORKBOOK = "unreadable-workbook", Error, for Department;
    example: "途中で切れた .xlsx";
    message: {
        ja: "ファイルが壊れているため読めません（{detail}）。",
        en: "The workbook is broken ({detail_en}).",
    };
    hint: {
        ja: "提出元で開けるか確かめ、保存し直したファイルの再提出を依頼してください。",
        en: "Ask whether it opens there, and for a copy saved again.",
    };
    department: {
        why: "ファイルの形式か内容が壊れていて開けません。",
        how: "Excel などで開いて「Excel ブック（.xlsx）」として保存し直し、もう一度提出してください。",
    };
}
