rule! {
    /// Something in the edited workbook that is not taken over.
    UNREAD_EDIT = "unread-edit", Warning, for Coordinator;
    example: "一覧に足した列、書き換えた番号";
    message: {
        ja: "取りまとめ.xlsx の手直しのうち、取り込めないものがあります（{content}）。",
        en: "Part of what was changed in 取りまとめ.xlsx cannot be taken over ({content}).",
    };
    hint: {
        ja: "手直しできるのは、一覧の取組名、担当課、施策内容、段階、取組内容、予定、確認、メモと、指摘の対応、メモです。前のファイルは別の名前で残しています。",
        en: "What can be edited: 取組名, 担当課, 施策内容, 段階, 取組内容, 予定, 確認 and メモ of 一覧, 対応 and メモ of 指摘. The file is kept under another name.",
    };
}
