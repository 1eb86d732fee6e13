//! Remarks on cells: notes of old, and threads of comments of today.

use std::io::Read;

use super::parts::rich_text;
use super::rels::{Relation, of_kind};
use crate::model::Address;
use crate::source::workbook::builder::Builder;
use crate::source::workbook::fault::Fault;
use crate::source::workbook::package::Package;
use crate::source::workbook::xml::{Node, Xml, attribute};

/// Reads the remarks of a sheet with these relations.
pub(in crate::source::workbook) fn attach(
    package: &mut Package<'_>,
    related: &[Relation],
    builder: &mut Builder<'_>,
) -> Result<(), Fault> {
    let threaded = threads(package, related, builder)?;
    for relation in of_kind(related, "comments") {
        let Some(mut xml) = package.xml(&relation.target)? else { continue };
        while let Some(at) = next(&mut xml, "comment")? {
            let (text, _) = rich_text(&mut xml)?;
            // a thread has a note too, for programs that know no threads
            if let Some(at) = at.filter(|at| threaded.binary_search(at).is_err()) {
                builder.comment(at, &text)?;
            }
        }
    }
    Ok(())
}

/// Reads the threads of a sheet with these relations; the cells they hang on, sorted.
pub(in crate::source::workbook) fn threads(
    package: &mut Package<'_>,
    related: &[Relation],
    builder: &mut Builder<'_>,
) -> Result<Vec<Address>, Fault> {
    let mut threaded = Vec::new();
    for relation in of_kind(related, "threadedComment") {
        let Some(mut xml) = package.xml(&relation.target)? else { continue };
        while let Some(at) = next(&mut xml, "threadedComment")? {
            let text = xml.text()?;
            if let Some(at) = at {
                builder.comment(at, &text)?;
                threaded.push(at);
            }
        }
    }
    threaded.sort_unstable();
    Ok(threaded)
}

/// Goes to the text of the next remark: the cell it hangs on, where it says one. None at the end.
fn next(xml: &mut Xml<'_, impl Read>, remark: &str) -> Result<Option<Option<Address>>, Fault> {
    let mut at = None;
    loop {
        match xml.next()? {
            Node::Open(element) => match element.local_name().as_ref() {
                name if name == remark => at = attribute(&element, "ref").and_then(|r| r.parse::<Address>().ok()),
                "text" => return Ok(Some(at)),
                _ => {}
            },
            Node::Eof => return Ok(None),
            _ => {}
        }
    }
}
