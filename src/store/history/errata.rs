//! Corrections of closed periods, and which report tells them.

use crate::model::{Erratum, Period};
use crate::store::history::{History, HistoryError};

impl History {
    /// The corrections of a closed period: what the last run of it found.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub fn errata(&self, period: Period) -> Result<Vec<Erratum>, HistoryError> {
        let found = self.errata_of(period)?;
        let last = found.last().map(|(run, _)| *run).unwrap_or_default();
        Ok(found.into_iter().filter(|(run, _)| *run == last).flat_map(|(_, errata)| errata).collect())
    }

    /// The corrections that the report of a period has to tell: those of earlier periods that no report between them
    /// had reported before it was closed.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub fn unreported_errata(&self, period: Period) -> Result<Vec<Erratum>, HistoryError> {
        let closed = self.closed_periods()?;
        let corrected = self.corrected_periods()?;
        let mut unreported = Vec::new();
        let earlier = closed.iter().filter(|(earlier, _)| earlier.end() < period.start() && corrected.contains(&earlier.id()));
        for (earlier, _) in earlier {
            let runs = self.errata_of(*earlier)?;
            let Some((_, errata)) = runs.last() else { continue };
            let between = |other: &Period| earlier.end() < other.start() && other.end() < period.start();
            for erratum in errata {
                let same = |other: &Erratum| {
                    (&other.id, &other.class, &other.before, &other.after)
                        == (&erratum.id, &erratum.class, &erratum.before, &erratum.after)
                };
                let first = runs.iter().find(|(_, errata)| errata.iter().any(same)).map(|(run, _)| *run).unwrap_or_default();
                if !closed.iter().any(|(other, run)| between(other) && *run > first) {
                    unreported.push(erratum.clone());
                }
            }
        }
        Ok(unreported)
    }

    /// What each run of a period found, the runs in their order.
    fn errata_of(&self, period: Period) -> Result<Vec<(i64, Vec<Erratum>)>, HistoryError> {
        let read = || -> rusqlite::Result<Vec<(i64, Option<String>)>> {
            let mut query = self.db.prepare(
                "SELECT run.id, erratum.json FROM run LEFT JOIN erratum ON erratum.run = run.id
                 WHERE run.period = ?1 AND run.state = 'done' ORDER BY run.id, erratum.place",
            )?;
            query.query_map([period.id()], |row| Ok((row.get(0)?, row.get(1)?)))?.collect()
        };
        let mut runs: Vec<(i64, Vec<Erratum>)> = Vec::new();
        for (run, json) in read().map_err(|source| self.failed(source))? {
            if runs.last().is_none_or(|(last, _)| *last != run) {
                runs.push((run, Vec::new()));
            }
            if let (Some(json), Some((_, errata))) = (json, runs.last_mut()) {
                errata.push(serde_json::from_str(&json).map_err(|error| self.broken(error))?);
            }
        }
        Ok(runs)
    }

    /// The ids of the periods that anything was corrected in: most are not, and need not be looked at.
    fn corrected_periods(&self) -> Result<Vec<String>, HistoryError> {
        let read = || -> rusqlite::Result<Vec<String>> {
            let mut query = self.db.prepare("SELECT DISTINCT run.period FROM erratum JOIN run ON run.id = erratum.run")?;
            query.query_map([], |row| row.get(0))?.collect()
        };
        read().map_err(|source| self.failed(source))
    }

    /// The closed periods in their order, with the runs that closed them.
    fn closed_periods(&self) -> Result<Vec<(Period, i64)>, HistoryError> {
        let read = || -> rusqlite::Result<Vec<(String, i64)>> {
            let mut query = self.db.prepare("SELECT period, run FROM closed")?;
            query.query_map([], |row| Ok((row.get(0)?, row.get(1)?)))?.collect()
        };
        let rows = read().map_err(|source| self.failed(source))?;
        let mut closed: Vec<(Period, i64)> = rows.iter().filter_map(|(id, run)| Some((Period::parse(id)?, *run))).collect();
        closed.sort_by_key(|(period, run)| (period.end(), period.start(), *run));
        Ok(closed)
    }
}
