//! 指摘: those that need a person first, department by department; what is only worth knowing is folded away.

use std::borrow::Cow;
use std::collections::BTreeMap;

use sha2::{Digest, Sha256};

use crate::model::digest::hex;
use crate::model::{Finding, Lang, Severity};
use crate::report::ReportData;
use crate::report::html::escape::Html;
use crate::report::html::mail;
use crate::report::html::records::Records;

/// A page with more findings than this is of no use to anybody; the rest is in run.json.
pub(super) const MOST: usize = 20_000;

/// So many characters of a cell stand beside a finding on it.
const SHOWN: usize = 1_000;

/// So many places of one finding are listed.
const PLACES: usize = 200;

/// What no department answers for.
const OFFICE: &str = "全体（事務局）";

/// The findings of a page, in the order in which they are read.
pub(super) struct Sorted<'f> {
    /// Those that need a person: department by department, in the order of the office.
    pub(super) open: Vec<(&'f str, Vec<&'f Finding>)>,
    /// Answered ones.
    answered: Vec<&'f Finding>,
    /// What is worth knowing and needs nobody.
    notes: Vec<&'f Finding>,
    /// How sheets are made for machines.
    machines: Vec<&'f Finding>,
}

impl<'f> Sorted<'f> {
    pub(super) fn of(report: &ReportData<'f>) -> Self {
        let consolidation = report.consolidation;
        let mut sorted = Self { open: Vec::new(), answered: Vec::new(), notes: Vec::new(), machines: Vec::new() };
        let mut by_department: BTreeMap<&str, Vec<&Finding>> = BTreeMap::new();
        for finding in consolidation.findings.iter().take(MOST) {
            if finding.rule.is_machine_readability() {
                sorted.machines.push(finding);
            } else if !finding.is_open() {
                sorted.answered.push(finding);
            } else if finding.severity() == Severity::Info {
                sorted.notes.push(finding);
            } else {
                let department = finding.departments().into_iter().next().map_or(OFFICE, |name| &**name);
                by_department.entry(department).or_default().push(finding);
            }
        }
        let office = std::iter::once(OFFICE).chain(consolidation.submissions.iter().map(|submission| &*submission.department));
        for name in office {
            sorted.open.extend(by_department.remove(name).map(|findings| (name, findings)));
        }
        sorted.open.extend(by_department);
        sorted
    }

    /// How many need a person.
    pub(super) fn open_count(&self) -> usize {
        self.open.iter().map(|(_, findings)| findings.len()).sum()
    }
}

/// Writes them.
pub(super) fn write(html: &mut Html, report: &ReportData<'_>, sorted: &Sorted<'_>, records: &Records<'_>) {
    let mut writer = Writer { report, records, anchors: BTreeMap::new() };
    for (at, (department, findings)) in sorted.open.iter().enumerate() {
        html.raw("<section class=\"group\" data-group").attr("aria-labelledby", &format!("g{at}")).raw(">\n<h3");
        html.attr("id", &format!("g{at}")).raw(">").text(department).raw("<span class=\"count\">");
        html.text(&format!("{}件", findings.len())).raw("</span></h3>\n");
        if *department != OFFICE {
            mail::write(html, report, at, department, findings, records);
        }
        writer.cards(html, findings);
        html.raw("</section>\n");
    }
    let folded: [(&str, &str, &[&Finding]); 3] = [
        ("判断済みの指摘", "対応を記録した指摘です。", &sorted.answered),
        ("お知らせ", "取りまとめの中で読み替えたことなどです。対応はいりません。", &sorted.notes),
        (
            "機械判読の情報",
            "表の作り方が機械判読のルール（L1-01〜L3-09）に合わないところです。今回の取りまとめには影響しません。様式を見直すときの参考にしてください。",
            &sorted.machines,
        ),
    ];
    for (title, told, findings) in folded.into_iter().filter(|(.., findings)| !findings.is_empty()) {
        html.raw("<details class=\"fold\" data-group><summary>").text(&format!("{title}（{}件）", findings.len()));
        html.raw("<span>").text(told).raw("</span></summary>\n");
        writer.cards(html, findings);
        html.raw("</details>\n");
    }
}

/// Findings in the making: ids are given out once.
struct Writer<'a, 'r> {
    report: &'a ReportData<'r>,
    records: &'a Records<'a>,
    anchors: BTreeMap<String, usize>,
}

impl Writer<'_, '_> {
    fn cards(&mut self, html: &mut Html, findings: &[&Finding]) {
        html.raw("<ul class=\"cards\">\n");
        for finding in findings {
            self.card(html, finding);
        }
        html.raw("</ul>\n");
    }

