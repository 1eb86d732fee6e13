//! An arbitrary small sheet: tables are found in it, its account closes, its records are made.

/// One execution.
pub fn run(data: &[u8]) {
    super::recognise(&super::grid(data));
}
