//! Units outside of figures: in a line above a table, in the brackets behind a name.

use crate::form::vocabulary::{Lexicon, as_written, unit_label};
use crate::model::text::fold;

/// What （単位：千円） says; of （単位：人、％） both.
pub(super) fn unit_line(text: &str) -> Option<String> {
    let folded = fold(text);
    let body = folded.trim_start_matches(['(', '[', '【', '※']);
    if body.starts_with("単位") { unit_at_end(text) } else { None }
}

/// The unit that a text ends with: 収支一覧　単位：千円, 満足度（単位：％）.
pub(super) fn unit_at_end(text: &str) -> Option<String> {
    let folded = fold(text);
    let body = folded.trim_end_matches([')', ']', '】']);
    let label = &body[body.rfind("単位")?..];
    let rest = label.trim_start_matches("単位").trim_start_matches([':', '/', '・', '-']);
    let unit = unit_label(label)
        .or_else(|| Some(rest).filter(|rest| rest.len() + "単位".len() < label.len() && units_in(rest).len() > 1))?;
    Some(as_written(unit, text))
}

/// The units that a text lists: 人、％ are two, g/人・日 is one.
pub(super) fn units_in(text: &str) -> Vec<&str> {
    let lexicon = Lexicon::get();
    let known = |units: &[&str]| units.iter().all(|unit| lexicon.is_unit(&fold(unit)));
    let per = text.contains('/') && !text.contains(['、', ',']);
    if per || known(&[text]) {
        return vec![text];
    }
    let listed: Vec<&str> = text.split(['、', ',', '・', ';']).filter(|unit| !unit.is_empty()).collect();
    if known(&listed) || text.contains(['、', ',']) { listed } else { vec![text] }
}

/// Which of several units the name of what is measured asks for: 人 for 利用者数, ％ for 普及率.
pub(super) fn unit_for<'u>(units: &[&'u str], name: &str) -> Option<&'u str> {
    const NAMES: [(&str, &[&str]); 8] = [
        ("%", &["率", "割合", "比率", "シェア", "満足度", "認知度", "達成度", "普及度"]),
        ("人", &["者数", "人数", "人口", "員数", "客数", "児童数", "生徒数"]),
        ("名", &["者数", "人数", "員数", "客数"]),
        ("円", &["額", "費", "収入", "売上", "所得"]),
        ("時間", &["時間"]),
        ("か所", &["箇所数", "か所数", "拠点数"]),
        ("件", &["件数", "申請数", "相談数"]),
        ("回", &["回数"]),
    ];
    let bare = fold(name.split(['（', '(']).next().unwrap_or(name));
    let fits = |unit: &&&str| {
        let plain = fold(unit);
        let own = |ends: &[&str]| ends.iter().any(|end| bare.ends_with(end));
        NAMES.iter().any(|(of, ends)| (plain == *of || *of == "円" && plain.ends_with(of)) && own(ends))
            || bare.strip_suffix('数').is_some_and(|counted| counted.ends_with(plain.as_str()))
    };
    let mut found = units.iter().filter(fits);
    found.next().filter(|_| found.next().is_none()).copied()
}

/// The unit in the last brackets of a name, or behind its 単位: 自主防災組織率（％）, 満足度 単位：％. Any, where the heading
/// says that it stands there.
pub(super) fn unit_of_name(name: &str, any: bool) -> Option<String> {
    let text = name.trim();
    if let Some(unit) = unit_at_end(text).filter(|_| !fold(text).starts_with("単位")) {
        return Some(unit);
    }
    let slash = text.rsplit_once(['/', '／']).filter(|(name, unit)| {
        // g/人 and 人/日 are units as a whole
        let last = name.split_whitespace().last().unwrap_or_default();
        let is_unit = |text: &str| Lexicon::get().is_unit(&fold(text));
        is_unit(unit) && !is_unit(last) && name.ends_with(|c: char| c.is_alphabetic() && !c.is_ascii())
    });
    if let Some((_, unit)) = slash {
        return Some(as_written(&fold(unit), unit));
    }
    let inner = text.strip_suffix(['）', ')', '］', ']', '】'])?;
    let at = inner.rfind(['（', '(', '［', '[', '【'])?;
    let unit = fold(&inner[at..]);
    let unit = unit.trim_start_matches(['(', '[', '【']).trim_start_matches("単位").trim_start_matches(':');
    let known = Lexicon::get().is_unit(unit);
    (at > 0 && (known || any && unit.chars().count() <= 8)).then(|| as_written(unit, text))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_unit_may_stand_behind_a_slash() {
        assert_eq!(unit_of_name("来館者数/人", false).as_deref(), Some("人"));
        for text in ["排出量 g/人", "排出量kg/人", "利用者 人/日", "計画/実績"] {
            assert_eq!(unit_of_name(text, false), None, "{text}");
        }
    }

    #[test]
    fn a_unit_may_stand_without_brackets() {
        for (text, unit) in [
            ("満足度 単位：％", Some("%")),
            ("利用者数　単位 人", Some("人")),
            ("収支一覧（単位：千円）", Some("千円")),
            ("※金額の単位は千円", Some("千円")),
            ("（単位：人、％）", Some("人、％")),
            ("単位当たりの費用", None),
            ("取得単位数", None),
        ] {
            assert_eq!(unit_at_end(text).as_deref().map(fold), unit.map(fold), "{text}");
        }
    }

    #[test]
    fn several_units_go_to_what_they_measure() {
        assert_eq!(units_in("人、%"), ["人", "%"]);
        assert_eq!((units_in("g/人・日"), units_in("件・人・%").len()), (vec!["g/人・日"], 3));
        for (name, unit) in
            [("利用者数", Some("人")), ("普及率", Some("%")), ("講座の参加", None), ("申請件数", Some("件")), ("世帯数", None)]
        {
            assert_eq!(unit_for(&["人", "%", "件"], name), unit, "{name}");
        }
    }
}
