rule! {
    /// A mark outside the declared scale.
    UNKNOWN_MARK = "unknown-mark", Warning, for Department;
    example: "◎○△×の表の「良」";
    message: {
        ja: "「{mark}」は評価の区分（{scale}）にありません。",
        en: "“{mark}” is not on the scale ({scale}).",
    };
    hint: {
        ja: "区分のどれかに直してもらってください。",
        en: "Have it replaced by one of the scale.",
    };
    department: {
        why: "評価の区分にない記号は集計に入りません。",
        how: "区分のどれかに直してください。",
    };
    one for: InFile("mark", "scale");
}
