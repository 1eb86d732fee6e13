//! `run.json`: what a run read, found and wrote.

use std::collections::BTreeMap;

use serde::Serialize;

use crate::model::digest::sha256;
use crate::model::manifest;
use crate::model::{
    Comparison, Consolidation, Decided, Edit, Erratum, Finding, Input, Lang, Period, Place, RecordKind, Severity, Spot,
    Submission,
};
use crate::report::data::outline;

/// What an output is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(rename_all = "lowercase")]
pub enum OutputKind {
    /// 取りまとめ.xlsx.
    Workbook,
    /// 報告書.pdf.
    Report,
    /// 事務局資料.pdf.
    Annex,
    /// A data file.
    Data,
    /// run.json; it does not name itself.
    Run,
    /// 報告書.html.
    Html,
    /// 確認結果.html.
    Review,
    /// 差戻し/<課>.xlsx.
    Return,
    /// <課>_取組状況.xlsx.
    Form,
    /// 照会文.
    Letter,
    /// A mail to a department, not sent yet.
    Mail,
}

/// A file that a run wrote.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct Output {
    /// What it is.
    pub kind: OutputKind,
    /// Its path in the output folder, with `/`.
    pub path: String,
    /// SHA-256 of its content, in hexadecimal.
    pub sha256: String,
    /// Its pages, where it has any.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub pages: Option<usize>,
    /// Of a workbook that is read back: a digest of the texts of each sheet, so that what is changed elsewhere is noticed.
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    pub sheets: BTreeMap<String, String>,
}

impl Output {
    /// The account of bytes that were written.
    pub fn new(kind: OutputKind, path: &str, bytes: &[u8], pages: Option<usize>) -> Self {
        Self { kind, path: path.to_owned(), sha256: sha256(bytes), pages, sheets: BTreeMap::new() }
    }

    /// The account of a file whose SHA-256 is known.
    pub fn of(kind: OutputKind, path: &str, sha256: String, pages: Option<usize>) -> Self {
        Self { kind, path: path.to_owned(), sha256, pages, sheets: BTreeMap::new() }
    }
}

/// What `inspect` answers other programs: one entry of `inputs`, its columns, its findings.
pub fn inspection<C: Serialize>(input: Option<&Input>, columns: &[C], findings: &[Finding], lang: Lang) -> Vec<u8> {
    #[derive(Serialize)]
    struct Inspection<'a, C> {
        #[serde(flatten)]
        input: Option<&'a Input>,
        columns: &'a [C],
        findings: Vec<FindingReport<'a>>,
    }
    let findings = findings.iter().map(|finding| FindingReport::of(finding, lang)).collect();
    let mut bytes = serde_json::to_vec_pretty(&Inspection { input, columns, findings }).unwrap_or_default();
    bytes.push(b'\n');
    bytes
}

/// `run.json`, indented by two spaces; what is listed of a sheet or of a finding's places is one line each.
pub fn run(consolidation: &Consolidation, outputs: &[Output], state: &'static str, lang: Lang) -> Vec<u8> {
    let plan = &consolidation.plan;
    let run = Run {
        schema: manifest::RUN_SCHEMA,
        tool: Tool { name: env!("CARGO_PKG_NAME"), version: env!("CARGO_PKG_VERSION") },
        period: consolidation.period.map(|period| PeriodReport { id: Period::id(period), label: period.label() }),
        plan: (!plan.id.is_empty() || !plan.title.is_empty()).then_some(PlanReport {
            id: &plan.id,
            municipality: &plan.municipality,
            title: &plan.title,
        }),
        inputs: &consolidation.inputs,
        submissions: &consolidation.submissions,
        records: consolidation.records.counts(),
        findings: listed(&consolidation.findings, lang),
        outputs,
        edits: &consolidation.edits,
        state,
        comparison: consolidation.comparison.as_ref(),
        errata: &consolidation.errata,
    };
    outline::json(&run)
}

/// What a run read, found and wrote.
#[derive(Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub(super) struct Run<'a> {
    /// `torimatome.run/1`.
    schema: &'static str,
    /// The program that wrote the file.
    tool: Tool,
    /// What the report is about; `null` where no file and no option names a period.
    period: Option<PeriodReport>,
    /// The plan that was used; `null` without one.
    plan: Option<PlanReport<'a>>,
    /// Every file that was given, in the order of reading.
    inputs: &'a [Input],
    /// One entry for each department.
    submissions: &'a [Submission],
    /// Number of records, by kind; a kind without records is absent.
    records: BTreeMap<RecordKind, usize>,
    /// What somebody has to know, most severe first.
    findings: Vec<FindingReport<'a>>,
    /// The files that the run wrote, without run.json itself.
    outputs: &'a [Output],
    /// Values that the coordinator changed in 取りまとめ.xlsx.
    #[serde(skip_serializing_if = "<[Edit]>::is_empty")]
    edits: &'a [Edit],
    /// `draft`, `final` or `correction`.
    #[cfg_attr(test, schemars(extend("enum" = ["draft", "final", "correction"])))]
    state: &'static str,
    /// What changed since an earlier period, where there is one.
    #[serde(skip_serializing_if = "Option::is_none")]
    comparison: Option<&'a Comparison>,
    /// Corrections of closed periods that this report prints.
    #[serde(skip_serializing_if = "<[Erratum]>::is_empty")]
    errata: &'a [Erratum],
}

#[derive(Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
struct Tool {
    /// `torimatome`.
    name: &'static str,
    /// Its version.
    version: &'static str,
}

#[derive(Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
struct PeriodReport {
    /// `2025-10`, `2025Q3`, `2025H1` or `FY2025`.
    id: String,
    /// In Japanese: 令和7年10月.
    label: String,
}

