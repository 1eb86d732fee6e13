//! Remarks on cells: notes of old, and threads of comments of today.

use super::super::builder::Builder;
use super::super::fault::Fault;
use super::super::package::Package;
use super::super::xml::{Node, attribute};
use super::parts::rich_text;
use super::rels::{Relation, of_kind};
use crate::model::Address;

/// Reads the remarks of a sheet with these relations.
pub(in super::super) fn attach(package: &mut Package<'_>, related: &[Relation], builder: &mut Builder<'_>) -> Result<(), Fault> {
    let threaded = threads(package, related, builder)?;
    for relation in of_kind(related, "comments") {
        let Some(mut xml) = package.xml(&relation.target)? else { continue };
        let mut at = None;
        loop {
            let text = match xml.next()? {
                Node::Open(element) => match element.local_name().as_ref() {
                    "comment" => {
                        at = attribute(&element, "ref").and_then(|r| r.parse::<Address>().ok());
                        false
                    }
                    name => name == "text",
                },
                Node::Eof => break,
                _ => false,
            };
            if text {
                let (text, _) = rich_text(&mut xml)?;
                // a thread has a note too, for programs that know no threads
                if let Some(at) = at.filter(|at| threaded.binary_search(at).is_err()) {
                    builder.comment(at, &text)?;
                }
            }
        }
    }
    Ok(())
}

/// Reads the threads of a sheet with these relations; the cells they hang on, sorted.
pub(in super::super) fn threads(
    package: &mut Package<'_>,
    related: &[Relation],
    builder: &mut Builder<'_>,
) -> Result<Vec<Address>, Fault> {
    let mut threaded = Vec::new();
    for relation in of_kind(related, "threadedComment") {
        let Some(mut xml) = package.xml(&relation.target)? else { continue };
        let mut at = None;
        loop {
            let text = match xml.next()? {
                Node::Open(element) => match element.local_name().as_ref() {
                    "threadedComment" => {
                        at = attribute(&element, "ref").and_then(|r| r.parse::<Address>().ok());
                        false
                    }
                    name => name == "text",
                },
                Node::Eof => break,
                _ => false,
            };
            if text {
                let text = xml.text()?;
                if let Some(at) = at {
                    builder.comment(at, &text)?;
                    threaded.push(at);
                }
            }
        }
    }
    threaded.sort_unstable();
    Ok(threaded)
}