    fn card(&mut self, html: &mut Html, finding: &Finding) {
        let mut id = finding_anchor(finding);
        let times = self.anchors.entry(id.clone()).or_default();
        *times += 1;
        if *times > 1 {
            id = format!("{id}-{times}");
        }
        let departments: Vec<&str> = finding.departments().into_iter().map(|department| &**department).collect();
        let severity = finding.severity();
        html.raw("<li class=\"card\" data-item").attr("id", &id).attr("data-severity", severity.as_str());
        html.attr("data-department", &departments.join("、")).raw(">\n<p class=\"what\">");
        severity_word(html, severity);
        if let Some(record) = self.records.at(&finding.place) {
            html.raw(" <a").attr("href", &format!("#{}", record.anchor)).raw(">").text(&record.label()).raw("</a>");
        }
        html.raw("</p>\n<p class=\"msg\">").text(&finding.message(Lang::Ja)).raw("</p>\n<p class=\"hint\">対応: ");
        html.text(&finding.hint(Lang::Ja)).raw("</p>\n");
        if let Some(decided) = &finding.decision {
            html.raw("<p class=\"hint\">判断: ").text(&decided.to_string()).raw("</p>\n");
        }
        self.values(html, finding);
        self.places(html, finding);
        let place = finding.place.to_string();
        html.raw("<p class=\"place\">").text(if place.is_empty() { "全体" } else { &place });
        if departments.len() > 1 {
            html.text("　").text(&departments.join("、"));
        }
        html.raw(" <code>").text(finding.rule.id).raw("</code></p>\n</li>\n");
    }

    /// The places of a finding that is met at several.
    fn places(&self, html: &mut Html, finding: &Finding) {
        if finding.count() < 2 {
            return;
        }
        html.raw("<details><summary>").text(&format!("{}か所", finding.count())).raw("</summary><ul>\n");
        for place in finding.places().take(PLACES) {
            html.raw("<li>");
            match self.records.at(place) {
                Some(record) => {
                    html.raw("<a").attr("href", &format!("#{}", record.anchor)).raw(">").text(&place.to_string()).raw("</a>")
                }
                None => html.text(&place.to_string()),
            };
            html.raw("</li>\n");
        }
        if finding.count() > PLACES {
            html.raw("<li>").text(&format!("ほか{}か所（run.json にあります）", finding.count() - PLACES)).raw("</li>\n");
        }
        html.raw("</ul></details>\n");
    }

    /// What the cell shows, and what came of it.
    fn values(&self, html: &mut Html, finding: &Finding) {
        let became = self.records.became(self.report.consolidation, &finding.place);
        if finding.shown.is_none() && became.is_none() {
            return;
        }
        html.raw("<dl class=\"values\">");
        if let Some(shown) = &finding.shown {
            html.raw("<dt>セルの表示</dt><dd>").text(&beginning(shown)).raw("</dd>");
        }
        match became.as_ref().map(|became| became.value.as_deref()) {
            Some(Some(value)) if finding.shown.as_deref() == Some(value) => {
                html.raw("<dt>取りまとめ後</dt><dd>同じ</dd>");
            }
            Some(Some(value)) => {
                html.raw("<dt>取りまとめ後</dt><dd>").text(&beginning(value)).raw("</dd>");
            }
            Some(None) => {
                html.raw("<dt>取りまとめ後</dt><dd>（値なし）</dd>");
            }
            None => {}
        }
        html.raw("</dl>\n");
    }
}

/// A text as far as somebody reads it beside a finding: a long one would stand there once for each finding on it.
fn beginning(text: &str) -> Cow<'_, str> {
    match text.char_indices().nth(SHOWN) {
        None => Cow::Borrowed(text),
        Some((end, _)) => Cow::Owned(format!("{}…（全{}文字）", text.get(..end).unwrap_or_default(), text.chars().count())),
    }
}

/// 程度, by a sign and a word, never by colour alone.
fn severity_word(html: &mut Html, severity: Severity) {
    html.raw(match severity {
        Severity::Error => "<span class=\"sev error\"><span aria-hidden=\"true\">✕ </span>",
        Severity::Warning => "<span class=\"sev warning\"><span aria-hidden=\"true\">▲ </span>",
        Severity::Info => "<span class=\"sev info\"><span aria-hidden=\"true\">・ </span>",
    });
    html.text(severity.label(Lang::Ja)).raw("</span>");
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
    format!("f-{}", hex(&hash.finalize()[..6]))
}
