//! What the captions of a sheet say about the tables below them.

use std::collections::BTreeMap;

use crate::form::{Form, Layout};
use crate::model::numeral::circled;
use crate::model::{Address, RecordKind};
use crate::normalise::text::bounded_id;
use crate::recognise::{Caption, RawTable};

/// The values that captions gave, from the top of a sheet to the table at hand, and the numbers given out.
#[derive(Debug, Default)]
pub struct Context {
    values: BTreeMap<String, (String, Option<Address>)>,
    /// How many records begin with each id so far.
    counters: BTreeMap<String, u32>,
    /// What the columns of the parts so far add up to, by form and column of the sheet.
    sums: BTreeMap<(String, u32), f64>,
    /// The direction of the table before, for a part of it under a caption that says something else.
    pub direction: Option<u32>,
}

impl Context {
    /// Moves on to another sheet: captions no longer apply, the numbers given out stay.
    pub fn next_sheet(&mut self) {
        let counters = std::mem::take(&mut self.counters);
        *self = Self { counters, ..Self::default() };
    }

    /// Takes in the captions above a table.
    pub fn read(&mut self, table: &RawTable, form: &Form) {
        if form.layout == Layout::Any {
            self.values.clear();
            let field = match form.record {
                RecordKind::Schedule => "direction",
                RecordKind::Checklist => "category",
                _ => "goal",
            };
            // the name of a sheet; lines on it are cells of the rows
            for Caption { text, .. } in table.captions.iter().filter(|caption| caption.at.is_none()) {
                self.values.insert(field.to_owned(), (text.replacen('_', " ", 1), None));
            }
            return;
        }
        let patterns = form.caption_patterns();
        for Caption { text, at, .. } in &table.captions {
            let found = patterns.iter().find_map(|pattern| pattern.find(text));
            for (name, value) in found.into_iter().flatten() {
                self.values.insert(name, (value, *at));
            }
        }
    }

    /// A value, and the cell of its caption.
    pub fn get(&self, name: &str) -> Option<(&str, Option<Address>)> {
        self.values.get(name).map(|(value, at)| (value.as_str(), *at))
    }

    /// A value as a text of its own.
    pub fn text(&self, name: &str) -> Option<String> {
        self.values.get(name).map(|(value, _)| value.clone())
    }

    /// What a column of the parts above adds up to.
    pub fn sum(&self, form: &str, col: u32) -> f64 {
        self.sums.get(&(form.to_owned(), col)).copied().unwrap_or_default()
    }

    /// Adds the sum of a part's column.
    pub fn add(&mut self, form: &str, col: u32, sum: f64) {
        *self.sums.entry((form.to_owned(), col)).or_default() += sum;
    }

    /// The id of the next record: the form's pattern with the fields' values, `{n}` counted.
    pub fn id(&mut self, form: &Form, field: impl Fn(&str) -> Option<String>) -> String {
        let usual = if form.record == RecordKind::Table { "{table}-{part}-{n}" } else { "{n}" };
        let pattern = form.record_id.as_deref().unwrap_or(usual);
        let mut id = String::new();
        let mut rest = pattern;
        while let Some((plain, tail)) = rest.split_once('{') {
            id.push_str(plain);
            let Some((name, tail)) = tail.split_once('}') else { break };
            if name == "n" {
                let counter = self.counters.entry(id.clone()).or_default();
                *counter += 1;
                id.push_str(&counter.to_string());
            } else if name == "part" {
                // of the parts that a record can belong to the narrowest
                let part = field(name).unwrap_or_default();
                id.push_str(&part);
                rest = if part.is_empty() { tail.strip_prefix('-').unwrap_or(tail) } else { tail };
                continue;
            } else {
                id.push_str(&field(name).or_else(|| self.text(name)).unwrap_or_default());
            }
            rest = tail;
        }
        id.push_str(rest);
        if id.is_empty() {
            // nothing of the pattern is there: they are counted
            let counter = self.counters.entry(String::new()).or_default();
            *counter += 1;
            return counter.to_string();
        }
        bounded_id(id)
    }

    /// The id of what carries a mark, ① of the second goal: 2①, and 2①-2 where that is there already.
    pub fn marked_id(&mut self, goal: Option<u32>, mark: &str) -> String {
        let goal = goal.map(|no| no.to_string()).unwrap_or_default();
        let joint = if goal.is_empty() || mark.starts_with(|c| circled(c).is_some()) { "" } else { "-" };
        let id = format!("{goal}{joint}{mark}");
        let count = self.counters.entry(id.clone()).or_default();
        *count += 1;
        bounded_id(if *count == 1 { id } else { format!("{id}-{count}") })
    }
}
