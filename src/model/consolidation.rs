//! What a run brings together.

use std::sync::Arc;

use super::{Comparison, Edit, EditedRecords, Erratum, Finding, Input, Period, Plan, Records, Submission, Trend};

/// Everything the reports are made of.
#[derive(Debug, Clone, Default)]
pub struct Consolidation {
    /// The plan it is about.
    pub plan: Plan,
    /// The period, where one is known: a plan's own tables have none.
    pub period: Option<Period>,
    /// The files that were given, in the order of reading.
    pub inputs: Vec<Input>,
    /// One a department: those that have to hand in and those that did.
    pub submissions: Vec<Submission>,
    /// The records, in the order of the report.
    pub records: Records,
    /// What a person has to know: errors first, then by file and cell.
    pub findings: Vec<Finding>,
    /// What changed since the last period, where there is one to compare with.
    pub comparison: Option<Comparison>,
    /// Corrections of periods that were closed, which this report has to print.
    pub errata: Vec<Erratum>,
    /// The coordinator's edits and remarks that this report has.
    pub edits: Vec<Edit>,
    /// The edited fields of records, with what the departments wrote.
    pub edited: EditedRecords,
    /// What departments that have not handed in are asked about: it stands in its place in the reports, not in the data.
    pub awaited: Vec<Awaited>,
    /// The figures of the last periods and of this one: 推移. Empty where no period is known.
    pub trend: Trend,
}

/// An initiative whose department has not handed in.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Awaited {
    /// The record's id last time, or the one it will have.
    pub id: Arc<str>,
    /// Its direction.
    pub direction: Option<u32>,
    /// Its numbers.
    pub numbers: Vec<String>,
    /// Its names; none where only the department is known.
    pub names: Vec<String>,
    /// Its departments.
    pub departments: Vec<Arc<str>>,
    /// Its stage last time.
    pub stage: Option<String>,
}
