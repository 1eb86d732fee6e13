//! Ctrl-C: whatever is under way stops at once, and what was there before stays.

use std::process::ExitCode;
use std::sync::atomic::{AtomicU8, Ordering};
use std::sync::mpsc::{Receiver, Sender, channel};
use std::time::Duration;

use crate::cli::messages::catalogue::results;
use crate::cli::messages::console::Console;
use crate::store::publish;

/// The exit status of a program that was stopped by the keyboard.
const STOPPED: u8 = 130;
/// For how long the last words of a run are waited for.
const LAST_WORDS: Duration = Duration::from_secs(2);
/// As much as the first thread of a program has.
const STACK: usize = 8 << 20;

/// What a stop would cut off, as a number.
static DOING: AtomicU8 = AtomicU8::new(Doing::Work as u8);

/// What a program is about when it is stopped.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Doing {
    /// Work that is cut off.
    Work = 0,
    /// Waiting for files to change: nothing is cut off.
    Watching = 1,
    /// Serving the page: work that was begun there is cut off, and that is how it ends.
    Serving = 2,
}

enum News {
    Over(ExitCode),
    Stop,
}

/// Runs the work on a thread of its own and waits for its end or for Ctrl-C, whichever comes first.
pub(super) fn unless_stopped(work: impl FnOnce() -> ExitCode + Send + 'static) -> ExitCode {
    let (news, arrives) = channel();
    // where signals cannot be caught the system ends the program as it does any other
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
        // the work always says how it ended
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
        // everything is done but for the last words
        return match arrives.recv_timeout(LAST_WORDS) {
            Ok(News::Over(status)) => status,
            _ => ExitCode::from(STOPPED),
        };
    }
    console.say(results::interrupted());
    ExitCode::from(STOPPED)
}

/// Says what the program is about from now on.
pub(super) fn doing(what: Doing) {
    DOING.store(what as u8, Ordering::SeqCst);
    publish::begin_anew();
}
