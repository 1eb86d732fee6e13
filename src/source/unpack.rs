//! Archives among the inputs: their members, and those of the archives in them.

use std::collections::BTreeMap;
use std::fs;
use std::io::{Cursor, Read, Seek};
use std::path::Path;
use std::sync::Arc;

use zip::ZipArchive;

use super::collected::{Collected, distinct, refuse};
use super::refusal::{self, Limit};
use super::sniff::{Content, Promise, extension, promise, sniff_zip};
use super::{Disk, Found, Limits, Location, Packed, archive, disk};
use crate::model::Texts;
use crate::model::{Finding, Place};

/// Adds the members of an archive; the finding says why they cannot be.
pub(super) fn open(
    on_disk: &Path,
    path: &Arc<str>,
    limits: &Limits,
    disk: Disk,
    collected: &mut Collected,
) -> Result<(), Finding> {
    let place = || Place::file(Arc::clone(path));
    let length = fs::metadata(on_disk).map_or(0, |m| m.len());
    if length > limits.file_bytes {
        return Err(refusal::too_large(place(), Limit::FileBytes, limits, length));
    }
    let mut zip = bounded(Packed::file(on_disk.to_owned(), disk), path, limits)?;
    let mut inner = Inner { entries: limits.zip_entries, bytes: limits.file_bytes };
    for (index, label) in members(&mut zip, path, collected)? {
        if promise(&extension(&label)) == Promise::Archive
            && let Some(bytes) = inner.load(&mut zip, index, &label, limits)
            && inner.open(&bytes, &label, limits, collected)
        {
            continue;
        }
        collected.found.push(Found { path: label, location: Location::Member(zip.clone(), index) });
    }
    Ok(())
}

/// An archive whose entries and inflated size are within the limits.
fn bounded(mut reader: Packed, path: &Arc<str>, limits: &Limits) -> Result<ZipArchive<Packed>, Finding> {
    let place = || Place::file(Arc::clone(path));
    let entries = archive::declared_entries(&mut reader).map_err(|e| refusal::locked(place(), &e))?.unwrap_or(0);
    if entries > limits.zip_entries {
        return Err(refusal::too_large(place(), Limit::ZipEntries, limits, entries));
    }
    let zip = ZipArchive::new(reader).map_err(|e| disk::broken(place(), e))?;
    let inflated = zip.decompressed_size().unwrap_or(0);
    if inflated > u128::from(limits.inflated_bytes) {
        let inflated = u64::try_from(inflated).unwrap_or(u64::MAX);
        return Err(refusal::too_large(place(), Limit::InflatedBytes, limits, inflated));
    }
    Ok(zip)
}

/// The members that are files: their index and the path to show. The others become findings.
fn members<R: Read + Seek>(
    zip: &mut ZipArchive<R>,
    path: &Arc<str>,
    collected: &mut Collected,
) -> Result<Vec<(usize, Arc<str>)>, Finding> {
    let place = || Place::file(Arc::clone(path));
    let (members, errors) = archive::members(zip);
    if zip.has_duplicate_names() {
        // Only the last of them can be reached: the others must not vanish unnoticed.
        let kind = Texts::new("同じ名前のファイルが重複して入っている zip", "zip file with several members of one name");
        refuse(collected, path, refusal::not_a_workbook(place(), kind));
    }
    for error in errors {
        let finding = disk::broken(place(), error);
        refuse(collected, path, finding);
    }
    if members.is_empty() {
        return Err(Finding::new(crate::rules::EMPTY_FILE, place()));
    }
    let mut taken = BTreeMap::new();
    let mut files = Vec::new();
    for member in members {
        let label: Arc<str> = distinct(format!("{path}/{}", member.name), &mut taken).into();
        if member.link {
            let kind = Texts::new("別のファイルへのリンク", "link to another file");
            refuse(collected, &label, refusal::ignored(Place::file(Arc::clone(&label)), kind));
        } else {
            files.push((member.index, label));
        }
    }
    Ok(files)
}

/// What the archives in an archive may still cost: they stay in memory until their members are read.
struct Inner {
    entries: u64,
    bytes: u64,
}

impl Inner {
    /// The bytes of an archive in an archive. One that cannot be opened is left to reading, which says why.
    fn load<R: Read + Seek>(
        &mut self,
        zip: &mut ZipArchive<R>,
        index: usize,
        label: &Arc<str>,
        limits: &Limits,
    ) -> Option<Arc<[u8]>> {
        let within = Limits { file_bytes: self.bytes, ..limits.clone() };
        let bytes = disk::member(zip, index, &within, &[], || Place::file(Arc::clone(label))).ok()?;
        self.bytes = self.bytes.saturating_sub(bytes.len() as u64);
        matches!(sniff_zip(Cursor::new(&bytes)), Ok(Some(Content::Archive))).then(|| bytes.into())
    }

    /// Adds its members. Archives in it are named and stay shut.
    fn open(&mut self, bytes: &Arc<[u8]>, path: &Arc<str>, limits: &Limits, collected: &mut Collected) -> bool {
        let within = Limits { zip_entries: self.entries, ..limits.clone() };
        let Ok(mut zip) = bounded(Packed::memory(Arc::clone(bytes)), path, &within) else { return false };
        self.entries = self.entries.saturating_sub(zip.len() as u64);
        let Ok(files) = members(&mut zip, path, collected) else { return false };
        let found = files.into_iter().map(|(index, label)| Found { path: label, location: Location::Member(zip.clone(), index) });
        collected.found.extend(found);
        true
    }
}
