//! Check boxes and option buttons that are drawn on a sheet. They stand in the old drawing part (VML), beside the boxes
//! of remarks; the newer drawing has a shape for each, without its state.

use std::io::Read;

use super::rels::{Relation, of_kind};
use crate::model::Address;
use crate::source::workbook::builder::Builder;
use crate::source::workbook::fault::Fault;
use crate::source::workbook::package::Package;
use crate::source::workbook::xml::{Node, Xml, attribute};
use crate::source::{Object, ObjectKind};

/// Reads the controls of a sheet with these relations. Old programs write this part carelessly: what cannot be read of it
/// is passed over.
pub(super) fn attach(package: &mut Package<'_>, related: &[Relation], builder: &mut Builder<'_>) -> Result<(), Fault> {
    for relation in of_kind(related, "vmlDrawing") {
        let mut found = Vec::new();
        let read = match package.xml(&relation.target) {
            Ok(Some(mut xml)) => read(&mut xml, &mut found),
            Ok(None) => Ok(()),
            Err(fault) => Err(fault),
        };
        if let Err(fault) = read {
            fault.in_a_part()?;
        }
        for object in found {
            builder.object(object)?;
        }
    }
    Ok(())
}

fn read<R: Read>(xml: &mut Xml<'_, R>, found: &mut Vec<Object>) -> Result<(), Fault> {
    let mut label = String::new();
    let mut control: Option<Object> = None;
    loop {
        enum Inside {
            Label,
            Anchor,
            Checked,
            Nothing,
        }
        let inside = match xml.next()? {
            Node::Open(element) => match element.local_name().as_ref() {
                "shape" => {
                    label.clear();
                    Inside::Nothing
                }
                "textbox" => Inside::Label,
                "ClientData" => {
                    let kind = attribute(&element, "ObjectType").unwrap_or_default();
                    control = matches!(&*kind, "Checkbox" | "Radio").then(|| Object {
                        at: None,
                        kind: ObjectKind::CheckBox { checked: false },
                        text: label.trim().to_owned(),
                    });
                    Inside::Nothing
                }
                "Anchor" => Inside::Anchor,
                "Checked" => Inside::Checked,
                _ => Inside::Nothing,
            },
            Node::Close(element) if element.local_name().as_ref() == "ClientData" => {
                found.extend(control.take());
                Inside::Nothing
            }
            Node::Eof => return Ok(()),
            _ => Inside::Nothing,
        };
        match inside {
            Inside::Label => label = xml.text()?,
            Inside::Anchor => {
                let text = xml.text()?;
                if let Some(control) = &mut control {
                    control.at = anchor(&text);
                }
            }
            Inside::Checked => {
                let checked = xml.text()?.trim() != "0";
                if let Some(control) = &mut control {
                    control.kind = ObjectKind::CheckBox { checked };
                }
            }
            Inside::Nothing => {}
        }
    }
}

/// The cell under the upper left corner: column, offset, row, offset, and the same of the other corner.
fn anchor(text: &str) -> Option<Address> {
    let mut numbers = text.split(',').map(|number| number.trim().parse::<u32>().ok());
    let column = numbers.next()??;
    Some(Address::new(numbers.nth(1)??, column))
}
