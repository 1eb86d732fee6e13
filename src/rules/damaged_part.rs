rule! {
    /// A part of a workbook that could not be read, while the rest could.
    DAMAGED_PART = "damaged-part", Error, for Department;
    example: "本体が失われたシート";
    message: {
        ja: "ファイルの一部（{part}）が読めません（{detail}）。ほかの部分は読みました。",
        en: "{part_en} of the workbook could not be read ({detail_en}); the rest was.",
    };
    hint: {
        ja: "提出元で開いて欠けているところがないか確かめ、保存し直したファイルの再提出を依頼してください。",
        en: "Have it opened where it came from, check what is missing, and ask for a copy saved again.",
    };
    department: {
        why: "ファイルの一部が壊れていて、内容が欠けているおそれがあります。",
        how: "Excel などで開いて内容を確かめ、「Excel ブック（.xlsx）」として保存し直して提出してください。",
    };
}