#[derive(Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
struct PlanReport<'a> {
    /// Name of its file, without extension.
    id: &'a str,
    /// Whose plan it is.
    municipality: &'a str,
    /// Its title.
    title: &'a str,
}

#[derive(Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
struct FindingReport<'a> {
    /// Id of its rule; docs/rules.md lists all.
    rule: &'static str,
    /// How grave it is.
    severity: Severity,
    /// Path of the file, as in `inputs`.
    file: Option<&'a str>,
    /// The sheet; delimited text has none.
    sheet: Option<&'a str>,
    /// Cell, range, row or column.
    #[serde(skip_serializing_if = "Option::is_none")]
    cell: Option<Spot>,
    /// The department, where it is about exactly one.
    department: Option<&'a str>,
    /// What is the matter, in the language of the run.
    message: String,
    /// What to do about it.
    hint: String,
    /// Number of places, where there are several.
    #[serde(skip_serializing_if = "Option::is_none")]
    count: Option<usize>,
    /// The first 500 of them.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    places: Vec<PlaceReport<'a>>,
    /// The coordinator's answer, where there is one.
    #[serde(skip_serializing_if = "Option::is_none")]
    decision: Option<&'a Decided>,
}

/// How many places of one finding are listed; `count` includes the others.
const PLACES: usize = 500;

/// How many findings of one rule are listed one by one: the last of them counts the rest, which the sheet 指摘 has whole.
const OF_A_RULE: usize = 2_000;

/// The findings, in proportion to what a person can read.
fn listed(findings: &[Finding], lang: Lang) -> Vec<FindingReport<'_>> {
    let mut rules: BTreeMap<&str, (usize, usize, usize)> = BTreeMap::new();
    let mut out = Vec::new();
    for finding in findings {
        let (listed, last, more) = rules.entry(finding.rule.id).or_default();
        if *listed < OF_A_RULE {
            (*listed, *last) = (*listed + 1, out.len());
            out.push(FindingReport::of(finding, lang));
        } else if let Some(report) = out.get_mut(*last) {
            *more += 1;
            report.take(finding);
        }
    }
    for (_, last, more) in rules.into_values().filter(|(.., more)| *more > 0) {
        if let Some(report) = out.get_mut(last) {
            report.message.push_str(&match lang {
                Lang::Ja => format!("（同じ種類の指摘がほかに{more}件）"),
                Lang::En => format!(" (and {more} more findings of this rule)"),
            });
        }
    }
    out
}

/// One of several places of a finding.
#[derive(Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
struct PlaceReport<'a> {
    /// Path of the file, as in `inputs`.
    file: Option<&'a str>,
    /// The sheet; delimited text has none.
    sheet: Option<&'a str>,
    /// Cell, range, row or column.
    #[serde(skip_serializing_if = "Option::is_none")]
    cell: Option<Spot>,
    /// The department, where it is known.
    #[serde(skip_serializing_if = "Option::is_none")]
    department: Option<&'a str>,
}

impl<'a> FindingReport<'a> {
    fn of(finding: &'a Finding, lang: Lang) -> Self {
        let is_repeated = finding.count() > 1;
        let first = (&finding.place, finding.department.as_deref());
        let others = finding.others.iter().map(|other| (&other.place, other.department.as_deref()));
        let places = std::iter::once(first).chain(others).filter(|_| is_repeated);
        let departments = finding.departments();
        Self {
            rule: finding.rule.id,
            severity: finding.severity(),
            file: finding.place.file.as_deref(),
            sheet: finding.place.sheet.as_deref(),
            cell: finding.place.spot,
            department: if let [only] = departments.as_slice() { Some(&***only) } else { None },
            message: finding.message(lang),
            hint: finding.hint(lang),
            count: is_repeated.then(|| finding.count()),
            places: places.take(PLACES).map(|(place, department)| PlaceReport::of(place, department)).collect(),
            decision: finding.decision.as_deref(),
        }
    }
}

impl<'a> FindingReport<'a> {
    /// Counts another finding of the rule.
    fn take(&mut self, other: &'a Finding) {
        if self.places.is_empty() {
            self.places.push(PlaceReport { file: self.file, sheet: self.sheet, cell: self.cell, department: self.department });
        }
        self.count = Some(self.count.unwrap_or(1) + other.count());
        if self.places.len() < PLACES {
            self.places.push(PlaceReport::of(&other.place, other.department.as_deref()));
        }
        self.department = None;
    }
}

impl<'a> PlaceReport<'a> {
    fn of(place: &'a Place, department: Option<&'a str>) -> Self {
        Self { file: place.file.as_deref(), sheet: place.sheet.as_deref(), cell: place.spot, department }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rules;

    #[test]
    fn findings_of_one_rule_are_counted_beyond_what_anybody_reads() {
        let of = |rule, file: usize| Finding::new(rule, Place::file(&*format!("{file}.csv"))).with("value", "#REF!");
        let mut findings: Vec<Finding> = (0..3_000).map(|file| of(rules::ERROR_VALUE, file)).collect();
        findings.push(of(rules::HIDDEN_SHEET, 1));
        let reports = listed(&findings, Lang::Ja);
        assert_eq!(reports.len(), OF_A_RULE + 1);
        assert_eq!(reports.iter().map(|report| report.count.unwrap_or(1)).sum::<usize>(), findings.len());
        let last = &reports[OF_A_RULE - 1];
        assert!(last.message.ends_with("（同じ種類の指摘がほかに1000件）") && last.places.len() == PLACES, "{}", last.message);
        assert_eq!(last.places[1].file, Some("2000.csv"));
    }
}
