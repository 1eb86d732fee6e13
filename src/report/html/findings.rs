//! 指摘: those that need a person first, department by department; what is only worth knowing is folded away.

use std::borrow::Cow;
use std::collections::BTreeMap;

use maud::{Markup, html};
use sha2::{Digest, Sha256};

use crate::model::digest::hex;
use crate::model::{Answer, Finding, Lang, Severity};
use crate::report::ReportData;
use crate::report::html::mail::mail;
use crate::report::html::records::Records;

/// Nobody reads a page with more findings than this; run.json has the rest.
pub(super) const MOST: usize = 5_000;

/// How many characters of a cell stand beside a finding on it.
const SHOWN: usize = 1_000;

/// How many places of one finding are listed.
const PLACES: usize = 200;

/// What no department answers for.
const OFFICE: &str = "全体（事務局）";

/// The findings of a page, in the order in which they are read.
pub(super) struct Sorted<'f> {
    /// Those that need a person, and those that are returned: department by department, in the order of the office.
    pub(super) open: Vec<(&'f str, Group<'f>)>,
    /// Answered ones.
    answered: Vec<&'f Finding>,
    /// What is worth knowing and needs nobody.
    notes: Vec<&'f Finding>,
    /// How sheets are made for machines.
    machines: Vec<&'f Finding>,
}

/// The findings of a department.
#[derive(Default)]
pub(super) struct Group<'f> {
    /// Those without an answer.
    pub(super) open: Vec<&'f Finding>,
    /// 差戻し: answered, but the department has to act.
    returned: Vec<&'f Finding>,
}

impl<'f> Sorted<'f> {
    pub(super) fn of(report: &ReportData<'f>) -> Self {
        let consolidation = report.consolidation;
        let mut sorted = Self { open: Vec::new(), answered: Vec::new(), notes: Vec::new(), machines: Vec::new() };
        let mut by_department: BTreeMap<&str, Group<'f>> = BTreeMap::new();
        let owner = |finding: &'f Finding| finding.departments().into_iter().next().map_or(OFFICE, |name| &**name);
        for finding in consolidation.findings.iter().take(MOST) {
            if finding.rule.is_machine_readability() {
                sorted.machines.push(finding);
            } else if !finding.is_open() {
                sorted.answered.push(finding);
                if finding.answer() == Some(Answer::Returned) {
                    by_department.entry(owner(finding)).or_default().returned.push(finding);
                }
            } else if finding.severity() == Severity::Info {
                sorted.notes.push(finding);
            } else {
                by_department.entry(owner(finding)).or_default().open.push(finding);
            }
        }
        let office = std::iter::once(OFFICE).chain(consolidation.submissions.iter().map(|submission| &*submission.department));
        for name in office {
            sorted.open.extend(by_department.remove(name).map(|group| (name, group)));
        }
        sorted.open.extend(by_department);
        sorted
    }

    /// How many need a person.
    pub(super) fn open_count(&self) -> usize {
        self.open.iter().map(|(_, group)| group.open.len()).sum()
    }
}

/// The section's content.
pub(super) fn section(report: &ReportData<'_>, sorted: &Sorted<'_>, records: &Records<'_>) -> Markup {
    let mut cards = Cards { report, records, anchors: BTreeMap::new() };
    let folded: [(&str, &str, &[&Finding]); 3] = [
        ("判断済みの指摘", "対応を記録した指摘です。", &sorted.answered),
        ("お知らせ", "取りまとめの中で読み替えたことなどです。対応はいりません。", &sorted.notes),
        (
            "機械判読の情報",
            "表の作り方が機械判読のルール（L1-01〜L3-09）に合わないところです。今回の取りまとめには影響しません。様式を見直すときの参考にしてください。",
            &sorted.machines,
        ),
    ];
    html! {
        @for (index, (department, Group { open, returned })) in sorted.open.iter().enumerate() {
            section.group data-group aria-labelledby={ "g" (index) } {
                h3 id={ "g" (index) } {
                    (department)
                    span.count {
                        @if !open.is_empty() { (open.len()) "件" }
                        @if !open.is_empty() && !returned.is_empty() { "、" }
                        @if !returned.is_empty() { "差戻し " (returned.len()) "件" }
                    }
                }
                @if *department != OFFICE {
                    (mail(report, index, department, &[open.as_slice(), returned.as_slice()].concat(), records))
                }
                (cards.list(open))
            }
        }
        @for (title, about, findings) in folded.into_iter().filter(|(.., findings)| !findings.is_empty()) {
            details.fold data-group {
                summary { (title) "（" (findings.len()) "件）" span { (about) } }
                (cards.list(findings))
            }
        }
    }
}

