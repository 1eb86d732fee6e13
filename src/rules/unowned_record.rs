rule! {
    /// Records of which nothing says whose they are.
    UNOWNED_RECORD = "unowned-record", Warning, for Coordinator;
    example: "担当課の欄が空欄で、ファイル名にも課名のない提出";
    message: {
        ja: "どの課の取組か、表にもファイル名にも書かれていません（取組 {id}）。",
        en: "Neither the table nor the name of the file says whose initiative {id} is.",
    };
    hint: {
        ja: "提出元を確かめ、担当課の欄に課名を記入するか、ファイル名に課名を入れてください。",
        en: "Find out who sent it; write the department into the table or the name of the file.",
    };
    one for: File;
}
