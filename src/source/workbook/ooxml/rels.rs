//! Which part of a package belongs to which.

use crate::source::workbook::fault::Fault;
use crate::source::workbook::package::Package;
use crate::source::workbook::xml::{Node, attribute};

/// A relationship: id, kind (last part of its type), target as a part name.
#[derive(Debug, Clone)]
pub(in crate::source::workbook) struct Relation {
    pub(in crate::source::workbook) id: String,
    pub(in crate::source::workbook) kind: String,
    pub(in crate::source::workbook) target: String,
}

/// The relationships of `part`; none when it has no list of them.
pub(in crate::source::workbook) fn relations(package: &mut Package<'_>, part: &str) -> Result<Vec<Relation>, Fault> {
    let (folder, name) = part.rsplit_once('/').unwrap_or(("", part));
    let list = if folder.is_empty() { format!("_rels/{name}.rels") } else { format!("{folder}/_rels/{name}.rels") };
    let Some(mut xml) = package.xml(&list)? else { return Ok(Vec::new()) };
    let mut relations = Vec::new();
    loop {
        match xml.next()? {
            Node::Open(element) if element.local_name().as_ref() == "Relationship" => {
                let text = |name| attribute(&element, name).unwrap_or_default().into_owned();
                if text("TargetMode") == "External" {
                    continue;
                }
                let kind = text("Type");
                relations.push(Relation {
                    id: text("Id"),
                    kind: kind.rsplit('/').next().unwrap_or_default().to_owned(),
                    target: resolve(folder, &text("Target")),
                });
            }
            Node::Eof => return Ok(relations),
            _ => {}
        }
    }
}

/// The first relation of a kind.
pub(in crate::source::workbook) fn of_kind<'a>(relations: &'a [Relation], kind: &'a str) -> impl Iterator<Item = &'a Relation> {
    relations.iter().filter(move |r| r.kind.eq_ignore_ascii_case(kind))
}

/// A target seen from a folder: absolute ones begin with `/`, others may climb.
fn resolve(folder: &str, target: &str) -> String {
    let target = target.replace('\\', "/");
    let target = target.split('#').next().unwrap_or_default();
    let mut parts: Vec<&str> =
        if target.starts_with('/') { Vec::new() } else { folder.split('/').filter(|p| !p.is_empty()).collect() };
    for step in target.split('/') {
        match step {
            "" | "." => {}
            ".." => {
                parts.pop();
            }
            name => parts.push(name),
        }
    }
    parts.join("/")
}

#[cfg(test)]
mod tests {
    use super::resolve;

    #[test]
    fn targets_are_absolute_or_climb() {
        assert_eq!(resolve("xl", "worksheets/sheet1.xml"), "xl/worksheets/sheet1.xml");
        assert_eq!(resolve("xl", "/xl/worksheets/sheet1.xml"), "xl/worksheets/sheet1.xml");
        assert_eq!(resolve("xl/worksheets", "../comments1.xml"), "xl/comments1.xml");
        assert_eq!(resolve("xl", ".\\worksheets\\sheet1.xml"), "xl/worksheets/sheet1.xml");
        assert_eq!(resolve("", "../../xl/workbook.xml"), "xl/workbook.xml");
    }
}
