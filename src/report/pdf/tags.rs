//! The structure tree as PDF objects: elements, the parent tree, links and their annotations.

use lopdf::{Dictionary, Document as Pdf, Object, ObjectId, dictionary};

use super::Error;
use super::finish::{text, writer};
use super::outline::destination;
use super::place::Document;
use super::tree::{Kid, Node, NodeId, Role};

/// Adds the tree and gives its root.
pub(super) fn add(pdf: &mut Pdf, doc: &Document, pages: &[ObjectId]) -> Result<ObjectId, Error> {
    let root = pdf.new_object_id();
    let ids: Vec<ObjectId> = doc.tree.nodes.iter().map(|_| pdf.new_object_id()).collect();
    let id = |node: NodeId| ids.get(node.0).copied().unwrap_or(root);
    let links = annotations(pdf, doc, pages)?;

    // page → the elements of its marked contents, by their numbers
    let mut parents: Vec<Vec<Object>> = vec![Vec::new(); pages.len()];
    for (at, node) in doc.tree.nodes.iter().enumerate() {
        for kid in &node.kids {
            if let Kid::Mark { page, mcid } = kid
                && let Some(list) = parents.get_mut(*page)
            {
                if list.len() <= *mcid {
                    list.resize(*mcid + 1, Object::Null);
                }
                if let Some(slot) = list.get_mut(*mcid) {
                    *slot = Object::Reference(id(NodeId(at)));
                }
            }
        }
    }
    let mut numbers: Vec<Object> = Vec::with_capacity(2 * pages.len());
    for (at, (page, list)) in pages.iter().zip(parents).enumerate() {
        let key = i64::try_from(at).unwrap_or_default();
        let list = pdf.add_object(Object::Array(list));
        numbers.push(key.into());
        numbers.push(list.into());
        let page = pdf.get_dictionary_mut(*page).map_err(writer)?;
        page.set("StructParents", key);
        page.set("Tabs", "S");
    }
    let mut next = i64::try_from(pages.len()).unwrap_or_default();
    for (page, list) in links.iter().enumerate() {
        for (at, annotation) in list.iter().enumerate() {
            let Some(link) = doc.pages.get(page).and_then(|page| page.links.get(at)) else { continue };
            pdf.get_dictionary_mut(*annotation).map_err(writer)?.set("StructParent", next);
            numbers.push(next.into());
            numbers.push(id(link.node).into());
            next += 1;
        }
    }

    for (at, node) in doc.tree.nodes.iter().enumerate() {
        let element = element(node, doc, pages, &links, root, &id);
        pdf.set_object(id(NodeId(at)), element);
    }
    let parent_tree = pdf.add_object(dictionary! { "Nums" => numbers });
    pdf.set_object(
        root,
        dictionary! {
            "Type" => "StructTreeRoot",
            "K" => vec![Object::Reference(id(NodeId(0)))],
            "ParentTree" => parent_tree,
            "ParentTreeNextKey" => next,
        },
    );
    Ok(root)
}

fn element(
    node: &Node,
    doc: &Document,
    pages: &[ObjectId],
    links: &[Vec<ObjectId>],
    root: ObjectId,
    id: &impl Fn(NodeId) -> ObjectId,
) -> Dictionary {
    let mut out = dictionary! { "Type" => "StructElem", "S" => node.role.name(), "P" => node.parent.map_or(root, id) };
    // most elements lie on one page: named once, its contents are bare numbers
    let own = node.kids.iter().find_map(|kid| match kid {
        Kid::Mark { page, .. } => Some(*page),
        _ => None,
    });
    if let Some(page) = own.and_then(|page| pages.get(page)) {
        out.set("Pg", *page);
    }
    let mut kids: Vec<Object> = Vec::with_capacity(node.kids.len());
    for kid in &node.kids {
        match kid {
            Kid::Node(node) => kids.push(id(*node).into()),
            Kid::Mark { page, mcid } => {
                let mcid = i64::try_from(*mcid).unwrap_or_default();
                match pages.get(*page) {
                    Some(reference) if Some(*page) != own => {
                        kids.push(dictionary! { "Type" => "MCR", "Pg" => *reference, "MCID" => mcid }.into());
                    }
                    _ => kids.push(mcid.into()),
                }
            }
            Kid::Link { page, link } => {
                if let (Some(annotation), Some(page)) = (links.get(*page).and_then(|list| list.get(*link)), pages.get(*page)) {
                    kids.push(dictionary! { "Type" => "OBJR", "Obj" => *annotation, "Pg" => *page }.into());
                }
            }
        }
    }
    match kids.len() {
        0 => {}
        1 => out.set("K", kids.swap_remove(0)),
        _ => out.set("K", kids),
    }
    for (key, value) in [("T", &node.title), ("Alt", &node.alt), ("ActualText", &node.actual)] {
        if let Some(value) = value {
            out.set(key, text(value));
        }
    }
    if node.parent.is_none() {
        out.set("Lang", Object::string_literal("ja-JP"));
    }
    if let Some(attributes) = attributes(node, doc) {
        out.set("A", attributes);
    }
    out
}

fn attributes(node: &Node, doc: &Document) -> Option<Dictionary> {
    match node.role {
        Role::ThColumn | Role::ThRow | Role::Td => {
            let mut table = dictionary! { "O" => "Table" };
            match node.role {
                Role::ThColumn => table.set("Scope", "Column"),
                Role::ThRow => table.set("Scope", "Row"),
                _ if node.columns <= 1 => return None,
                _ => {}
            }
            if node.columns > 1 {
                table.set("ColSpan", i64::try_from(node.columns).unwrap_or(1));
            }
            if node.rows > 1 {
                table.set("RowSpan", i64::try_from(node.rows).unwrap_or(1));
            }
            Some(table)
        }
        Role::Figure => {
            let [x, y, w, h] = node.area?;
            let bounds = [x, doc.height - y - h, x + w, doc.height - y];
            Some(dictionary! {
                "O" => "Layout",
                "Placement" => "Block",
                "BBox" => bounds.iter().map(|length| Object::Real(*length)).collect::<Vec<_>>(),
            })
        }
        Role::L => Some(dictionary! { "O" => "List", "ListNumbering" => "None" }),
        _ => None,
    }
}

/// The links of every page as annotations.
fn annotations(pdf: &mut Pdf, doc: &Document, pages: &[ObjectId]) -> Result<Vec<Vec<ObjectId>>, Error> {
    let mut out = Vec::with_capacity(pages.len());
    for (page, reference) in doc.pages.iter().zip(pages) {
        let mut list = Vec::with_capacity(page.links.len());
        for link in &page.links {
            let [x, y, w, h] = link.area;
            let area = [x, doc.height - y - h, x + w, doc.height - y];
            let mut annotation = dictionary! {
                "Type" => "Annot",
                "Subtype" => "Link",
                "Rect" => area.iter().map(|length| Object::Real(*length)).collect::<Vec<_>>(),
                "Border" => vec![0.into(), 0.into(), 0.into()],
                "Contents" => text(&link.alt),
                // printed, not hidden: PDF/A asks for it
                "F" => 4,
            };
            if let Some(destination) = destination(doc, link.to, pages) {
                annotation.set("Dest", destination);
            }
            list.push(pdf.add_object(annotation));
        }
        let target = pdf.get_dictionary_mut(*reference).map_err(writer)?;
        if list.is_empty() {
            target.remove(b"Annots");
        } else {
            target.set("Annots", list.iter().map(|id| Object::Reference(*id)).collect::<Vec<_>>());
        }
        out.push(list);
    }
    Ok(out)
}
