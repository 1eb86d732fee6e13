rule! {
    /// Parts hold the same file with different contents; one of them was taken.
    CONFLICTING_PARTS = "conflicting-parts", Error, for Department;
    example: "建設課.xlsx を読んだ後で差し替え、もう一度 ingest した";
    message: {
        ja: "同じ名前で内容の異なるファイルが、別々の部分に入っています（{first} と {second}）。{first} の方を使いました。",
        en: "Two parts hold a file of this name with different contents ({first} and {second}); {first} was used.",
    };
    hint: {
        ja: "どちらが正しいか確かめ、古い部分を除いて build をやり直してください。",
        en: "Find out which is right, and build again without the older part.",
    };
}
