rule! {
    /// Coloured cells of a schedule that cannot be read.
    UNREAD_BAR = "unread-bar", Warning, for Department;
    example: "文字のある行に、文字とつながらない塗りつぶしのセルがある";
    message: {
        ja: "塗りつぶしただけのセルの意味が分からないため、読んでいません（{bars}か所、最初の箇所を示しています）。",
        en: "Cells that are only coloured are not read, since nothing says what they mean ({bars}; the first is shown).",
    };
    hint: {
        ja: "その期間に行うことを、セルに文字で書いてもらってください。",
        en: "Have what is done in that period written into the cells.",
    };
    department: {
        how: "色を塗った期間に行うことを、セルに文字で書いてください。",
    };
}
