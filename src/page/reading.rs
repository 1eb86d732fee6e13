//! The submissions of a period, as last read, and the findings in the order of the page.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::{Arc, PoisonError, RwLock, RwLockReadGuard};
use std::time::SystemTime;

use jiff::civil::Date;
use walkdir::WalkDir;

use crate::model::Failure;
use crate::model::{Consolidation, Message, Period, Question, RecordIndex, Severity};
use crate::page::job::{self, Job, Kind};
use crate::page::{Page, tables_of_records};
use crate::pipeline;
use crate::pipeline::coordination::parsed;
use crate::pipeline::reading::{Read, read};
use crate::pipeline::settings::resolved::Settings;
use crate::pipeline::settings::workspace::{CONFIG, INBOX};
use crate::pipeline::status::{self, Line};
use crate::source::settings::in_any_case;
use crate::store::decisions::{Decisions, FILE};
use crate::store::history::History;

/// A period, as read.
pub(super) struct Reading {
    pub settings: Settings,
    pub due: Option<Date>,
    pub lines: Vec<Line>,
    pub entries: Vec<Entry>,
    consolidation: RwLock<Consolidation>,
    decisions: RwLock<Decisions>,
    /// The tables beside 取組状況: title and number of records.
    pub others: Vec<(String, usize)>,
    stamp: Stamp,
}

pub(super) struct Entry {
    /// Its index in the consolidation's findings.
    pub at: usize,
    pub key: String,
    pub question: Question,
    /// The department it is shown under, if any.
    pub department: Option<Arc<str>>,
    pub record: Option<(String, String)>,
}

impl Reading {
    /// Wraps a consolidation that was read or built.
    pub(super) fn new(
        settings: Settings,
        consolidation: Consolidation,
        decisions: Decisions,
        history: Option<&History>,
        stamp: Stamp,
    ) -> Result<Self, Failure> {
        let due = settings.due(None, consolidation.period)?;
        let lines = status::lines(&settings, &consolidation, history, due)?;
        let entries = entries(&consolidation);
        let others = tables_of_records::titles(&settings, &consolidation);
        let (consolidation, decisions) = (RwLock::new(consolidation), RwLock::new(decisions));
        Ok(Self { settings, due, lines, entries, consolidation, decisions, others, stamp })
    }

    /// Callers take it once: two guards at a time can deadlock.
    pub(super) fn consolidation(&self) -> RwLockReadGuard<'_, Consolidation> {
        self.consolidation.read().unwrap_or_else(PoisonError::into_inner)
    }

    pub(super) fn decisions(&self) -> RwLockReadGuard<'_, Decisions> {
        self.decisions.read().unwrap_or_else(PoisonError::into_inner)
    }

    /// Applies other decisions to the findings.
    pub(super) fn answer(&self, decisions: Decisions) {
        let mut consolidation = self.consolidation.write().unwrap_or_else(PoisonError::into_inner);
        for finding in &mut consolidation.findings {
            finding.decision = None;
        }
        pipeline::answer(&mut consolidation, &decisions.decisions);
        *self.decisions.write().unwrap_or_else(PoisonError::into_inner) = decisions;
    }

    pub(super) fn is_stale(&self, root: &Path, period: Option<Period>) -> bool {
        self.stamp != Stamp::of(root, period)
    }

    /// Errors and warnings without an answer.
    pub(super) fn open(&self) -> (usize, usize) {
        let consolidation = self.consolidation();
        let count = |severity: Severity| {
            consolidation.findings.iter().filter(|finding| finding.is_open() && finding.severity() == severity).count()
        };
        (count(Severity::Error), count(Severity::Warning))
    }
}

