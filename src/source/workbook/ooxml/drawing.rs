//! What stands on a sheet but in no cell: text boxes, pictures, charts.

use std::io::Read;

use super::rels::{Relation, of_kind, relations};
use crate::model::Address;
use crate::source::workbook::builder::Builder;
use crate::source::workbook::fault::Fault;
use crate::source::workbook::package::Package;
use crate::source::workbook::xml::{Node, Xml, attribute};
use crate::source::{Object, ObjectKind};

/// Reads the drawings of a sheet with these relations. The boxes of comments are in another part (VML).
pub(in crate::source::workbook) fn attach(
    package: &mut Package<'_>,
    related: &[Relation],
    builder: &mut Builder<'_>,
) -> Result<(), Fault> {
    let controls = of_kind(related, "vmlDrawing").next().is_some();
    for relation in of_kind(related, "drawing") {
        let mut found = Vec::new();
        if let Some(mut xml) = package.xml(&relation.target)? {
            read(&mut xml, &mut found, controls)?;
        }
        let charts =
            if found.iter().any(|(_, chart)| chart.is_some()) { relations(package, &relation.target)? } else { Vec::new() };
        for (mut object, chart) in found {
            if let Some(part) = chart.and_then(|id| charts.iter().find(|r| r.id == id))
                && let Some(mut xml) = package.xml(&part.target)?
            {
                object.text = texts(&mut xml)?;
            }
            builder.object(object)?;
        }
    }
    Ok(())
}

/// Objects, with the relation of the part that holds a chart.
fn read<R: Read>(xml: &mut Xml<'_, R>, found: &mut Vec<(Object, Option<String>)>, controls: bool) -> Result<(), Fault> {
    /// What is being read right now.
    #[derive(PartialEq)]
    enum Inside {
        Nothing,
        From,
        Column,
        Row,
        Text,
    }
    let mut inside = Inside::Nothing;
    let (mut row, mut column) = (None, None);
    let mut current: Option<(Object, Option<String>)> = None;
    loop {
        let mut skip = false;
        match xml.next()? {
            Node::Open(element) => {
                let at = |row: Option<u32>, column: Option<u32>| Some(Address::new(row?, column?));
                let kind = match element.local_name().as_ref() {
                    "twoCellAnchor" | "oneCellAnchor" | "absoluteAnchor" => {
                        (row, column) = (None, None);
                        None
                    }
                    "from" => {
                        inside = Inside::From;
                        None
                    }
                    "col" if inside == Inside::From => {
                        inside = Inside::Column;
                        None
                    }
                    "row" if inside == Inside::From => {
                        inside = Inside::Row;
                        None
                    }
                    // the same once more, for programs that do not know the first way
                    "Fallback" => {
                        skip = true;
                        None
                    }
                    // a control, which the old drawing part has with its state
                    "compatExt" if controls => {
                        current = None;
                        None
                    }
                    "sp" | "cxnSp" => Some(ObjectKind::Shape),
                    "pic" => Some(ObjectKind::Picture),
                    "graphicFrame" => Some(ObjectKind::Chart),
                    "chart" => {
                        if let Some((_, chart)) = &mut current {
                            *chart = attribute(&element, "id").map(|id| id.into_owned());
                        }
                        None
                    }
                    "t" if current.is_some() => {
                        inside = Inside::Text;
                        None
                    }
                    "br" => {
                        if let Some((object, _)) = &mut current {
                            object.text.push('\n');
                        }
                        None
                    }
                    _ => None,
                };
                if let Some(kind) = kind {
                    current = Some((Object { at: at(row, column), kind, text: String::new() }, None));
                }
            }
            Node::Text(text) => match inside {
                Inside::Column => column = text.trim().parse().ok(),
                Inside::Row => row = text.trim().parse().ok(),
                Inside::Text => {
                    if let Some((object, _)) = &mut current {
                        object.text.push_str(&text);
                    }
                }
                _ => {}
            },
            Node::Close(element) => match element.local_name().as_ref() {
                "col" | "row" => {
                    if matches!(inside, Inside::Column | Inside::Row) {
                        inside = Inside::From;
                    }
                }
                "from" | "t" => inside = Inside::Nothing,
                "p" => {
                    if let Some((object, _)) = &mut current {
                        object.text.push('\n');
                    }
                }
                "sp" | "cxnSp" | "pic" | "graphicFrame" => {
                    if let Some((mut object, chart)) = current.take() {
                        object.text = object.text.trim().to_owned();
                        found.push((object, chart));
                    }
                }
                _ => {}
            },
            Node::Eof => return Ok(()),
            Node::Other => {}
        }
        if skip {
            xml.skip()?;
        }
        if let Some((object, _)) = &current {
            xml.length(&object.text)?;
        }
    }
}

/// The texts of a chart: its title and the titles of its axes.
fn texts<R: Read>(xml: &mut Xml<'_, R>) -> Result<String, Fault> {
    let mut whole = String::new();
    loop {
        let (text, paragraph) = match xml.next()? {
            Node::Open(element) => (element.local_name().as_ref() == "t", false),
            Node::Close(element) => (false, element.local_name().as_ref() == "p"),
            Node::Eof => return Ok(whole.trim().to_owned()),
            _ => (false, false),
        };
        if text {
            let text = xml.text()?;
            whole.push_str(&text);
        }
        if paragraph {
            whole.push('\n');
        }
        xml.length(&whole)?;
    }
}
