//! Ctrl-C and other requests to end: the work stops at once, and earlier outputs stay in place.

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

/// The current [`Activity`], as a number.
static DOING: AtomicU8 = AtomicU8::new(Activity::Work as u8);

/// What Ctrl-C interrupts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Activity {
    /// Work that is cut short.
    Work = 0,
    /// Waiting for files to change: nothing is cut short.
    Watching = 1,
    /// Serving the page: Ctrl-C is the normal end, though it may cut a job short.
    Serving = 2,
}

enum Event {
    Over(ExitCode),
    Stop,
}

/// Runs the work on its own thread and waits for its end or for Ctrl-C.
pub(super) fn unless_stopped(work: impl FnOnce() -> ExitCode + Send + 'static) -> ExitCode {
    let (news, arrives) = channel();
    listen(&news);
    let work = move || {
        let _ = news.send(Event::Over(work()));
    };
    match std::thread::Builder::new().stack_size(STACK).spawn(work) {
        Ok(_) => wait(&arrives),
        Err(_) => ExitCode::from(70),
    }
}

/// Passes on Ctrl-C. Where signals cannot be caught the system ends the program as it does any other.
#[cfg(not(windows))]
fn listen(news: &Sender<Event>) {
    let news = news.clone();
    let _ = ctrlc::set_handler(move || drop(news.send(Event::Stop)));
}

/// Passes on Ctrl-C, Ctrl-Break, the window that is closed, and the end of a session. Tokio keeps Windows waiting until `main`
/// returns.
#[cfg(windows)]
fn listen(news: &Sender<Event>) {
    let news = news.clone();
    let Ok(runtime) = tokio::runtime::Builder::new_current_thread().build() else { return };
    let Ok(asked) = asked_to_end() else { return };
    let listening = move || {
        runtime.block_on(asked);
        let _ = news.send(Event::Stop);
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

fn wait(arrives: &Receiver<Event>) -> ExitCode {
    match arrives.recv() {
        Ok(Event::Over(status)) => status,
        Ok(Event::Stop) => stop(arrives),
        // the work always sends its result
        Err(_) => ExitCode::from(70),
    }
}

fn stop(arrives: &Receiver<Event>) -> ExitCode {
    let console = Console::plain();
    let doing = DOING.load(Ordering::SeqCst);
    if doing == Activity::Watching as u8 {
        console.say(results::watching_ended());
        return ExitCode::SUCCESS;
    }
    let is_carried_through = publish::stop();
    if doing == Activity::Serving as u8 {
        console.say(results::page_interrupted());
        return ExitCode::SUCCESS;
    }
    if is_carried_through {
        // only the last messages are left
        return match arrives.recv_timeout(LAST_WORDS) {
            Ok(Event::Over(status)) => status,
            _ => ExitCode::from(STOPPED),
        };
    }
    console.say(results::interrupted());
    ExitCode::from(STOPPED)
}

/// Sets what Ctrl-C interrupts from now on.
pub(super) fn doing(what: Activity) {
    DOING.store(what as u8, Ordering::SeqCst);
    publish::begin_anew();
}
