//! A window for messages. Windows 11 (24H2) opens no console for a double click (`consoleAllocationPolicy` in the manifest), so that the
//! page comes up alone; what has something to say and no page for it starts again in a console of its own.

/// Starts the program again in a new console, if it has none and nobody else gets what it writes.
#[cfg(windows)]
pub(super) fn open() -> bool {
    use std::fs::File;
    use std::os::windows::io::{AsHandle, AsRawHandle};
    use std::os::windows::process::CommandExt;

    const CREATE_NEW_CONSOLE: u32 = 0x10;
    let arrives = |stream: &dyn AsHandle| {
        let handle = stream.as_handle();
        !handle.as_raw_handle().is_null() && handle.try_clone_to_owned().is_ok()
    };
    let has_console = || File::options().read(true).write(true).open("CONOUT$").is_ok();
    if arrives(&std::io::stdout()) || arrives(&std::io::stderr()) || has_console() {
        return false;
    }
    let Ok(program) = std::env::current_exe() else { return false };
    let mut again = std::process::Command::new(program);
    again.args(std::env::args_os().skip(1)).creation_flags(CREATE_NEW_CONSOLE).spawn().is_ok()
}

/// Elsewhere programs are started by a terminal, or by something that wants no window.
#[cfg(not(windows))]
pub(super) const fn open() -> bool {
    false
}
