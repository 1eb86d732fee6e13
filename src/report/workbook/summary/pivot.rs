//! Counts over 一覧: formulas with their results, which follow the coordinator's changes.

use std::collections::{BTreeMap, BTreeSet};

use crate::model::{SubmissionStatus, column_letters};
use crate::report::ReportData;
use crate::report::workbook::grid::{ROWS, Value};
use crate::report::workbook::list::{self, Fact};

/// The most cells in formulas of a table of departments: more make every change slow.
const MOST: usize = 2_000_000;

/// The rows of 一覧, for formulas.
pub struct Pivot<'e> {
    facts: Vec<Fact<'e>>,
    /// The rows of each department, once each.
    by_department: BTreeMap<&'e str, Vec<usize>>,
    /// The last row, as people count.
    last: usize,
    /// Are counts formulas? A list over several sheets cannot be counted by one.
    live: bool,
}

/// A criterion.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Criterion<'a> {
    /// Records of a direction; none: without one.
    Direction(Option<u32>),
    /// At this stage; none: reported without one.
    Stage(Option<&'a str>),
    /// With this change.
    Movement(&'a str),
    /// Of a missing department.
    Awaited,
    /// A department's.
    Department(&'a str),
}

impl<'e> Pivot<'e> {
    /// The rows of a report.
    pub fn of(report: &'e ReportData<'e>, many: bool) -> Self {
        let facts = list::facts(report);
        let last = facts.len() + 1;
        let mut by_department: BTreeMap<&'e str, Vec<usize>> = BTreeMap::new();
        for (at, fact) in facts.iter().enumerate() {
            let departments: &'e [std::sync::Arc<str>] = fact.departments;
            for department in departments {
                let rows = by_department.entry(department).or_default();
                if rows.last() != Some(&at) {
                    rows.push(at);
                }
            }
        }
        Self { live: !many && last < ROWS as usize && !facts.is_empty(), facts, by_department, last }
    }

    /// Is there a row like this?
    pub fn any(&self, wanted: &[Criterion<'_>]) -> bool {
        self.count(wanted) > 0
    }

    /// The words that occur, in order.
    pub fn movements(&self) -> Vec<&'static str> {
        let found: BTreeSet<&str> = self.facts.iter().filter(|fact| !fact.awaited).filter_map(|fact| fact.movement).collect();
        list::MOVEMENTS.into_iter().filter(|word| found.contains(word)).collect()
    }

    /// Without formulas if there would be too many.
    #[must_use]
    pub fn light(mut self, cells: usize) -> Self {
        self.live &= cells.saturating_mul(self.facts.len()) <= MOST;
        self
    }

    /// The number of rows like this.
    pub fn count(&self, wanted: &[Criterion<'_>]) -> usize {
        let holds = |fact: &&Fact<'_>| wanted.iter().all(|criterion| criterion.holds(fact));
        let department = wanted.iter().find_map(|criterion| match criterion {
            Criterion::Department(name) => Some(*name),
            _ => None,
        });
        match department {
            // a table of departments counts each of them
            Some(name) => {
                let rows = self.by_department.get(name).into_iter().flatten();
                rows.filter_map(|at| self.facts.get(*at)).filter(holds).count()
            }
            None => self.facts.iter().filter(holds).count(),
        }
    }

    /// The same as a cell.
    pub fn cell(&self, wanted: &[Criterion<'_>]) -> Value<'static> {
        let count = self.count(wanted);
        let without_direction = wanted.contains(&Criterion::Direction(None));
        // texts in place of a direction's number differ
        let odd = without_direction && self.facts.iter().any(|fact| fact.direction.is_none() && fact.direction_text);
        if !self.live || odd {
            return Value::from(count);
        }
        let department = wanted.iter().find_map(|criterion| match criterion {
            Criterion::Department(name) => Some(*name),
            _ => None,
        });
        let formula = match department {
            None => self.count_ifs(wanted),
            Some(name) => self.sum_product(name, wanted),
        };
        Value::Formula(formula, count as u64)
    }

    /// `一覧!$F$2:$F$47`.
    fn range(&self, heading: &str) -> String {
        let column = column_letters(u32::try_from(list::column_of(heading)).unwrap_or_default());
        format!("{}!${column}$2:${column}${}", list::NAME, self.last)
    }

    fn count_ifs(&self, wanted: &[Criterion<'_>]) -> String {
        let mut parts: Vec<String> = Vec::new();
        let mut awaited = false;
        for criterion in wanted {
            match criterion {
                Criterion::Direction(Some(no)) => parts.push(format!("{},{no}", self.range("方向"))),
                Criterion::Direction(None) => parts.push(format!("{},\"\"", self.range("方向"))),
                Criterion::Stage(Some(stage)) => parts.push(format!("{},{}", self.range("段階"), quoted(stage))),
                Criterion::Stage(None) => {
                    parts.push(format!("{},\"\"", self.range("段階")));
                    parts.extend(WAITED.map(|status| format!("{},\"<>{}\"", self.range("提出"), status.label())));
                }
                Criterion::Movement(word) => parts.push(format!("{},{}", self.range("動き"), quoted(word))),
                Criterion::Awaited => awaited = true,
                Criterion::Department(_) => {}
            }
        }
        if !awaited {
            return format!("=COUNTIFS({})", parts.join(","));
        }
        let each = WAITED.map(|status| {
            let own = format!("{},\"{}\"", self.range("提出"), status.label());
            let all: Vec<&str> = parts.iter().map(String::as_str).chain([own.as_str()]).collect();
            format!("COUNTIFS({})", all.join(","))
        });
        format!("={}", each.join("+"))
    }

    /// A cell of 担当課 holds one department per line.
    fn sum_product(&self, name: &str, wanted: &[Criterion<'_>]) -> String {
        let line = "CHAR(10)";
        let text = name.replace('"', "\"\"");
        let mut parts = vec![format!("ISNUMBER(FIND({line}&\"{text}\"&{line},{line}&{}&{line}))", self.range("担当課"))];
        for criterion in wanted {
            match criterion {
                Criterion::Stage(Some(stage)) => {
                    parts.push(format!("({}=\"{}\")", self.range("段階"), stage.replace('"', "\"\"")));
                }
                Criterion::Stage(None) => {
                    parts.push(format!("({}=\"\")", self.range("段階")));
                    parts.extend(WAITED.map(|status| format!("({}<>\"{}\")", self.range("提出"), status.label())));
                }
                Criterion::Awaited => {
                    let each = WAITED.map(|status| format!("({}=\"{}\")", self.range("提出"), status.label()));
                    parts.push(format!("({})", each.join("+")));
                }
                Criterion::Direction(_) | Criterion::Movement(_) | Criterion::Department(_) => {}
            }
        }
        // a single factor would be a boolean, not a number
        format!("=SUMPRODUCT({}*1)", parts.join("*"))
    }
}

/// The word in 提出 for missing departments.
const WAITED: [SubmissionStatus; 3] = [SubmissionStatus::Missing, SubmissionStatus::Unfilled, SubmissionStatus::Unreadable];

/// A criterion that matches exactly this text.
fn quoted(text: &str) -> String {
    let plain = text.replace('~', "~~").replace('*', "~*").replace('?', "~?").replace('"', "\"\"");
    // text that looks like a comparison operator
    if plain.starts_with(['<', '>', '=']) { format!("\"={plain}\"") } else { format!("\"{plain}\"") }
}

impl Criterion<'_> {
    fn holds(self, fact: &Fact<'_>) -> bool {
        match self {
            Self::Direction(no) => fact.direction == no,
            Self::Stage(Some(stage)) => fact.stage.as_deref() == Some(stage),
            Self::Stage(None) => fact.stage.is_none() && !fact.awaited,
            Self::Movement(word) => fact.movement == Some(word) && !fact.awaited,
            Self::Awaited => fact.awaited,
            Self::Department(name) => fact.departments.iter().any(|own| &**own == name),
        }
    }
}
