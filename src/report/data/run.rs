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

/// What an output is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
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
        findings: consolidation.findings.iter().map(|finding| FindingReport::of(finding, lang)).collect(),
        outputs,
        edits: &consolidation.edits,
        state,
        comparison: consolidation.comparison.as_ref(),
        errata: &consolidation.errata,
    };
    outline::json(&run)
}

#[derive(Serialize)]
struct Run<'a> {
    schema: &'static str,
    tool: Tool,
    period: Option<PeriodReport>,
    plan: Option<PlanReport<'a>>,
    inputs: &'a [Input],
    submissions: &'a [Submission],
    records: BTreeMap<RecordKind, usize>,
    findings: Vec<FindingReport<'a>>,
    outputs: &'a [Output],
    #[serde(skip_serializing_if = "<[Edit]>::is_empty")]
    edits: &'a [Edit],
    /// `draft`, `final` or `correction`.
    state: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    comparison: Option<&'a Comparison>,
    #[serde(skip_serializing_if = "<[Erratum]>::is_empty")]
    errata: &'a [Erratum],
}

#[derive(Serialize)]
struct Tool {
    name: &'static str,
    version: &'static str,
}

#[derive(Serialize)]
struct PeriodReport {
    id: String,
    label: String,
}

#[derive(Serialize)]
struct PlanReport<'a> {
    id: &'a str,
    municipality: &'a str,
    title: &'a str,
}

#[derive(Serialize)]
struct FindingReport<'a> {
    rule: &'static str,
    severity: Severity,
    file: Option<&'a str>,
    sheet: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    cell: Option<Spot>,
    department: Option<&'a str>,
    message: String,
    hint: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    count: Option<usize>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    places: Vec<PlaceReport<'a>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    decision: Option<&'a Decided>,
}

/// So many places of one finding are listed; `count` has them all.
const PLACES: usize = 500;

/// One of several places of a finding.
#[derive(Serialize)]
struct PlaceReport<'a> {
    file: Option<&'a str>,
    sheet: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    cell: Option<Spot>,
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

impl<'a> PlaceReport<'a> {
    fn of(place: &'a Place, department: Option<&'a str>) -> Self {
        Self { file: place.file.as_deref(), sheet: place.sheet.as_deref(), cell: place.spot, department }
    }
}
