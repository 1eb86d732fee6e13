//! What a run brings together.

use super::{Comparison, Erratum, Finding, Input, Period, Plan, Records, Submission};

/// Everything the reports are made of.
#[derive(Debug, Clone)]
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
}
