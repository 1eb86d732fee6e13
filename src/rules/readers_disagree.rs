rule! {
    /// A cell in which a second reader of the workbook finds something else.
    READERS_DISAGREE = "readers-disagree", Warning, for Coordinator;
    example: "一方の読み取りだけが見つけたセル";
    message: {
        ja: "2つの読み取り方でセルの値が違います（取り込んだ値: {ours}、照合した値: {theirs}）。",
        en: "Two readers find different values in the cell (taken: {ours_en}; the other: {theirs_en}).",
    };
    hint: {
        ja: "元のファイルを開いてそのセルを確かめ、値が違うときは保存し直したファイルの再提出を依頼してください。",
        en: "Open the file, look at the cell, and where the value is wrong ask for a copy saved again.",
    };
}
