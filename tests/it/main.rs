//! Tests from outside: files in, files out. One binary, so that the program is linked once.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::cast_possible_truncation,
    clippy::cast_possible_wrap,
    clippy::cast_sign_loss,
    clippy::iter_over_hash_type,
    missing_docs,
    reason = "a test may fail, and its name says what it is about"
)]

mod answers;
mod any_office;
mod architecture;
mod bad_input;
mod cells;
mod common;
mod coordinator;
mod damaged;
mod data_files;
mod declared;
mod department_files;
mod draft;
mod earlier_workspace;
mod edition;
mod first_page;
mod foreign;
mod forms_and_returns;
mod hostile;
mod hostile_bytes;
mod kinds;
mod layouts;
mod lint;
mod marks_and_parts;
mod messages;
mod monthly_cycle;
mod months_across;
mod never_silent;
mod never_silent_books;
mod never_silent_values;
mod new_municipality;
mod office_changes;
mod other_towns;
mod page;
#[cfg(feature = "parquet")]
mod parts;
mod quirks;
mod report;
mod request_kit;
mod rules_doc;
mod safety;
mod safety_of_accounts;
mod same_bytes;
mod samples;
mod snapshots;
mod source_text;
mod source_workbook;
mod submissions;
mod tables;
mod ten_months;
mod windows;
mod workbook;
mod workbook_quirks;

/// Tests of a feature that this build does not have.
#[cfg(not(feature = "parquet"))]
#[test]
fn parquet() {
    common::skipped("built without the feature parquet");
}

#[cfg(not(feature = "encrypted"))]
#[test]
fn encrypted() {
    common::skipped("built without the feature encrypted");
}
