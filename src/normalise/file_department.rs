//! The department that a file is of.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::Terms;
use crate::model::{Address, Finding, Place};
use crate::recognise::{Label, Recognised, is_office_name, label_and_value, labels_in};
use crate::rules;

/// The department of a file.
#[derive(Debug, Default)]
pub struct FileDepartment {
    /// The department.
    pub department: Option<Arc<str>>,
    /// The label whose department is in no list, and has its finding.
    pub(super) unknown: Option<Place>,
    /// Was it made out from rows that name several?
    pub(super) of_rows: bool,
    /// Is there a sheet without tables that says so, a cover?
    pub(super) on_cover: bool,
}

impl FileDepartment {
    /// What stands behind 担当課, else the sheet's name, the file's name, the rows' own departments.
    pub fn of(path: &str, sheets: &[Recognised], terms: &Terms<'_>, findings: &mut Vec<Finding>) -> Self {
        let file_name = path.rsplit('/').next().unwrap_or(path);
        let written = sheets.iter().find_map(|sheet| {
            let own = label_of(sheet).or_else(|| sheet.tables.iter().find_map(|table| table.info.department.as_ref()));
            own.map(|(name, cell)| (name, Place::file(path).on(sheet.name.clone()).at(*cell)))
        });
        let on_cover = sheets.iter().any(|sheet| sheet.tables.is_empty() && label_of(sheet).is_some());
        let mut file = Self { on_cover, ..Self::default() };
        if let Some(stamped) = stamped_department(sheets, terms) {
            if let Some((name, place)) = &written
                && let Some(other) = terms.directory.find(name).filter(|other| *other != stamped)
            {
                let finding = Finding::new(rules::CONFLICTING_VALUES, place.clone())
                    .with("what", "担当課")
                    .with("what_en", "The department");
                findings.push(finding.with("first", &stamped).with("second", other));
            }
            file.department = Some(stamped);
            return file;
        }
        if let Some((name, place)) = &written {
            let resolved = terms.directory.resolve(name);
            if let Some(known) = resolved.iter().find(|found| found.known) {
                file.department = Some(known.name.clone());
                return file;
            }
            if !terms.directory.is_empty() {
                findings.push(terms.unknown_department(&one_line(name), place.clone()));
            }
            file.unknown = Some(place.clone());
        }
        let unlabelled = sheets.iter().flat_map(|sheet| &sheet.unlabelled).find_map(|(_, text)| terms.directory.find(text));
        let by_sheet = || sheets.iter().filter_map(|sheet| sheet.name.as_deref()).find_map(|name| terms.directory.find(name));
        let by_title = || sheets.iter().flat_map(|sheet| &sheet.titles).find_map(|title| named_in(title, terms));
        file.department = unlabelled
            .or_else(by_title)
            .or_else(by_sheet)
            .or_else(|| terms.directory.find_in(file_name).filter(|_| terms.directory.find_in(path).is_some()))
            .or_else(|| terms.directory.find_in(path))
            .or_else(|| {
                let (usual, only) = usual_department(sheets, terms)?;
                file.of_rows = !only;
                Some(usual)
            })
            .or_else(|| written.as_ref().map(|(name, _)| Arc::from(one_line(name))))
            .or_else(|| sheets.iter().filter_map(|sheet| sheet.page_header.as_deref()).find_map(|text| in_header(text, terms)));
        file
    }
}

/// What stands behind 担当課 on a sheet.
pub(super) fn label_of(sheet: &Recognised) -> Option<&(String, Address)> {
    sheet.info.department.as_ref()
}

/// The department that a caption or a title names: as a whole, or in the brackets at its end, 取組状況調査票（総務課）.
pub(super) fn named_in(text: &str, terms: &Terms<'_>) -> Option<Arc<str>> {
    let in_brackets = || {
        let inner = text.trim_end().strip_suffix(['）', ')', '】'])?;
        let (_, inner) = inner.rsplit_once(['（', '(', '【'])?;
        terms.directory.find(inner)
    };
    terms.directory.find(text).or_else(in_brackets)
}

pub(super) fn one_line(name: &str) -> String {
    name.split_whitespace().collect()
}

/// The department that a form of ours was made for.
fn stamped_department(sheets: &[Recognised], terms: &Terms<'_>) -> Option<Arc<str>> {
    let stamp = sheets.iter().find_map(|sheet| sheet.stamp.as_ref())?;
    if terms.directory.is_empty() { Some(Arc::from(stamp.department.as_str())) } else { terms.directory.find(&stamp.department) }
}

/// The department that most rows name, and whether it is the only one.
fn usual_department(sheets: &[Recognised], terms: &Terms<'_>) -> Option<(Arc<str>, bool)> {
    let mut counts: BTreeMap<Arc<str>, usize> = BTreeMap::new();
    for row in sheets.iter().flat_map(|sheet| &sheet.tables).flat_map(|table| &table.rows) {
        for cell in &row.cells {
            if let Some(name) = terms.directory.find(&cell.text) {
                *counts.entry(name).or_default() += 1;
            }
        }
    }
    let only = counts.len() == 1;
    counts.into_iter().max_by(|a, b| a.1.cmp(&b.1).then_with(|| b.0.cmp(&a.0))).map(|(name, _)| (name, only))
}

/// The department that a line of a page header names.
fn in_header(text: &str, terms: &Terms<'_>) -> Option<Arc<str>> {
    let labelled = |line: &str| {
        let inline = labels_in(line).into_iter().find(|(label, _)| *label == Label::Department).map(|(_, name)| name);
        let spaced = || label_and_value(line).filter(|(label, _)| *label == Label::Department).map(|(_, name)| name.to_owned());
        inline.or_else(spaced)
    };
    text.lines().find_map(|line| {
        let name = labelled(line);
        if terms.directory.is_empty() {
            return name.or_else(|| is_office_name(line).then(|| line.to_owned())).map(|name| Arc::from(one_line(&name)));
        }
        named_in(name.as_deref().unwrap_or(line), terms)
    })
}
