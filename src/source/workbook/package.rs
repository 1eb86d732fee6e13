//! The zip archive that xlsx, xlsb and ods files are.

use std::collections::{BTreeSet, HashMap, HashSet};
use std::io::{Cursor, Read};

use zip::ZipArchive;
use zip::result::ZipError;

use super::budget::Budget;
use super::fault::{Fault, WorkbookLimit};
use super::stream::Guard;
use super::xml::Xml;

/// An opened archive and where its parts are.
pub(super) struct Package<'b> {
    archive: ZipArchive<Cursor<&'b [u8]>>,
    parts: HashMap<String, usize>,
    /// Parts that were opened, by their numbers.
    opened: HashSet<usize>,
    budget: &'b Budget<'b>,
}

impl<'b> Package<'b> {
    /// Opens the archive; nothing is inflated yet.
    pub(super) fn open(bytes: &'b [u8], budget: &'b Budget<'b>) -> Result<Self, Fault> {
        let entries = declared_entries(bytes);
        let max = budget.limits.zip_entries;
        if entries > max {
            return Err(Fault::TooLarge { limit: WorkbookLimit::ZipEntries, max, actual: entries.to_string().into() });
        }
        let archive = ZipArchive::new(Cursor::new(bytes)).map_err(|e| translate(&e))?;
        if archive.len() as u64 > max {
            return Err(Fault::TooLarge { limit: WorkbookLimit::ZipEntries, max, actual: archive.len().to_string().into() });
        }
        let mut package = Self { archive, parts: HashMap::new(), opened: HashSet::new(), budget };
        for index in 0..package.archive.len() {
            budget.tick()?;
            if let Ok(entry) = package.archive.by_index_raw(index) {
                let name = normal(&String::from_utf8_lossy(entry.name_raw()));
                drop(entry);
                // of two parts of one name the later counts, as in other readers
                package.parts.insert(name, index);
            }
        }
        Ok(package)
    }

    /// What is left of the limits.
    pub(super) fn budget(&self) -> &'b Budget<'b> {
        self.budget
    }

    /// Is there a part of this name? Case does not count, as in Excel.
    pub(super) fn has(&self, name: &str) -> bool {
        self.parts.contains_key(&normal(name))
    }

    /// Is there a part whose name begins so?
    pub(super) fn has_below(&self, folder: &str) -> bool {
        self.parts.keys().any(|name| name.starts_with(folder))
    }

    /// A part as XML; `None` when it is not there.
    pub(super) fn xml(&mut self, name: &str) -> Result<Option<Xml<'b, impl Read>>, Fault> {
        let budget = self.budget;
        Ok(self.part(name)?.map(|(source, packed)| Xml::new(source, packed, budget)))
    }

    /// A part's bytes as a guarded stream; `None` when it is not there.
    pub(super) fn stream(&mut self, name: &str) -> Result<Option<Guard<'b, impl Read>>, Fault> {
        let budget = self.budget;
        Ok(self.part(name)?.map(|(source, packed)| Guard::new(source, packed, budget)))
    }

    /// Inflates the parts that another reader may open and ours did not (all of them, if `again`): they are then known to be
    /// within the limits.
    pub(super) fn go_through_rest(&mut self, again: bool) -> Result<(), Fault> {
        let budget = self.budget;
        let names = ["theme/", "styles.", "sharedstrings.", "workbook.", "worksheets/", "_rels/.rels"];
        let wanted = |(name, index): &(&String, &usize)| {
            (again || !self.opened.contains(index)) && names.iter().any(|part| name.contains(part))
        };
        let rest: BTreeSet<usize> = self.parts.iter().filter(wanted).map(|(_, index)| *index).collect();
        let mut chunk = vec![0; 1 << 16];
        for index in rest {
            let entry = self.archive.by_index(index).map_err(|error| translate(&error))?;
            let packed = entry.compressed_size().max(1);
            let mut source = Guard::new(entry, packed, budget);
            loop {
                source.begin();
                match source.read(&mut chunk) {
                    Ok(0) => break,
                    Ok(_) => {}
                    Err(_) => match source.refused() {
                        Some(fault) => return Err(fault),
                        // what is damaged ends here for every reader
                        None => break,
                    },
                }
            }
        }
        Ok(())
    }

    fn part(&mut self, name: &str) -> Result<Option<(impl Read, u64)>, Fault> {
        let Some(index) = self.parts.get(&normal(name)).copied() else { return Ok(None) };
        self.opened.insert(index);
        match self.archive.by_index(index) {
            Ok(entry) => {
                let packed = entry.compressed_size().max(1);
                Ok(Some((entry, packed)))
            }
            Err(error) => Err(translate(&error)),
        }
    }
}

/// Part names compare without case; some programs write them with `\` or a leading `/`.
fn normal(name: &str) -> String {
    name.trim_start_matches(['/', '\\']).replace('\\', "/").to_lowercase()
}

/// The number of entries that the end of the archive declares: read before the archive is opened, because
/// opening allocates for every one of them.
fn declared_entries(bytes: &[u8]) -> u64 {
    let tail = bytes.len().saturating_sub(66_000);
    let end = bytes.get(tail..).unwrap_or_default();
    let number = |at: Option<usize>, skip: usize, size: usize| {
        at.and_then(|at| end.get(at + skip..at + skip + size))
            .map_or(0, |b| b.iter().rev().fold(0u64, |n, byte| n << 8 | u64::from(*byte)))
    };
    let plain = number(memchr::memmem::rfind(end, b"PK\x05\x06"), 10, 2);
    let wide = number(memchr::memmem::rfind(end, b"PK\x06\x06"), 32, 8);
    plain.max(wide)
}

fn translate(error: &ZipError) -> Fault {
    match error {
        ZipError::UnsupportedArchive(text) if text.contains("assword") => Fault::Encrypted,
        ZipError::UnsupportedArchive(_) => {
            Fault::broken("対応していない方法で圧縮されています", "it is packed by a method that is not supported")
        }
        _ => Fault::broken("zip形式として壊れています", "its zip container is broken"),
    }
}
