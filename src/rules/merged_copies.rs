rule! {
    /// Two copies of one form, of which each holds a part of the answers, became one.
    MERGED_COPIES = "merged-copies", Info, for Coordinator;
    example: "2つの係が同じ様式の自分の欄だけを記入して別々に提出";
    message: {
        ja: "取組 {id} は、空欄を {other} と補い合って1件にしました。",
        en: "Initiative {id} and {other} fill in each other's blanks; they became one.",
    };
    hint: {
        ja: "別々に届いた様式を1つの提出として扱っています。確認だけで結構です。",
        en: "Copies that came apart count as one hand-in; nothing needs to be done.",
    };
    one for: File;
}
