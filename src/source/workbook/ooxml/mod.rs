//! xlsx and its kin (xlsm, xltx, xltm), transitional and strict.
//!
//! One pass of our own over the parts: calamine gives values without what they show, loses a sheet to an
//! error name it does not know, and says neither which rows are hidden nor which formulas have no result;
//! a second pass for all that would cost as much as the first.

mod comments;
mod drawing;
mod parts;
mod quick;
mod rels;
mod sheet;

use super::budget::{Budget, SHEET_WORK};
use super::builder::Builder;
use super::fault::Fault;
use super::package::Package;
use super::shown::Epoch;
use super::strings::Strings;
use super::styles::Styles;
use super::xml::{Node, attribute, is_true};
use crate::model::Texts;
use crate::model::Visibility;
use crate::source::Grid;

pub(super) use comments::threads;
pub(super) use drawing::attach as attach_drawings;
pub(super) use parts::{shared_strings, styles};
pub(super) use rels::{Relation, of_kind, relations};

/// A sheet as the workbook lists it.
pub(super) struct Listed {
    pub(super) name: String,
    pub(super) visibility: Visibility,
    pub(super) relation: String,
}

/// More sheets than any workbook has.
const MAX_SHEETS: usize = 10_000;

/// Reads all sheets.
pub(super) fn read(package: &mut Package<'_>, budget: &Budget<'_>) -> Result<Vec<Grid>, Fault> {
    let root = relations(package, "")?;
    let declared = of_kind(&root, "officeDocument").map(|r| r.target.clone()).find(|part| package.has(part));
    let workbook = match declared {
        Some(part) => part,
        None if package.has("xl/workbook.xml") => "xl/workbook.xml".to_owned(),
        None => return Err(no_workbook(package)),
    };
    let (listed, epoch) = workbook_part(package, &workbook)?;
    let parts = relations(package, &workbook)?;
    let part = |kind: &str, usual: &str| of_kind(&parts, kind).next().map_or(usual.to_owned(), |r| r.target.clone());
    let mut styles = styles(package, &part("styles", "xl/styles.xml"))?;
    styles.epoch = epoch;
    let strings = shared_strings(package, &part("sharedStrings", "xl/sharedStrings.xml"), budget)?;
    let mut sheets = Vec::new();
    for sheet in listed {
        budget.work(SHEET_WORK)?;
        let Some(relation) = parts.iter().find(|r| r.id == sheet.relation) else {
            // a sheet without a part: Excel leaves it out too
            continue;
        };
        sheets.push(one(package, sheet, relation, &strings, &styles, budget)?);
    }
    if sheets.is_empty() {
        return Err(Fault::broken("シートがありません", "there is no sheet"));
    }
    Ok(sheets)
}

fn one(
    package: &mut Package<'_>,
    listed: Listed,
    relation: &Relation,
    strings: &Strings,
    styles: &Styles,
    budget: &Budget<'_>,
) -> Result<Grid, Fault> {
    let mut builder = Builder::new(budget, listed.name, listed.visibility);
    match package.xml(&relation.target)? {
        Some(mut xml) if relation.kind != "chartsheet" => sheet::read(&mut xml, &mut builder, strings, styles)?,
        Some(_) => {}
        None => return Err(Fault::broken("シートの本体がファイルの中にありません", "a sheet is missing from the file")),
    }
    let related = relations(package, &relation.target)?;
    comments::attach(package, &related, &mut builder)?;
    attach_drawings(package, &related, &mut builder)?;
    builder.finish()
}

/// What an archive without a workbook is instead.
fn no_workbook(package: &Package<'_>) -> Fault {
    if package.has_below("word/") {
        Fault::Foreign(Texts::new("Word文書", "Word document"))
    } else if package.has_below("ppt/") {
        Fault::Foreign(Texts::new("PowerPoint文書", "PowerPoint slides"))
    } else {
        Fault::broken("ブックの本体（workbook.xml）がありません", "the workbook itself (workbook.xml) is missing")
    }
}

/// The list of sheets, and the date system.
fn workbook_part(package: &mut Package<'_>, part: &str) -> Result<(Vec<Listed>, Epoch), Fault> {
    let Some(mut xml) = package.xml(part)? else {
        return Err(Fault::broken("ブックの本体（workbook.xml）がありません", "the workbook itself (workbook.xml) is missing"));
    };
    let mut sheets = Vec::new();
    let mut epoch = Epoch::Since1900;
    let mut root = true;
    loop {
        match xml.next()? {
            Node::Open(element) => {
                let name = element.local_name();
                match name.as_ref() {
                    "workbookPr" if attribute(&element, "date1904").is_some_and(|v| is_true(&v)) => epoch = Epoch::Since1904,
                    "sheet" if sheets.len() < MAX_SHEETS => sheets.push(Listed {
                        name: attribute(&element, "name").unwrap_or_default().into_owned(),
                        visibility: match attribute(&element, "state").as_deref() {
                            Some("hidden") => Visibility::Hidden,
                            Some("veryHidden") => Visibility::VeryHidden,
                            _ => Visibility::Visible,
                        },
                        relation: attribute(&element, "id").unwrap_or_default().into_owned(),
                    }),
                    "document" if root => return Err(Fault::Foreign(Texts::new("Word文書", "Word document"))),
                    "presentation" if root => return Err(Fault::Foreign(Texts::new("PowerPoint文書", "PowerPoint slides"))),
                    _ => {}
                }
                root = false;
            }
            Node::Eof => return Ok((sheets, epoch)),
            _ => {}
        }
    }
}
