//! Whose file it is, as lists of files print it.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use crate::model::{Consolidation, Input, Origin};

/// A file that reports for more departments than its own.
const SEVERAL: &str = "複数";

/// The departments of files.
#[derive(Debug)]
pub(crate) struct FileDepartments<'a> {
    /// The departments that the records of a file name, and how many records name each; and the records.
    files: BTreeMap<&'a str, (BTreeMap<&'a str, usize>, usize)>,
}

impl<'a> FileDepartments<'a> {
    /// Those of a consolidation.
    pub(crate) fn of(consolidation: &'a Consolidation) -> Self {
        let records = &consolidation.records;
        let progress = records.progress.iter().map(|record| (&record.origin, record.departments.as_slice()));
        let schedule = records.schedule.iter().map(|record| (&record.origin, record.departments.as_slice()));
        let indicators = records.indicators.iter().map(|record| (&record.origin, record.departments.as_slice()));
        let measures = records.measures.iter().map(|record| (&record.origin, record.departments.as_slice()));
        let checklists = records.checklists.iter().map(|record| (&record.origin, record.department.as_slice()));
        let tables = records.tables.iter().map(|record| (&record.origin, record.departments.as_slice()));
        let all = progress.chain(schedule).chain(indicators).chain(measures).chain(checklists).chain(tables);
        let mut files: BTreeMap<&str, (BTreeMap<&str, usize>, usize)> = BTreeMap::new();
        let named = |(_, departments): &(&'a Origin, &'a [Arc<str>])| !departments.is_empty();
        for (origin, departments) in all.filter(named) {
            let (names, count) = files.entry(&origin.file).or_default();
            *count += 1;
            for name in departments.iter().map(|name| &**name).collect::<BTreeSet<&str>>() {
                *names.entry(name).or_default() += 1;
            }
        }
        Self { files }
    }

    /// The department of a file; none where it is not known.
    pub(crate) fn name<'i>(&self, input: &'i Input) -> Option<&'i str> {
        let own = input.department.as_deref()?;
        let several = self.files.get(&*input.path).is_some_and(|(names, records)| {
            // with other departments together is still its own
            names.len() > 1 && names.get(own).copied().unwrap_or_default() < *records
        });
        Some(if several { SEVERAL } else { own })
    }
}
