//! Writes a laid-out document as a PDF file. The only module that knows printpdf, lopdf and allsorts.

mod deflate;
mod draw;
pub(crate) mod finish;
mod glyphs;
mod icc;
mod objects;
mod outline;
mod print;
mod save;
mod tags;
pub(crate) mod xmp;
