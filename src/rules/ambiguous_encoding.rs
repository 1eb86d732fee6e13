rule! {
    /// An encoding that is only a guess.
    AMBIGUOUS_ENCODING = "ambiguous-encoding", Warning, for Department;
    example: "どちらにも読める短いCSV";
    message: {
        ja: "文字コードを確定できません。{encoding}として読みました（ほかの候補: {others}）。",
        en: "The encoding is a guess: read as {encoding} (or {others}).",
    };
    hint: {
        ja: "文字化けしていないか確かめ、違う場合は --encoding で指定してください。",
        en: "Look for garbled text; if so, give --encoding.",
    };
    department: {
        why: "文字が正しく読めているか確かではありません。",
        how: "この表の文字が正しいか確かめてください。",
    };
}