/// The findings by department, in the order of the submissions; those without a department come first.
fn entries(consolidation: &Consolidation) -> Vec<Entry> {
    let index = RecordIndex::new(&consolidation.records);
    let names: BTreeMap<&str, String> =
        consolidation.records.progress.iter().map(|record| (&*record.id, record.names.join("、"))).collect();
    let order: BTreeMap<&str, usize> =
        consolidation.submissions.iter().enumerate().map(|(at, submission)| (&*submission.department, at + 1)).collect();
    let mut entries: Vec<Entry> = consolidation
        .findings
        .iter()
        .enumerate()
        .map(|(at, finding)| {
            let found = index.find(&finding.place);
            let question = Question::of(finding, found);
            let record = found.or(question.record.as_deref());
            let record = record.map(|id| (id.to_owned(), names.get(id).cloned().unwrap_or_default()));
            let department = match finding.departments().as_slice() {
                [only] => Some((*only).clone()),
                _ => None,
            };
            Entry { at, key: question.key(), question, department, record }
        })
        .collect();
    let place = |entry: &Entry| entry.department.as_deref().map_or(0, |name| order.get(name).copied().unwrap_or(usize::MAX));
    entries.sort_by_cached_key(|entry| (place(entry), entry.department.clone(), entry.at));
    entries
}

/// Sizes and times of the files that a reading depends on.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(super) struct Stamp(Vec<(PathBuf, u64, Option<SystemTime>)>);

impl Stamp {
    /// Those of the inbox of a period and of the workspace's settings.
    pub(super) fn of(root: &Path, period: Option<Period>) -> Self {
        let settings = [CONFIG, "departments.csv"].map(|name| in_any_case(&root.join(name)));
        let looks = settings.into_iter().chain(inbox_files(root, period)).filter_map(|path| {
            let meta = std::fs::metadata(&path).ok()?;
            Some((path, meta.len(), meta.modified().ok()))
        });
        Self(looks.collect())
    }
}

/// The folder of a period in the inbox, as named there.
pub(super) fn inbox(root: &Path, period: Option<Period>) -> PathBuf {
    let inbox = root.join(INBOX);
    let Some(period) = period else { return inbox };
    let named = pipeline::settings::workspace::periods_in(&inbox).into_iter().rfind(|(known, _)| *known == period);
    named.map_or_else(|| inbox.join(period.id()), |(_, folder)| folder)
}

/// The files of a period's inbox, in order.
pub(super) fn inbox_files(root: &Path, period: Option<Period>) -> Vec<PathBuf> {
    /// Further files are not watched.
    const MOST: usize = 20_000;
    let files = WalkDir::new(inbox(root, period)).max_depth(16).sort_by_file_name().into_iter().flatten();
    files.filter(|entry| entry.file_type().is_file()).map(walkdir::DirEntry::into_path).take(MOST).collect()
}

pub(super) fn decisions(root: &Path) -> Result<Decisions, Failure> {
    parsed(&in_any_case(&root.join(FILE)))
}

/// Starts reading the period, unless it was read and no file has changed.
pub(super) fn ensure(page: &Arc<Page>, root: &Path, period: Option<Period>) {
    let known = page.reading(period);
    if known.is_some_and(|known| !known.is_stale(root, period)) || inbox_files(root, period).is_empty() {
        return;
    }
    // a failed reading is not repeated: a build reports why
    if page.job().is_some_and(|job| job.is_running() || (job.period == period && matches!(job.end(), Some(job::End::Failed(_)))))
    {
        return;
    }
    // if another job runs, the next view tries again
    let _ = begin(page, root, period);
}

/// Reads a period again.
pub(super) fn begin(page: &Arc<Page>, root: &Path, period: Option<Period>) -> Result<(), Failure> {
    let root = root.to_owned();
    job::begin(page, Kind::Read, period, move |page, job| read_again(page, job, &root, period))
}

fn read_again(page: &Page, job: &Job, root: &Path, period: Option<Period>) -> Result<Message, Failure> {
    // taken before reading, so that later changes are noticed
    let stamp = Stamp::of(root, period);
    let Read { settings, consolidation, history, coordination, unused, .. } = read(&[], &page.common(root, period), None, job)?;
    let mut consolidation = consolidation;
    consolidation.findings.extend(unused);
    crate::review::sort(&mut consolidation.findings);
    page.keep(period, Reading::new(settings, consolidation, coordination.applied, history.as_ref(), stamp)?);
    // the view that comes next says what was read
    Ok(Message::default())
}
