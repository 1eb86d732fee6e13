//! The command `torimatome`.
#![forbid(unsafe_code)]

use std::process::ExitCode;

fn main() -> ExitCode {
    torimatome::cli::main()
}
