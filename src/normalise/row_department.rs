//! The departments of the rows of a table that name none themselves.

use std::sync::Arc;

use super::Terms;
use super::file_department::{FileDepartment, label_of, named_in, one_line};
use crate::form::{FieldType, Form};
use crate::model::{Address, Finding, Place, Spot};
use crate::recognise::{RawTable, Recognised, is_office_name};

/// Who answers for the rows of a table that name no department.
#[derive(Debug, Default)]
pub struct RowDepartment {
    /// The departments; mostly one.
    pub names: Vec<Arc<str>>,
    /// Does a label, a caption, a cover or the sheet's name say so? The name of the file is no word of the department.
    pub stated: bool,
    /// The cell of the sheet that says so.
    pub at: Option<Address>,
    /// A form of ours knows its department.
    is_ours: bool,
    /// The cell of a label that is in no list, and has its finding.
    unknown: Option<Address>,
}

impl RowDepartment {
    /// A department that is known beforehand.
    pub fn known(name: Option<Arc<str>>) -> Self {
        Self { names: name.into_iter().collect(), stated: true, ..Self::default() }
    }

    /// Who answers for a sheet, before its first table.
    pub fn of_sheet(sheet: &Recognised, file: &FileDepartment, place: &Place, terms: &Terms<'_>) -> Self {
        let by_sheet = sheet.name.as_deref().and_then(|name| {
            // without a list of departments the sheet's name is taken where it can be nothing else
            let is_one = terms.directory.is_empty() && is_office_name(name) && name.ends_with(['課', '室', '係']);
            terms.directory.find(name).or_else(|| is_one.then(|| Arc::from(one_line(name))))
        });
        let is_ours = sheet.stamp.is_some();
        let unknown = file.unknown.as_ref().filter(|label| label.sheet == place.sheet);
        let unknown = unknown.and_then(|label| if let Some(Spot::Cell(cell)) = label.spot { Some(cell) } else { None });
        let stated = by_sheet.is_some() || file.on_cover;
        let names =
            by_sheet.filter(|_| !is_ours).or_else(|| file.department.clone().filter(|_| !file.of_rows)).into_iter().collect();
        let mut owner = Self { names, stated, at: None, is_ours, unknown };
        // a label below the tables, or beside them
        if let Some((text, cell)) = label_of(sheet).filter(|_| sheet.tables.iter().all(|table| table.info.department.is_none())) {
            owner.labelled(text, *cell, terms);
        }
        owner
    }

    /// Takes in what stands above a table; a department that is in no list is a finding, where the table's rows need it.
    pub fn read(&mut self, table: &RawTable, form: &Form, place: &Place, terms: &Terms<'_>) -> Option<Finding> {
        let mut finding = None;
        if let Some((text, cell)) = &table.info.department
            && !self.labelled(text, *cell, terms)
            && self.unknown != Some(*cell)
        {
            let kind = |column: usize| form.columns.get(column).map(|column| column.kind);
            let own = table.columns.iter().any(|column| kind(column.column) == Some(FieldType::Departments));
            self.names = vec![Arc::from(one_line(text))];
            (self.stated, self.at, self.unknown) = (true, Some(*cell), Some(*cell));
            finding = (!own).then(|| terms.unknown_department(&one_line(text), place.clone().at(*cell)));
        }
        let captions = table.captions.iter().rev();
        let captioned = captions.filter_map(|caption| Some((named_in(&caption.text, terms)?, caption.at))).next();
        // a label that says the same says it best
        if let Some((name, at)) = captioned.filter(|(name, _)| self.at.is_none() || self.names != [name.clone()]) {
            (self.names, self.stated, self.at) = (vec![name], true, at);
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
            // it has its finding: the rows' department is that of the file, if another label names it
            true if self.unknown == Some(cell) => {
                let own = self.names.iter().any(|name| **name == *one_line(text));
                self.at = own.then_some(cell);
            }
            true => return false,
        }
        self.stated = true;
        true
    }
}
