//! The local page: HTTP on the loopback address, with the functions of the command line. One file for each view.
//!
//! A one-time token in the URL becomes a cookie of the browser that opens it ([`gate`]). Views are plain HTML
//! with forms; scripts only make them faster. Long work is a [`job`], one at a time.

mod answer;
mod ask;
mod assets;
mod cell_grid;
mod changes;
mod close;
mod draft;
mod files;
mod findings;
mod folders;
mod forms;
mod frame;
mod gate;
mod history;
mod job;
mod messages;
mod outputs;
mod period;
mod reading;
mod recent;
mod record_edit;
mod record_parts;
mod records;
mod routes;
mod running;
mod server;
mod start;
mod tables;
mod tables_of_records;
mod trend;
mod undo;
mod unread;
mod upload;
mod words;

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use tokio::sync::Notify;

use crate::model::Failure;
use crate::model::{Lang, Period};
use crate::page::gate::Gate;
use crate::page::job::Job;
use crate::page::reading::Reading;
use crate::page::running::Claim;
use crate::page::undo::Undo;
use crate::pipeline::settings::options::Common;
use crate::pipeline::settings::workspace::{CONFIG, absolute, periods_in};
use crate::source::settings::in_any_case;

pub(crate) use running::{ask_running, take};
pub(crate) use server::{Ended, serve};

/// How a page is served.
#[derive(Debug, Clone)]
pub(crate) struct Options {
    /// The workspace; without one, the page asks.
    pub root: Option<PathBuf>,
    /// 0: any free port.
    pub port: u16,
    pub lang: Lang,
    /// The time of runs, instead of the clock.
    pub now: Option<String>,
    /// How long the server waits for a request before it ends.
    pub idle: Duration,
}

/// A page that is being served.
pub(crate) struct Page {
    gate: Gate,
    now: Option<String>,
    idle: Duration,
    lang: Mutex<Lang>,
    workspace: Mutex<Option<Open>>,
    readings: Mutex<BTreeMap<String, Arc<Reading>>>,
    job: Mutex<Option<Arc<Job>>>,
    undo: Mutex<Vec<Undo>>,
    books: Mutex<Vec<cell_grid::Opened>>,
    /// `run.json`s of builds, as last read.
    runs: Mutex<Vec<Arc<changes::LastRun>>>,
    /// Held while `decisions.toml` changes.
    deciding: Mutex<()>,
    seen: Mutex<Instant>,
    end: Notify,
}

/// The open workspace.
struct Open {
    root: PathBuf,
    /// Tells other processes of this user that it is open here.
    _claim: Option<Claim>,
}

impl Page {
    fn new(gate: Gate, options: &Options, claim: Option<Claim>) -> Self {
        Self {
            gate,
            now: options.now.clone(),
            idle: options.idle,
            lang: Mutex::new(options.lang),
            workspace: Mutex::new(options.root.clone().map(|root| Open { root, _claim: claim })),
            readings: Mutex::default(),
            job: Mutex::default(),
            undo: Mutex::default(),
            books: Mutex::default(),
            runs: Mutex::default(),
            deciding: Mutex::default(),
            seen: Mutex::new(Instant::now()),
            end: Notify::new(),
        }
    }

    fn lang(&self) -> Lang {
        *lock(&self.lang)
    }

    fn root(&self) -> Option<PathBuf> {
        lock(&self.workspace).as_ref().map(|open| open.root.clone())
    }

    /// Opens another workspace.
    fn enter(&self, root: &Path) -> Result<(), Failure> {
        if self.job().is_some_and(|job| job.is_running()) {
            return Err(job::busy());
        }
        let root = absolute(root);
        let is_same = self.root().is_some_and(|known| known == root);
        if !is_same {
            let claim = running::claim(Some(&root))?;
            if let Some(claim) = &claim {
                // without a claim it only can be opened twice
                let _ = claim.tell(self.gate.port(), self.gate.secret());
            }
            *lock(&self.workspace) = Some(Open { root: root.clone(), _claim: claim });
            lock(&self.readings).clear();
            lock(&self.undo).clear();
            lock(&self.books).clear();
            *lock(&self.job) = None;
        }
        recent::remember(&root);
        Ok(())
    }

    fn common(&self, root: &Path, period: Option<Period>) -> Common {
        Common {
            config: Some(in_any_case(&root.join(CONFIG))),
            period: period.map(Period::id),
            lang: Some(if self.lang() == Lang::En { "en" } else { "ja" }.to_owned()),
            now: self.now.clone(),
            quiet: true,
            ..Common::default()
        }
    }

    fn job(&self) -> Option<Arc<Job>> {
        lock(&self.job).clone()
    }

    fn reading(&self, period: Option<Period>) -> Option<Arc<Reading>> {
        lock(&self.readings).get(&key(period)).cloned()
    }

    /// The last build in a folder of outputs, cached.
    fn last_run(&self, folder: &Path) -> Option<Arc<changes::LastRun>> {
        /// How many are kept.
        const KEPT: usize = 4;
        let made = changes::made(folder)?;
        let mut runs = lock(&self.runs);
        if let Some(known) = runs.iter().find(|run| run.folder == folder && run.made == Some(made)) {
            return Some(Arc::clone(known));
        }
        let run = Arc::new(changes::LastRun::of(folder)?);
        runs.retain(|other| other.folder != folder);
        runs.push(Arc::clone(&run));
        if runs.len() > KEPT {
            runs.remove(0);
        }
        Some(run)
    }

    fn keep(&self, period: Option<Period>, reading: Reading) {
        /// How many periods are kept.
        const KEPT: usize = 2;
        // the files may have changed
        lock(&self.books).clear();
        let mut readings = lock(&self.readings);
        readings.insert(key(period), Arc::new(reading));
        while readings.len() > KEPT
            && let Some(other) = readings.keys().find(|known| **known != key(period)).cloned()
        {
            readings.remove(&other);
        }
    }

    /// Notes that a request came in.
    fn touch(&self) {
        *lock(&self.seen) = Instant::now();
    }

    /// Has no request come in for long, and is no job running?
    fn is_idle(&self) -> bool {
        let is_running = self.job().is_some_and(|job| job.is_running());
        if is_running {
            self.touch();
        }
        !is_running && lock(&self.seen).elapsed() >= self.idle
    }
}

/// The key of a period; an inbox without periods has one too.
fn key(period: Option<Period>) -> String {
    period.map(Period::id).unwrap_or_default()
}

/// The periods of a workspace's inbox, the newest first.
fn periods(root: &Path) -> Vec<Period> {
    let mut periods: Vec<Period> =
        periods_in(&root.join(crate::pipeline::settings::workspace::INBOX)).into_iter().map(|(period, _)| period).collect();
    periods.dedup();
    periods.reverse();
    periods
}

fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    // the data is consistent after every statement, so a poisoned lock is harmless
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
