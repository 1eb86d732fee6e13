rule! {
    /// A hand-in that says it is about another period than the report.
    PERIOD_MISMATCH = "period-mismatch", Warning, for Department;
    example: "前回の様式のまま提出されたファイル";
    message: {
        ja: "報告期間（{period}）ではなく、別の期間のものとみられます（{evidence}）。内容はこのまま取りまとめに入ります。",
        en: "It seems to be about another period than the report's ({period}): {evidence_en}. It goes in as it stands.",
    };
    hint: {
        ja: "今回の内容か提出元に確かめ、前回のものであれば今回の様式で再提出を依頼してください。",
        en: "Ask whether it is meant for this period; if not, ask for this period's form.",
    };
    department: {
        why: "表題・見出し・提出日・様式のどれかが、今回の報告期間と合っていません。",
        how: "今回の期間の内容か確かめ、期間の記載を直すか、今回の様式で提出してください。",
    };
}
