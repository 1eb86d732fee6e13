//! Ctrl-C: stops at once and leaves earlier outputs in place.

use std::process::ExitCode;
use std::sync::atomic::{AtomicU8, Ordering};
use std::sync::mpsc::{Receiver, Sender, channel};
use std::time::Duration;

use crate::cli::messages::catalogue::results;
use crate::cli::messages::console::Console;
use crate::store::publish;

/// Exit status after Ctrl-C.
const STOPPED: u8 = 130;
/// How long to wait for the last messages of a run.
const LAST_WORDS: Duration = Duration::from_secs(2);
/// As much as the main thread has.
const STACK: usize = 8 << 20;

/// The current [`Doing`], as a number.
static DOING: AtomicU8 = AtomicU8::new(Doing::Work as u8);

/// What Ctrl-C interrupts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Doing {
    /// Work that is cut short.
    Work = 0,
    /// Waiting for files to change: nothing is cut short.
    Watching = 1,
    /// Serving the page: Ctrl-C is the normal end, though it may cut a job short.
    Serving = 2,
}

enum News {
    Over(ExitCode),
    Stop,
}

/// Runs the work on its own thread and waits for its end or for Ctrl-C.
pub(super) fn unless_stopped(work: impl FnOnce() -> ExitCode + Send + 'static) -> ExitCode {
    let (news, arrives) = channel();
    // if signals cannot be caught, the system ends the process
    let _ = ctrlc::set_handler(stopper(&news));
    let work = move || {
        let _ = news.send(News::Over(work()));
    };
    match std::thread::Builder::new().stack_size(STACK).spawn(work) {
        Ok(_) => wait(&arrives),
        Err(_) => ExitCode::from(70),
    }
}

fn stopper(news: &Sender<News>) -> impl FnMut() + 'static + Send + use<> {
    let news = news.clone();
    move || {
        let _ = news.send(News::Stop);
    }
}

fn wait(arrives: &Receiver<News>) -> ExitCode {
    match arrives.recv() {
        Ok(News::Over(status)) => status,
        Ok(News::Stop) => stop(arrives),
        // the work always sends its result
        Err(_) => ExitCode::from(70),
    }
}

fn stop(arrives: &Receiver<News>) -> ExitCode {
    let console = Console::plain();
    let doing = DOING.load(Ordering::SeqCst);
    if doing == Doing::Watching as u8 {
        console.say(results::watching_ended());
        return ExitCode::SUCCESS;
    }
    let is_carried_through = publish::stop();
    if doing == Doing::Serving as u8 {
        console.say(results::page_interrupted());
        return ExitCode::SUCCESS;
    }
    if is_carried_through {
        // only the last messages are left
        return match arrives.recv_timeout(LAST_WORDS) {
            Ok(News::Over(status)) => status,
            _ => ExitCode::from(STOPPED),
        };
    }
    console.say(results::interrupted());
    ExitCode::from(STOPPED)
}

/// Sets what Ctrl-C interrupts from now on.
pub(super) fn doing(what: Doing) {
    DOING.store(what as u8, Ordering::SeqCst);
    publish::begin_anew();
}
