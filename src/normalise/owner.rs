//! Whose a file is, and who answers for the rows of a table that name no department.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::Terms;
use crate::form::{FieldType, Form};
use crate::model::{Address, Finding, Place, Spot};
use crate::recognise::{Label, RawTable, Recognised, is_office_name, label_and_value, labels_in};
use crate::rules;

/// Whose a file is.
#[derive(Debug, Default)]
pub struct Whose {
    /// The department.
    pub department: Option<Arc<str>>,
    /// The label whose department is in no list, which is said already.
    unknown: Option<Place>,
    /// Was it made out from rows that name several?
    of_rows: bool,
    /// Is there a sheet without tables that says so, a cover?
    on_cover: bool,
}

impl Whose {
    /// What stands behind 担当課, else the sheet's name, the file's name, the rows' own departments.
    pub fn of(path: &str, sheets: &[Recognised], terms: &Terms<'_>, findings: &mut Vec<Finding>) -> Self {
        let file_name = path.rsplit('/').next().unwrap_or(path);
        let written = sheets.iter().find_map(|sheet| {
            let own = label_of(sheet).or_else(|| sheet.tables.iter().find_map(|table| table.info.department.as_ref()));
            own.map(|(name, cell)| (name, Place::file(path).on(sheet.name.clone()).at(*cell)))
        });
        let on_cover = sheets.iter().any(|sheet| sheet.tables.is_empty() && label_of(sheet).is_some());
        let mut whose = Self { on_cover, ..Self::default() };
        if let Some(stamped) = stamped_department(sheets, terms) {
            if let Some((name, place)) = &written
                && let Some(other) = terms.directory.find(name).filter(|other| *other != stamped)
            {
                let finding = Finding::new(rules::CONFLICTING_VALUES, place.clone())
                    .with("what", "担当課")
                    .with("what_en", "The department");
                findings.push(finding.with("first", &stamped).with("second", other));
            }
            whose.department = Some(stamped);
            return whose;
        }
        if let Some((name, place)) = &written {
            let resolved = terms.directory.resolve(name);
            if let Some(known) = resolved.iter().find(|found| found.known) {
                whose.department = Some(known.name.clone());
                return whose;
            }
            if !terms.directory.is_empty() {
                findings.push(terms.unknown_department(&one_line(name), place.clone()));
            }
            whose.unknown = Some(place.clone());
        }
        let unlabelled = sheets.iter().flat_map(|sheet| &sheet.unlabelled).find_map(|(_, text)| terms.directory.find(text));
        let by_sheet = || sheets.iter().filter_map(|sheet| sheet.name.as_deref()).find_map(|name| terms.directory.find(name));
        let by_title = || sheets.iter().flat_map(|sheet| &sheet.titles).find_map(|title| named_in(title, terms));
        whose.department = unlabelled
            .or_else(by_title)
            .or_else(by_sheet)
            .or_else(|| terms.directory.find_in(file_name).filter(|_| terms.directory.find_in(path).is_some()))
            .or_else(|| terms.directory.find_in(path))
            .or_else(|| {
                let (usual, only) = usual_department(sheets, terms)?;
                whose.of_rows = !only;
                Some(usual)
            })
            .or_else(|| written.as_ref().map(|(name, _)| Arc::from(one_line(name))))
            .or_else(|| sheets.iter().filter_map(|sheet| sheet.page_header.as_deref()).find_map(|text| in_header(text, terms)));
        whose
    }
}

/// Who answers for the rows of a table that name no department.
#[derive(Debug, Default)]
pub struct Owner {
    /// The departments; mostly one.
    pub names: Vec<Arc<str>>,
    /// Does a label, a caption, a cover or the sheet's name say so? The name of the file is no word of the department.
    pub said: bool,
    /// The cell of the sheet that says so.
    pub at: Option<Address>,
    /// A form of ours knows its department.
    is_ours: bool,
    /// The label that is in no list, which is said already.
    unknown: Option<Address>,
}

impl Owner {
    /// A department that is known beforehand.
    pub fn known(name: Option<Arc<str>>) -> Self {
        Self { names: name.into_iter().collect(), said: true, ..Self::default() }
    }

    /// Who answers for a sheet, before its first table.
    pub fn of_sheet(sheet: &Recognised, whose: &Whose, place: &Place, terms: &Terms<'_>) -> Self {
        let by_sheet = sheet.name.as_deref().and_then(|name| terms.directory.find(name));
        let is_ours = sheet.stamp.is_some();
        let unknown = whose.unknown.as_ref().filter(|label| label.sheet == place.sheet);
        let unknown = unknown.and_then(|label| if let Some(Spot::Cell(cell)) = label.spot { Some(cell) } else { None });
        let said = by_sheet.is_some() || whose.on_cover;
        let names =
            by_sheet.filter(|_| !is_ours).or_else(|| whose.department.clone().filter(|_| !whose.of_rows)).into_iter().collect();
        let mut owner = Self { names, said, at: None, is_ours, unknown };
        // a label below the tables, or beside them
        if let Some((text, cell)) = label_of(sheet).filter(|_| sheet.tables.iter().all(|table| table.info.department.is_none())) {
            owner.labelled(text, *cell, terms);
        }
        owner
    }

    /// Takes in what stands above a table; a department that is in no list is said, where the table's rows need it.
    pub fn read(&mut self, table: &RawTable, form: &Form, place: &Place, terms: &Terms<'_>) -> Option<Finding> {
        let mut finding = None;
        if let Some((text, cell)) = &table.info.department
            && !self.labelled(text, *cell, terms)
            && self.unknown != Some(*cell)
        {
            let kind = |column: usize| form.columns.get(column).map(|column| column.kind);
            let own = table.columns.iter().any(|column| kind(column.column) == Some(FieldType::Departments));
            self.names = vec![Arc::from(one_line(text))];
            (self.said, self.at, self.unknown) = (true, Some(*cell), Some(*cell));
            finding = (!own).then(|| terms.unknown_department(&one_line(text), place.clone().at(*cell)));
        }
        let captions = table.captions.iter().rev();
        let captioned = captions.filter_map(|caption| Some((named_in(&caption.text, terms)?, caption.at))).next();
        // a label that says the same says it best
        if let Some((name, at)) = captioned.filter(|(name, _)| self.at.is_none() || self.names != [name.clone()]) {
            (self.names, self.said, self.at) = (vec![name], true, at);
        }
        finding
    }

    /// A label and its value. False: it names nobody that is known.
    fn labelled(&mut self, text: &str, cell: Address, terms: &Terms<'_>) -> bool {
        if self.is_ours {
            return true;
        }
        let known = terms.directory.resolve(text).into_iter().filter(|found| found.known);
        let known: Vec<Arc<str>> = known.map(|found| found.name).collect();
        match known.is_empty() {
            false => (self.names, self.at) = (known, Some(cell)),
            true if terms.directory.is_empty() => (self.names, self.at) = (vec![Arc::from(one_line(text))], Some(cell)),
            // that it is in no list is said: the rows' department is that of the file, if another says it
            true if self.unknown == Some(cell) => {
                let own = self.names.iter().any(|name| **name == *one_line(text));
                self.at = own.then_some(cell);
            }
            true => return false,
        }
        self.said = true;
        true
    }
}

/// What stands behind 担当課 on a sheet.
fn label_of(sheet: &Recognised) -> Option<&(String, Address)> {
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

fn one_line(name: &str) -> String {
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
