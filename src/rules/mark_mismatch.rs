rule! {
    /// The office's mark differs from the computed one.
    MARK_MISMATCH = "mark-mismatch", Warning, for Department;
    example: "達成率100%で○";
    message: {
        ja: "評価「{mark}」は、値から計算した評価「{computed}」と異なります。",
        en: "The mark {mark} differs from the computed {computed}.",
    };
    hint: {
        ja: "意図した評価か確かめ、理由を備考に書いてもらってください。報告書には記載の評価を載せます。",
        en: "Check that it is meant and have the reason noted; the report prints the office's mark.",
    };
    department: {
        why: "値から計算した評価と違います。",
        how: "誤りであれば直し、正しければ理由を備考に書き添えてください。",
    };
}
