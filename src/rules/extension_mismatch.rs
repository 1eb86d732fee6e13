rule! {
    /// An extension that lies.
    EXTENSION_MISMATCH = "extension-mismatch", Info, for Coordinator;
    example: ".xls という名前の CSV";
    message: {
        ja: "拡張子は .{extension} ですが、中身は {format} です。中身のとおりに読みました。",
        en: "The extension is .{extension}, the content {format}; it was read as {format}.",
    };
    hint: {
        ja: "正しい拡張子で保存してもらってください。",
        en: "Have it saved with the right extension.",
    };
}
