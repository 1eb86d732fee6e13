rule! {
    /// A record that was not reported last time.
    NEW_RECORD = "new-record", Info, for Coordinator;
    example: "今回初めて出た 1-21";
    message: {
        ja: "{id}（{name}）は前回の報告にない取組です。",
        en: "{id} ({name}) was not reported last time.",
    };
    hint: {
        ja: "新しい取組であれば、このままで結構です。",
        en: "Nothing needs to be done if it is new.",
    };
}
