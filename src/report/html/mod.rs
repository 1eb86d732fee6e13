//! Pages: 確認結果.html, what a coordinator has to look at, and 報告書.html, the report on a screen.
//!
//! Each is one file that loads nothing. Without a script everything is visible; with it the findings can be filtered.
//! They are read by keyboard and screen reader: landmarks, headings, captions, headers with scope, no colour-only meaning.

mod changes;
mod comments;
mod findings;
mod index;
mod ledger;
mod mail;
mod page;
mod records;
mod report_page;
mod review;
mod rows;
mod submissions;
mod table;

pub use report_page::report;
pub use review::review;
