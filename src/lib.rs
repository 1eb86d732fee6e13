//! 取りまとめ: departments' progress sheets in, one consolidated workbook and one report out.
//!
//! ```text
//! departments' files ──► read ──► recognise ──► normalise ──► consolidate ──► review ──► report
//! ```
//!
//! Data goes down this list and never back up. Every stage is a function from values to values plus
//! [findings](model::Finding); none stops at the first fault, prints, or opens a file it was not given.
//!
//! Three functions run all of it in memory:
//!
//! ```
//! use torimatome::model::Lang;
//! use torimatome::{Setup, consolidate, read, report};
//!
//! let setup = Setup::default();
//! let files = read(["samples/2025H1"], &setup);
//! let consolidation = consolidate(files, &setup);
//! assert_eq!(consolidation.period.map(|period| period.id()).as_deref(), Some("2025H1"));
//! for finding in &consolidation.findings {
//!     println!("{}: {}", finding.place, finding.message(Lang::En));
//! }
//!
//! let report = report(&consolidation, &setup, jiff::civil::date(2025, 10, 20).at(9, 0, 0, 0))?;
//! assert!(report.volumes[0].bytes.starts_with(b"%PDF-1.7"));
//! assert!(report.workbook.starts_with(b"PK"));
//! # Ok::<(), torimatome::ReportError>(())
//! ```
//!
//! # Features
//!
//! | feature | adds |
//! |---|---|
//! | `cli` (default) | the command line and the local page, and the two below |
//! | `encrypted` | reads workbooks with a password; its crates are release candidates |
//! | `parquet` | writes data as Parquet, and the shards of `ingest` |
//!
//! A program that embeds the library takes it with `default-features = false`.
#![forbid(unsafe_code)]
#![deny(missing_docs)]

#[cfg(feature = "cli")]
pub mod cli;
pub mod consolidate;
mod facade;
pub mod form;
pub mod model;
pub mod normalise;
#[cfg(feature = "cli")]
pub(crate) mod page;
pub mod pipeline;
pub mod recognise;
pub mod report;
pub mod review;
pub mod rules;
pub mod source;
pub mod store;

pub use facade::{Files, Report, ReportError, Setup, consolidate, read, report};
