//! xlsx and its kin (xlsm, xltx, xltm), transitional and strict.
//!
//! One pass of our own over the parts: calamine gives values without what they show, loses a sheet to an
//! error name it does not know, and says neither which rows are hidden nor which formulas have no result;
//! a second pass for all that would cost as much as the first.

mod comments;
mod controls;
mod drawing;
mod parts;
mod pictures;
mod quick;
mod rels;
mod sheet;

use super::budget::{Budget, SHEET_WORK};
use super::builder::Builder;
use super::choices::References;
use super::damage::part;
use super::fault::Fault;
use super::found::Found;
use super::package::Package;
use super::shown::Epoch;
use super::strings::Strings;
use super::styles::Styles;
use super::xml::{Node, attribute, is_true};
use crate::model::Texts;
use crate::model::Visibility;
use pictures::Pictures;
use sheet::Shared;

pub(super) use comments::threads;
pub(super) use pictures::has_pictures;
pub(super) use rels::{Relation, of_kind, relations};

/// A sheet as the workbook lists it.
pub(super) struct Listed {
    pub(super) name: String,
    pub(super) visibility: Visibility,
    pub(super) relation: String,
}

/// More sheets than any workbook has.
const MAX_SHEETS: usize = 10_000;

/// Reads all sheets; a part that is damaged costs itself alone.
pub(super) fn read(package: &mut Package<'_>, budget: &Budget<'_>) -> Result<Found, Fault> {
    let root = relations(package, "")?;
    let declared = of_kind(&root, "officeDocument").map(|r| r.target.clone()).find(|part| package.has(part));
    let workbook = match declared {
        Some(part) => part,
        None if package.has("xl/workbook.xml") => "xl/workbook.xml".to_owned(),
        None => return Err(no_workbook(package)),
    };
    let Listing { sheets: listed, epoch, names } = workbook_part(package, &workbook)?;
    let mut references = References::new(listed.iter().map(|sheet| (sheet.name.as_str(), sheet.visibility)), &names);
    let parts = relations(package, &workbook)?;
    let name_of = |kind: &str, usual: &str| of_kind(&parts, kind).next().map_or(usual.to_owned(), |r| r.target.clone());
    let mut found = Found::default();
    let mut styles = Styles::new();
    let read = parts::styles(package, &name_of("styles", "xl/styles.xml"), &mut styles);
    found.shared(part::STYLES, read)?;
    styles.epoch = epoch;
    let mut strings = Strings::default();
    let read = parts::shared_strings(package, &name_of("sharedStrings", "xl/sharedStrings.xml"), &mut strings, budget);
    found.shared(part::TEXTS, read)?;
    found.epoch = epoch;
    found.extent.declared_texts = strings.declared();
    found.extent.texts = strings.len() as u64;
    found.extent.formats = styles.weight;
    let read = Pictures::of(package, &parts);
    let pictures = found.shared(part::DRAWINGS, read)?;
    for sheet in listed {
        budget.work(SHEET_WORK)?;
        let Some(relation) = parts.iter().find(|r| r.id == sheet.relation) else {
            // a sheet without a part: Excel leaves it out too
            continue;
        };
        let shared = Shared { strings: &strings, styles: &styles, pictures: &pictures };
        found.add(one(package, sheet, relation, (shared, &mut references), budget)?)?;
    }
    for grid in &mut found.sheets {
        grid.choices = references.only_choices(grid);
    }
    found.unless_nothing()
}

fn one<'b>(
    package: &mut Package<'_>,
    listed: Listed,
    relation: &Relation,
    (shared, references): (Shared<'_>, &mut References),
    budget: &'b Budget<'b>,
) -> Result<Builder<'b>, Fault> {
    let mut builder = Builder::new(budget, listed.name, listed.visibility);
    let read = match package.xml(&relation.target) {
        Ok(Some(mut xml)) if relation.kind != "chartsheet" => sheet::read(&mut xml, &mut builder, shared, references),
        Ok(Some(_)) => Ok(()),
        Ok(None) => Err(missing_sheet()),
        Err(fault) => Err(fault),
    };
    builder.end_of(part::SHEET, read)?;
    around(package, &relation.target, &mut builder, comments::attach)?;
    Ok(builder)
}

/// A sheet that is listed and not there.
pub(super) fn missing_sheet() -> Fault {
    Fault::broken("本体がファイルの中にありません", "it is missing from the file")
}

/// What stands around the cells of a sheet: remarks and drawings.
pub(super) fn around(
    package: &mut Package<'_>,
    sheet: &str,
    builder: &mut Builder<'_>,
    remarks: impl Fn(&mut Package<'_>, &[Relation], &mut Builder<'_>) -> Result<(), Fault>,
) -> Result<(), Fault> {
    let related = match relations(package, sheet) {
        Ok(related) => related,
        Err(fault) => return builder.end_of(part::RELATIONS, Err(fault)),
    };
    let read = remarks(package, &related, builder);
    builder.end_of(part::REMARKS, read)?;
    let read = drawing::attach(package, &related, builder).and_then(|()| controls::attach(package, &related, builder));
    builder.end_of(part::DRAWINGS, read)
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

/// What the workbook says of itself.
struct Listing {
    sheets: Vec<Listed>,
    epoch: Epoch,
    /// Its names, and what they stand for.
    names: Vec<(String, String)>,
}

/// The list of sheets, the date system, the names.
fn workbook_part(package: &mut Package<'_>, part: &str) -> Result<Listing, Fault> {
    let Some(mut xml) = package.xml(part)? else {
        return Err(Fault::broken("ブックの本体（workbook.xml）がありません", "the workbook itself (workbook.xml) is missing"));
    };
    let (mut sheets, mut names) = (Vec::new(), Vec::new());
    let mut epoch = Epoch::Since1900;
    let mut root = true;
    loop {
        let mut defined = None;
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
                    "definedName" if names.len() < MAX_SHEETS => {
                        defined = attribute(&element, "name").map(std::borrow::Cow::into_owned);
                    }
                    "document" if root => return Err(Fault::Foreign(Texts::new("Word文書", "Word document"))),
                    "presentation" if root => return Err(Fault::Foreign(Texts::new("PowerPoint文書", "PowerPoint slides"))),
                    _ => {}
                }
                root = false;
            }
            Node::Eof => return Ok(Listing { sheets, epoch, names }),
            _ => {}
        }
        if let Some(name) = defined {
            names.push((name, xml.text()?));
        }
    }
}
