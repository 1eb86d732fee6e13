//! Ctrl-C, and what else asks a program to end: whatever is under way stops at once, and what was there before stays.

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
    listen(&news);
    let work = move || {
        let _ = news.send(News::Over(work()));
    };
    match std::thread::Builder::new().stack_size(STACK).spawn(work) {
        Ok(_) => wait(&arrives),
        Err(_) => ExitCode::from(70),
    }
}

/// Passes on Ctrl-C. Where signals cannot be caught the system ends the program as it does any other.
#[cfg(not(windows))]
fn listen(news: &Sender<News>) {
    let news = news.clone();
    let _ = ctrlc::set_handler(move || drop(news.send(News::Stop)));
}

/// Passes on Ctrl-C, Ctrl-Break, the window that is closed, and the end of a session. Tokio keeps Windows waiting until `main`
/// returns.
#[cfg(windows)]
fn listen(news: &Sender<News>) {
    let news = news.clone();
    let Ok(runtime) = tokio::runtime::Builder::new_current_thread().build() else { return };
    let Ok(asked) = asked_to_end() else { return };
    let listening = move || {
        runtime.block_on(asked);
        let _ = news.send(News::Stop);
    };
    let _ = std::thread::Builder::new().spawn(listening);
}

#[cfg(windows)]
fn asked_to_end() -> std::io::Result<impl Future<Output = ()> + Send> {
    use std::task::Poll;

    use tokio::signal::windows::{ctrl_break, ctrl_c, ctrl_close, ctrl_logoff, ctrl_shutdown};

    let (mut interrupt, mut pause, mut close) = (ctrl_c()?, ctrl_break()?, ctrl_close()?);
    let (mut logoff, mut shutdown) = (ctrl_logoff()?, ctrl_shutdown()?);
    Ok(std::future::poll_fn(move |context| {
        let by_key = interrupt.poll_recv(context).is_ready() || pause.poll_recv(context).is_ready();
        let by_session = logoff.poll_recv(context).is_ready() || shutdown.poll_recv(context).is_ready();
        if by_key || by_session || close.poll_recv(context).is_ready() { Poll::Ready(()) } else { Poll::Pending }
    }))
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
