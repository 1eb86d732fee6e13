//! 取りまとめ: departments' progress sheets in, one consolidated workbook and one report out.
//!
//! ```text
//! departments' files ──► read ──► recognise ──► normalise ──► consolidate ──► review ──► report
//! ```
//!
//! Data goes down this list and never back up. Every stage is a function from values to values plus
//! [findings](model::Finding); none stops at the first fault, prints, or opens a file it was not given.
#![forbid(unsafe_code)]
#![deny(missing_docs)]

pub mod cli;
pub mod consolidate;
pub mod form;
pub mod model;
pub mod normalise;
pub(crate) mod page;
pub mod pipeline;
pub mod recognise;
pub mod report;
pub mod review;
pub mod rules;
pub mod source;
pub mod store;
