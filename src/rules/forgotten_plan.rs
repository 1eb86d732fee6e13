rule! {
    /// Something planned last time that is not mentioned any more.
    FORGOTTEN_PLAN = "forgotten-plan", Warning, for Department;
    example: "前回の予定「様式の統一」が今回どこにも出てこない";
    message: {
        ja: "前回の予定「{text}」が、今回の取組内容にも予定にも見当たりません。",
        en: "Planned last time and not mentioned any more: “{text}”.",
    };
    hint: {
        ja: "実施したか、延期か、取りやめかを担当課に確かめてください。",
        en: "Ask whether it was done, put off or given up.",
    };
    department: {
        why: "前回の予定がどうなったか分かりません。",
        how: "予定したことの結果を取組内容に書き加えてください。",
    };
}
