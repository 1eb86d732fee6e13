//! Concerns: initiatives that fell back, end or wait, and indicators that lag.

use std::sync::Arc;

use crate::model::{Answer, Difference, Finding, Progress, RecordKind, Severity};
use crate::report::ReportData;
use crate::report::tables::changes::Subject;
use crate::report::tables::lagging::behind;

/// One of them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Concern<'e> {
    /// The record's kind and id, for a link to its row.
    pub(crate) record: (RecordKind, &'e str),
    /// Its name, on one line.
    pub(crate) name: String,
    /// Its departments.
    pub(crate) departments: String,
    /// What happened: 運用定着から運用改善に後退.
    pub(crate) what: String,
    gravity: Gravity,
}

/// The most important first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Gravity {
    Contradiction,
    Fallen,
    Stopped,
    Gone,
    Late,
    Undecided,
    Figure,
    Still,
}

impl Concern<'_> {
    /// 電子母子健康手帳の活用（健康づくり課）
    pub(crate) fn title(&self) -> String {
        if self.departments.is_empty() { self.name.clone() } else { format!("{}（{}）", self.name, self.departments) }
    }
}

/// Words in a plan for an end, a delay or an open question.
const WORDS: [(Gravity, &[&str]); 3] = [
    (Gravity::Stopped, &["廃止", "中止", "休止", "断念", "取りやめ", "取り止め", "不採択", "終了予定", "事業終了", "凍結"]),
    (Gravity::Late, &["延期", "先送り", "繰り下げ", "繰下げ", "見送", "遅延", "遅れ"]),
    (Gravity::Undecided, &["未定"]),
];

/// Longer clauses are truncated.
const CLAUSE: usize = 34;
/// After this many reports with the same words, the record is a concern.
const STILL: u32 = 3;

/// The concerns of a report, the most important first.
pub(crate) fn concerns<'e>(report: &'e ReportData<'e>) -> Vec<Concern<'e>> {
    let mut out = Vec::new();
    let comparison = report.consolidation.comparison.iter();
    for change in comparison.flat_map(|comparison| &comparison.changes) {
        for difference in &change.differences {
            let (gravity, what) = match difference {
                Difference::StageDown { from, to: Some(to) } => (Gravity::Fallen, format!("{from}から{to}に後退")),
                Difference::StageDown { from, to: None } => (Gravity::Fallen, format!("前回は{from}、今回は段階の記載なし")),
                Difference::Gone { handed_in: true, ended: false } => (Gravity::Gone, "前回まであり、今回は報告なし".to_owned()),
                Difference::Unchanged { periods } if *periods >= STILL => {
                    (Gravity::Still, format!("{periods}回続けて記載に変更なし"))
                }
                _ => continue,
            };
            let of = Subject::from(change);
            let departments = joined(of.departments);
            out.push(Concern { record: (of.kind, of.id), name: one_line(of.name), departments, what, gravity });
        }
    }
    out.extend(report.consolidation.records.progress.iter().filter_map(planned));
    out.extend(behind(report).into_iter().map(|one| Concern {
        record: (RecordKind::Indicator, one.id),
        name: one_line(one.name),
        departments: joined(one.departments),
        what: one.in_words(),
        gravity: if one.contradicts.is_some() { Gravity::Contradiction } else { Gravity::Figure },
    }));
    out.sort_by_key(|concern| concern.gravity);
    out
}

/// What stands in place of concerns where there are none; nothing where no progress was reported.
pub(crate) fn without_concerns(report: &ReportData<'_>) -> Option<String> {
    if report.consolidation.records.progress.is_empty() {
        return None;
    }
    let open = report.consolidation.findings.iter().filter(|finding| {
        finding.severity() >= Severity::Warning && finding.answer().is_none_or(|answer| answer == Answer::Returned)
    });
    Some(match open.map(Finding::count).sum::<usize>() {
        0 => "後退や中止など、判断や確認が必要なことはありません。".to_owned(),
        open => format!("後退や中止などの取組はありません。記載の確認が必要な指摘が{open}件あります。"),
    })
}

/// The part of a record's plan about an end, a delay or an open question.
fn planned(record: &Progress) -> Option<Concern<'_>> {
    let text: &str = &record.planned.as_ref()?.text;
    let (gravity, clause) = WORDS
        .iter()
        .find_map(|(gravity, words)| words.iter().find_map(|word| clause(text, word)).map(|clause| (*gravity, clause)))?;
    Some(Concern {
        record: (RecordKind::Progress, &record.id),
        name: record.names.iter().map(|name| one_line(name)).collect::<Vec<_>>().join("、"),
        departments: joined(&record.departments),
        what: format!("予定に「{clause}」"),
        gravity,
    })
}

/// The clause with a word; none if the word is negated.
fn clause(text: &str, word: &str) -> Option<String> {
    let at = text.find(word)?;
    let (head, tail) = (text.get(..at)?, text.get(at..)?);
    let rest = tail.get(word.len()..)?;
    if ["なく", "ない", "せず", "しない"].iter().any(|no| rest.starts_with(no)) {
        return None;
    }
    let ends = |c: char| matches!(c, '。' | '\n' | '】' | '、' | '，');
    let start =
        head.rfind(ends).map_or(0, |end| end + head.get(end..).and_then(|rest| rest.chars().next()).map_or(0, char::len_utf8));
    let end = tail.find(ends).map_or(text.len(), |end| at + end);
    let clause = text.get(start..end)?.trim().trim_start_matches(['・', '○', '●']).trim();
    let short: String = clause.chars().take(CLAUSE).collect();
    Some(if short.len() < clause.len() { format!("{short}…") } else { short })
}

fn one_line(name: &str) -> String {
    name.replace('\n', "")
}

fn joined(names: &[Arc<str>]) -> String {
    names.join("、")
}

#[cfg(test)]
mod tests {
    use super::clause;

    #[test]
    fn a_plan_is_reported_by_its_clause() {
        let shortened = |text: &str, word: &str| clause(text, word);
        assert_eq!(
            shortened("【運用改善】\n・利用を広げる。・事業終了予定（令和8年度末）、検証する", "事業終了").as_deref(),
            Some("事業終了予定（令和8年度末）")
        );
        assert_eq!(shortened("予算不採択のため数年繰り下げ", "不採択").as_deref(), Some("予算不採択のため数年繰り下げ"));
        assert_eq!(shortened("遅れなく進める", "遅れ"), None);
        assert_eq!(shortened("あ".repeat(20).as_str(), "未定"), None);
    }
}
