rule! {
    /// A file that Excel keeps while another is open.
    LOCK_FILE = "lock-file", Info, for Coordinator;
    example: "~$建設課.xlsx";
    message: {
        ja: "Excel が編集中に作る一時ファイルです。読みません。",
        en: "This is Excel's lock file; it is not read.",
    };
    hint: {
        ja: "元のファイルが編集中でないか確かめてください。",
        en: "Check that the file itself is not being edited.",
    };
}
