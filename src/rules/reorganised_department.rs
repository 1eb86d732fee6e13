rule! {
    /// A department changed as the plan's table of reorganisations says.
    REORGANISED_DEPARTMENT = "reorganised-department", Info, for Coordinator;
    example: "商工課と観光課が産業観光課になった";
    message: {
        ja: "担当課が組織改編により {from} から {to} に変わりました。",
        en: "The department changed from {from} to {to} by reorganisation.",
    };
    hint: {
        ja: "対応は要りません。",
        en: "Nothing needs to be done.",
    };
}
