//! The figures of earlier periods.

use std::borrow::Cow;

use rusqlite::OptionalExtension;

use crate::consolidate::trend;
use crate::model::{Period, PeriodFigures, Plan, Trend};
use crate::store::history::{History, HistoryError};

/// The last run of a period with its figures: by the index of periods, whatever else is remembered.
pub(super) const LAST_FIGURES: &str = "SELECT run.id, figures.json FROM run LEFT JOIN figures ON figures.run = run.id
    WHERE run.period = ?1 AND run.state = 'done' ORDER BY run.id DESC LIMIT 1";

impl History {
    /// The figures of the periods before this one, of its own length, the earliest first. `plans` have the order of
    /// the stages for periods of which only the records are known.
    ///
    /// # Errors
    /// When the database cannot be read, or holds figures that are none.
    pub fn figures_before(&self, period: Period, plans: &[&Plan]) -> Result<Vec<PeriodFigures>, HistoryError> {
        let mut found = Vec::new();
        let mut earlier = period;
        for _ in 1..Trend::length(period) {
            earlier = earlier.previous();
            found.extend(self.figures(earlier, plans)?);
        }
        found.reverse();
        Ok(found)
    }

    /// The figures of a period, as its last run found them.
    ///
    /// # Errors
    /// As [`figures_before`](Self::figures_before).
    pub fn figures(&self, period: Period, plans: &[&Plan]) -> Result<Option<PeriodFigures>, HistoryError> {
        let read = || -> rusqlite::Result<Option<(i64, Option<String>)>> {
            let mut query = self.db.prepare_cached(LAST_FIGURES)?;
            query.query_row([period.id()], |row| Ok((row.get(0)?, row.get(1)?))).optional()
        };
        match read().map_err(|source| self.failed(source))? {
            None => Ok(None),
            Some((_, Some(json))) => serde_json::from_str(&json).map(Some).map_err(|error| self.broken(error)),
            Some((run, None)) => {
                let version = self.version(run)?;
                let plan = plans.iter().find(|plan| plan.id == version.plan).or(plans.first()).copied();
                let plan = plan.map_or_else(|| Cow::Owned(Plan::default()), Cow::Borrowed);
                Ok(Some(trend::of_records(period, &version.previous.records, &[], &plan)))
            }
        }
    }
}
