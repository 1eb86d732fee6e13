rule! {
    /// Objects on a sheet.
    L1_10 = "L1-10", Info, for Data;
    example: "図形、テキストボックス、写真、グラフ";
    message: {
        ja: "図形や画像などのオブジェクトが{count}個あります。",
        en: "{count} objects (shapes, pictures, charts) lie on the sheet.",
    };
    hint: {
        ja: "必要な内容はセルに書き、図形や画像は取り除いてください。",
        en: "Write what matters into cells and remove the objects.",
    };
}
