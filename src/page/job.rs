//! Jobs: long work on its own thread, one at a time, with progress and cancelling.

use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

use crate::model::Failure;
use crate::model::{Lang, Message, Period};
use crate::page::messages;
use crate::page::{Page, lock, words};
use crate::pipeline::progress::{Observer, Progress, Stop};
use crate::recognise::RecognisedFile;
use crate::report::pdf::Volume;

/// As much as the main thread has.
const STACK: usize = 8 << 20;

/// How long the result of a job stays visible.
const NEWS_LASTS: Duration = Duration::from_secs(60);

/// The kind of a job.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    /// Reading the submissions.
    Read,
    /// 取りまとめ.
    Build,
    /// Closing a period.
    Close,
    /// Forms for the next period.
    Forms,
}

/// How a job ended.
#[derive(Debug, Clone)]
pub(super) enum End {
    /// With this message.
    Done(Message),
    Failed(Failure),
    Stopped,
}

#[derive(Debug, Default)]
struct State {
    /// Outputs are being written; before that, files are read.
    is_writing: bool,
    files: usize,
    read: usize,
    rows: usize,
    written: usize,
    pages: usize,
    end: Option<End>,
    ended: Option<Instant>,
}

/// A job.
pub(super) struct Job {
    pub kind: Kind,
    pub period: Option<Period>,
    begun: Instant,
    stop: Stop,
    state: Mutex<State>,
}

/// Its progress.
pub(super) struct Look {
    pub text: String,
    /// Done and total, where known.
    pub part: Option<(usize, usize)>,
    pub end: Option<End>,
}

impl Job {
    pub(super) fn is_running(&self) -> bool {
        lock(&self.state).end.is_none()
    }

    /// Did it end so recently that its result is still shown?
    pub(super) fn is_news(&self) -> bool {
        lock(&self.state).ended.is_none_or(|ended| ended.elapsed() < NEWS_LASTS)
    }

    /// Cancels it.
    pub(super) fn stop(&self) {
        self.stop.request();
    }

    pub(super) fn end(&self) -> Option<End> {
        lock(&self.state).end.clone()
    }

    pub(super) fn look(&self, lang: Lang) -> Look {
        let state = lock(&self.state);
        let count = words::count;
        let seconds = self.begun.elapsed().as_secs();
        if state.files == 0 && !state.is_writing {
            let text = messages::collecting().text(lang).to_owned();
            return Look { text, part: None, end: state.end.clone() };
        }
        let text = match (lang, state.is_writing) {
            (Lang::Ja, false) => {
                format!("読み取り {}/{}ファイル、{}行（{seconds}秒）", count(state.read), count(state.files), count(state.rows))
            }
            (Lang::Ja, true) => {
                format!("書き出し {}ファイル、{}ページ（{seconds}秒）", count(state.written), count(state.pages))
            }
            (Lang::En, false) => {
                format!("reading {}/{} files, {} rows ({seconds} s)", count(state.read), count(state.files), count(state.rows))
            }
            (Lang::En, true) => format!("writing {} files, {} pages ({seconds} s)", count(state.written), count(state.pages)),
        };
        let part = (!state.is_writing && state.files > 0).then_some((state.read, state.files));
        Look { text, part, end: state.end.clone() }
    }
}

struct Steps<'a>(&'a Job);

impl Progress for Steps<'_> {
    fn file(&self, file: &RecognisedFile) {
        let mut state = lock(&self.0.state);
        state.read += 1;
        state.rows += usize::try_from(file.rows()).unwrap_or(usize::MAX);
    }

    fn output(&self) {
        lock(&self.0.state).written += 1;
    }

    fn volume(&self, volume: &Volume) {
        let mut state = lock(&self.0.state);
        state.written += 1;
        state.pages += volume.pages;
    }
}

impl Observer for Job {
    fn reading(&self, files: usize, _lang: Lang) -> Box<dyn Progress + '_> {
        let mut state = lock(&self.state);
        (state.files, state.read, state.rows, state.is_writing) = (files, 0, 0, false);
        drop(state);
        Box::new(Steps(self))
    }

    fn writing(&self, _lang: Lang) -> Box<dyn Progress + '_> {
        lock(&self.state).is_writing = true;
        Box::new(Steps(self))
    }

    fn stop(&self) -> Stop {
        self.stop.clone()
    }
}

/// Another job is running.
pub(super) fn busy() -> Failure {
    messages::another_job()
}

/// Starts a job, unless another is running.
pub(super) fn begin(
    page: &Arc<Page>,
    kind: Kind,
    period: Option<Period>,
    work: impl FnOnce(&Page, &Job) -> Result<Message, Failure> + Send + 'static,
) -> Result<(), Failure> {
    let mut current = lock(&page.job);
    if current.as_ref().is_some_and(|job| job.is_running()) {
        return Err(busy());
    }
    let job = Arc::new(Job { kind, period, begun: Instant::now(), stop: Stop::default(), state: Mutex::default() });
    let (page, own) = (Arc::clone(page), Arc::clone(&job));
    let run = move || {
        let done = std::panic::catch_unwind(std::panic::AssertUnwindSafe(|| work(&page, &own)));
        let end = match done {
            Ok(Ok(result)) => End::Done(result),
            Ok(Err(_)) if own.stop.is_requested() => End::Stopped,
            Ok(Err(failure)) => End::Failed(failure),
            Err(_) => End::Failed(messages::panicked()),
        };
        let mut state = lock(&own.state);
        (state.end, state.ended) = (Some(end), Some(Instant::now()));
    };
    let begun = std::thread::Builder::new().name("work".to_owned()).stack_size(STACK).spawn(run);
    match begun {
        Ok(_) => {
            *current = Some(job);
            Ok(())
        }
        Err(error) => Err(messages::no_thread(&error)),
    }
}
