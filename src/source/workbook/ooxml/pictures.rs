//! Pictures that were placed in cells (Excel 365), which programs of before see as errors.
//!
//! A cell names what else is known of its value by a number (`vm`). That leads over `metadata.xml` to a value of
//! `rdrichvalue.xml` and its structure, whose name says whether it is a picture.

use std::collections::BTreeMap;

use super::rels::{Relation, of_kind};
use crate::source::workbook::fault::Fault;
use crate::source::workbook::package::Package;
use crate::source::workbook::xml::{Node, attribute};

/// More of them than anybody places by hand.
const MAX_VALUES: usize = 100_000;

/// Alternative texts of pictures by the number that cells call them by.
#[derive(Debug, Default)]
pub(super) struct Pictures {
    texts: BTreeMap<u32, String>,
}

/// Has a workbook with these parts pictures that were placed in cells?
pub fn has_pictures(package: &mut Package<'_>, parts: &[Relation]) -> Result<bool, Fault> {
    let part = of_kind(parts, "rdRichValueStructure").next().map(|own| own.target.clone());
    let part = part.unwrap_or_else(|| "xl/richData/rdrichvaluestructure.xml".to_owned());
    Ok(structures(package, &part)?.iter().any(|structure| structure.picture))
}

impl Pictures {
    /// Reads what the workbook with these parts says of its pictures.
    pub(super) fn of(package: &mut Package<'_>, parts: &[Relation]) -> Result<Self, Fault> {
        let part = |kind, usual: &str| of_kind(parts, kind).next().map_or(usual.to_owned(), |own| own.target.clone());
        let metadata = part("sheetMetadata", "xl/metadata.xml");
        if !package.has(&metadata) {
            return Ok(Self::default());
        }
        let structures = structures(package, &part("rdRichValueStructure", "xl/richData/rdrichvaluestructure.xml"))?;
        if !structures.iter().any(|structure| structure.picture) {
            return Ok(Self::default());
        }
        let values = values(package, &part("rdRichValue", "xl/richData/rdrichvalue.xml"), &structures)?;
        let numbers = numbers(package, &metadata)?;
        let named = numbers.into_iter().filter_map(|(number, value)| Some((number, values.get(value)?.clone()?)));
        Ok(Self { texts: named.collect() })
    }

    /// The alternative text of the picture that a cell calls by this number.
    pub(super) fn get(&self, number: u32) -> Option<&str> {
        self.texts.get(&number).map(String::as_str)
    }
}

/// What values of one kind consist of.
#[derive(Default)]
struct Structure {
    picture: bool,
    /// The place of the alternative text.
    text: Option<usize>,
    keys: usize,
}

fn structures(package: &mut Package<'_>, part: &str) -> Result<Vec<Structure>, Fault> {
    let mut found: Vec<Structure> = Vec::new();
    let Some(mut xml) = package.xml(part)? else { return Ok(found) };
    loop {
        match xml.next()? {
            Node::Open(element) => match element.local_name().as_ref() {
                "s" if found.len() < MAX_VALUES => {
                    let kind = attribute(&element, "t").unwrap_or_default().to_ascii_lowercase();
                    found.push(Structure { picture: kind.ends_with("image"), ..Structure::default() });
                }
                "k" => {
                    if let Some(structure) = found.last_mut() {
                        if attribute(&element, "n").as_deref() == Some("Text") {
                            structure.text = Some(structure.keys);
                        }
                        structure.keys += 1;
                    }
                }
                _ => {}
            },
            Node::Eof => return Ok(found),
            _ => {}
        }
    }
}

/// The alternative text of each value that is a picture.
fn values(package: &mut Package<'_>, part: &str, structures: &[Structure]) -> Result<Vec<Option<String>>, Fault> {
    let mut found: Vec<Option<String>> = Vec::new();
    let Some(mut xml) = package.xml(part)? else { return Ok(found) };
    let (mut structure, mut place) = (None, 0);
    loop {
        let text = match xml.next()? {
            Node::Open(element) => match element.local_name().as_ref() {
                "rv" if found.len() < MAX_VALUES => {
                    let number = attribute(&element, "s").and_then(|number| number.trim().parse::<usize>().ok());
                    structure = number.and_then(|number| structures.get(number)).filter(|structure| structure.picture);
                    place = 0;
                    found.push(structure.map(|_| String::new()));
                    false
                }
                "v" => {
                    place += 1;
                    structure.is_some_and(|structure| structure.text == Some(place - 1))
                }
                _ => false,
            },
            Node::Eof => return Ok(found),
            _ => false,
        };
        if text {
            let text = xml.text()?;
            if let Some(Some(last)) = found.last_mut() {
                *last = text;
            }
        }
    }
}

/// The value that each number leads to.
fn numbers(package: &mut Package<'_>, part: &str) -> Result<Vec<(u32, usize)>, Fault> {
    #[derive(PartialEq)]
    enum List {
        Types,
        Rich,
        Cells,
        Other,
    }
    let mut found = Vec::new();
    let Some(mut xml) = package.xml(part)? else { return Ok(found) };
    let mut list = List::Other;
    let (mut types, mut rich_type) = (0usize, None);
    let mut rich: Vec<usize> = Vec::new();
    // of each number: the type and the place among the values of that type
    let mut cells: Vec<(usize, usize)> = Vec::new();
    loop {
        match xml.next()? {
            Node::Open(element) => {
                let number = |name| attribute(&element, name).and_then(|value| value.trim().parse::<usize>().ok());
                let named = |name: &str| attribute(&element, "name").is_some_and(|own| own.eq_ignore_ascii_case(name));
                match (element.local_name().as_ref(), &list) {
                    ("metadataTypes", _) => list = List::Types,
                    ("metadataType", List::Types) => {
                        types += 1;
                        if named("XLRICHVALUE") {
                            rich_type = Some(types);
                        }
                    }
                    ("futureMetadata", _) => list = if named("XLRICHVALUE") { List::Rich } else { List::Other },
                    ("rvb", List::Rich) if rich.len() < MAX_VALUES => rich.push(number("i").unwrap_or(usize::MAX)),
                    ("valueMetadata", _) => list = List::Cells,
                    ("cellMetadata", _) => list = List::Other,
                    ("rc", List::Cells) if cells.len() < MAX_VALUES => {
                        cells.push((number("t").unwrap_or(0), number("v").unwrap_or(usize::MAX)));
                    }
                    _ => {}
                }
            }
            Node::Eof => break,
            _ => {}
        }
    }
    for (number, (kind, place)) in (1u32..).zip(cells) {
        if Some(kind) == rich_type
            && let Some(value) = rich.get(place)
        {
            found.push((number, *value));
        }
    }
    Ok(found)
}