/// Draws findings and gives each an id of its own.
struct Cards<'a, 'r> {
    report: &'a ReportData<'r>,
    records: &'a Records<'a>,
    anchors: BTreeMap<String, usize>,
}

impl Cards<'_, '_> {
    fn list(&mut self, findings: &[&Finding]) -> Markup {
        html! { ul.cards { @for finding in findings { (self.card(finding)) } } }
    }

    fn card(&mut self, finding: &Finding) -> Markup {
        let mut id = finding_anchor(finding);
        let times = self.anchors.entry(id.clone()).or_default();
        *times += 1;
        if *times > 1 {
            id = format!("{id}-{times}");
        }
        let departments: Vec<&str> = finding.departments().into_iter().map(|department| &**department).collect();
        let severity = finding.severity();
        let place = finding.place.to_string();
        html! {
            li.card data-item id=(id) data-severity=(severity.as_str()) data-department=(departments.join("、")) {
                p.what {
                    (severity_word(severity))
                    @if let Some(record) = self.records.at(&finding.place) {
                        " " a href={ "#" (record.anchor) } { (record.label()) }
                    }
                }
                p.msg { (finding.message(Lang::Ja)) }
                p.hint { "対応: " (finding.hint(Lang::Ja)) }
                @if let Some(decided) = &finding.decision { p.hint { "判断: " (decided) } }
                (self.values(finding))
                (self.places(finding))
                p.place {
                    @if place.is_empty() { "全体" } @else { (place) }
                    @if departments.len() > 1 { "　" (departments.join("、")) }
                    " " code { (finding.rule.id) }
                }
            }
        }
    }

    /// The places of a finding that occurs at several.
    fn places(&self, finding: &Finding) -> Markup {
        if finding.count() < 2 {
            return Markup::default();
        }
        html! {
            details {
                summary { (finding.count()) "か所" }
                ul {
                    @for place in finding.places().take(PLACES) {
                        li {
                            @if let Some(record) = self.records.at(place) {
                                a href={ "#" (record.anchor) } { (place) }
                            } @else {
                                (place)
                            }
                        }
                    }
                    @if finding.count() > PLACES {
                        li { "ほか" (finding.count() - PLACES) "か所（run.json にあります）" }
                    }
                }
            }
        }
    }

    /// What the cell shows, and what came of it.
    fn values(&self, finding: &Finding) -> Markup {
        let became = self.records.became(self.report.consolidation, &finding.place);
        if finding.shown.is_none() && became.is_none() {
            return Markup::default();
        }
        html! {
            dl.values {
                @if let Some(shown) = &finding.shown { dt { "セルの表示" } dd { (beginning(shown)) } }
                @if let Some(became) = became {
                    dt { "取りまとめ後" }
                    dd {
                        @match became.value.as_deref() {
                            Some(value) if finding.shown.as_deref() == Some(value) => "同じ",
                            Some(value) => (beginning(value)),
                            None => "（値なし）",
                        }
                    }
                }
            }
        }
    }
}

/// The beginning of a text: a long one would be repeated for each finding on it.
fn beginning(text: &str) -> Cow<'_, str> {
    match text.char_indices().nth(SHOWN) {
        None => Cow::Borrowed(text),
        Some((end, _)) => Cow::Owned(format!("{}…（全{}文字）", text.get(..end).unwrap_or_default(), text.chars().count())),
    }
}

/// 程度, by a sign and a word, never by colour alone.
fn severity_word(severity: Severity) -> Markup {
    let (class, sign) = match severity {
        Severity::Error => ("error", "✕ "),
        Severity::Warning => ("warning", "▲ "),
        Severity::Info => ("info", "・ "),
    };
    html! { span.sev.(class) { span aria-hidden="true" { (sign) } (severity.label(Lang::Ja)) } }
}

/// A link target that stays the same as long as the finding does.
fn finding_anchor(finding: &Finding) -> String {
    let mut hash = Sha256::new();
    for part in [finding.rule.id, &finding.place.to_string(), finding.department.as_deref().unwrap_or_default()] {
        hash.update(part.as_bytes());
        hash.update([0]);
    }
    for (name, value) in &finding.values {
        hash.update(name.as_bytes());
        hash.update([0]);
        hash.update(value.as_bytes());
        hash.update([0]);
    }
    let mut id = hex(&hash.finalize());
    id.truncate(12);
    format!("f-{id}")
}
