//! Why a workbook could not be read, in words a department understands.

use std::borrow::Cow;
use std::sync::Arc;

use crate::model::Texts;
use crate::model::{Finding, Place};
use crate::rules;
use crate::source::refusal;

/// The reason for giving a file up. Library errors are translated into this where they enter.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Fault {
    /// Beyond one of the [`Limits`](crate::source::Limits).
    TooLarge {
        /// Which one.
        limit: WorkbookLimit,
        /// What it is set to.
        max: u64,
        /// What the file has, as far as it was read.
        actual: Cow<'static, str>,
    },
    /// Broken; the text says how.
    Broken(Texts),
    /// Made to do harm: nothing of it is read.
    Hostile(Texts),
    /// Protected by a password that is not known.
    Encrypted,
    /// Another kind of document; the text names it.
    Foreign(Texts),
}

/// The limits a workbook can pass.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum WorkbookLimit {
    FileBytes,
    ZipEntries,
    Inflated,
    Ratio,
    Cells,
    CellLength,
    XmlDepth,
    Memory,
    Seconds,
}

impl WorkbookLimit {
    /// Japanese noun, English noun, option.
    const fn words(self) -> (&'static str, &'static str, &'static str) {
        match self {
            Self::FileBytes => ("ファイルの大きさ（バイト）", "bytes of the file", "--max-file-size"),
            Self::ZipEntries => ("圧縮ファイル内のファイル数", "entries in the archive", "--max-zip-entries"),
            Self::Inflated => ("展開後のバイト数", "bytes after inflating", "--max-inflated-size"),
            Self::Ratio => ("圧縮率", "compression ratio", "--max-zip-ratio"),
            Self::Cells => ("セル数", "cells", "--max-cells"),
            Self::CellLength => ("1セルの文字数", "characters in one cell", "--max-cell-length"),
            Self::XmlDepth => ("XMLの入れ子の深さ", "depth of XML elements", "--max-xml-depth"),
            Self::Memory => ("読み取りに使うメモリー（バイト）", "bytes of memory for reading", "--max-file-memory"),
            Self::Seconds => ("読み取りの手間（秒に換算）", "work of reading, in seconds", "--max-seconds"),
        }
    }
}

impl Fault {
    /// Broken, with a fixed explanation.
    pub(super) const fn broken(ja: &'static str, en: &'static str) -> Self {
        Self::Broken(Texts::new(ja, en))
    }

    /// What is wrong with the part where it was met, if the rest can be read without it: a limit or a password
    /// concerns the whole file.
    pub(super) fn in_a_part(self) -> Result<Texts, Self> {
        match self {
            Self::Broken(detail) => Ok(detail),
            whole => Err(whole),
        }
    }

    /// The finding about the file at `path`.
    pub(super) fn finding(self, path: &Arc<str>) -> Finding {
        let place = Place::file(Arc::clone(path));
        match self {
            Self::TooLarge { limit, max, actual } => {
                let (ja, en, option) = limit.words();
                Finding::new(rules::TOO_LARGE, place)
                    .with("limit", ja)
                    .with("limit_en", en)
                    .with("max", max)
                    .with("actual", actual)
                    .with("option", option)
            }
            Self::Broken(detail) | Self::Hostile(detail) => {
                refusal::detailed(rules::UNREADABLE_WORKBOOK, place, detail.ja, detail.en)
            }
            Self::Encrypted => Finding::new(rules::ENCRYPTED, place),
            Self::Foreign(detail) => refusal::not_a_workbook(place, detail),
        }
    }
}
