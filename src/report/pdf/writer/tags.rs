//! The structure tree as PDF objects: elements, the parent tree, links and their annotations.

use lopdf::{Document as Pdf, Object, ObjectId};

use crate::report::pdf::error::Error;
use crate::report::pdf::layout::display_list::{Document, Link, Target};
use crate::report::pdf::layout::tree::{Kid, Node, NodeId, Role};
use crate::report::pdf::writer::objects::{self, Objects, integer, real, reference};
use crate::report::pdf::writer::outline::destination;

/// The elements' object numbers, and the pages of their contents.
struct Elements<'d> {
    doc: &'d Document,
    pages: &'d [ObjectId],
    /// Numbers of the annotations, page by page.
    links: Vec<Vec<u32>>,
    root: u32,
    first: u32,
}

/// Adds the tree; returns its root.
pub(super) fn add(pdf: &mut Pdf, objects: &mut Objects, doc: &Document, pages: &[ObjectId]) -> Result<ObjectId, Error> {
    let root = objects.reserve(1);
    let first = objects.reserve(doc.tree.nodes.len());
    let next = i64::try_from(pages.len()).unwrap_or_default();
    let mut elements = Elements { doc, pages, links: Vec::with_capacity(pages.len()), root, first };
    let mut key = next;
    let mut linked: Vec<u32> = Vec::new();
    for (page, id) in doc.pages.iter().zip(pages) {
        let mut list = Vec::with_capacity(page.links.len());
        for link in &page.links {
            list.push(objects.add(|out| annotation(out, doc, pages, link, key))?);
            linked.push(elements.number(link.node));
            key += 1;
        }
        annotate(pdf, *id, &list)?;
        elements.links.push(list);
    }
    for (at, node) in doc.tree.nodes.iter().enumerate() {
        objects.put(elements.number(NodeId(at)), |out| elements.write(out, node))?;
    }
    let parents = elements.parents(pdf, objects)?;
    objects.put(root, |out| {
        out.extend_from_slice(b"<</Type/StructTreeRoot/K[");
        reference(out, first);
        out.extend_from_slice(b"]/ParentTreeNextKey ");
        integer(out, key);
        out.extend_from_slice(b"/ParentTree<</Nums[");
        for (key, list) in (0_i64..).zip(parents.iter().chain(&linked)) {
            integer(out, key);
            out.push(b' ');
            reference(out, *list);
            out.push(b' ');
        }
        out.extend_from_slice(b"]>>>>");
    })?;
    Ok(objects::id(root))
}

impl Elements<'_> {
    fn number(&self, node: NodeId) -> u32 {
        self.first + u32::try_from(node.0).unwrap_or_default()
    }

    fn page(&self, page: usize) -> Option<u32> {
        self.pages.get(page).map(|(number, _)| *number)
    }

    /// For every page, the elements of its marked contents by their numbers; each list is an object.
    fn parents(&self, pdf: &mut Pdf, objects: &mut Objects) -> Result<Vec<u32>, Error> {
        let mut parents: Vec<Vec<u32>> = vec![Vec::new(); self.pages.len()];
        for (at, node) in self.doc.tree.nodes.iter().enumerate() {
            for kid in &node.kids {
                if let Kid::Mark { page, mcid } = kid
                    && let Some(list) = parents.get_mut(*page)
                {
                    if list.len() <= *mcid {
                        list.resize(*mcid + 1, 0);
                    }
                    if let Some(slot) = list.get_mut(*mcid) {
                        *slot = self.number(NodeId(at));
                    }
                }
            }
        }
        let mut out = Vec::with_capacity(parents.len());
        for (at, (page, list)) in (0_i64..).zip(self.pages.iter().zip(parents)) {
            out.push(objects.add(|out| {
                out.push(b'[');
                for number in &list {
                    match number {
                        0 => out.extend_from_slice(b"null"),
                        number => reference(out, *number),
                    }
                    out.push(b' ');
                }
                out.push(b']');
            })?);
            let page = pdf.get_dictionary_mut(*page).map_err(Error::from)?;
            page.set("StructParents", at);
            page.set("Tabs", "S");
        }
        Ok(out)
    }

    fn write(&self, out: &mut Vec<u8>, node: &Node) {
        out.extend_from_slice(b"<</Type/StructElem/S/");
        out.extend_from_slice(node.role.name().as_bytes());
        out.extend_from_slice(b"/P ");
        reference(out, node.parent.map_or(self.root, |parent| self.number(parent)));
        // most elements are on one page: named once, its contents are plain numbers
        let own = node.kids.iter().find_map(|kid| match kid {
            Kid::Mark { page, .. } => Some(*page),
            _ => None,
        });
        if let Some(page) = own.and_then(|page| self.page(page)) {
            out.extend_from_slice(b"/Pg ");
            reference(out, page);
        }
        self.kids(out, node, own);
        for (key, value) in [("/T", &node.title), ("/Alt", &node.alt), ("/ActualText", &node.actual)] {
            if let Some(value) = value {
                out.extend_from_slice(key.as_bytes());
                objects::text(out, value);
            }
        }
        if node.parent.is_none() {
            out.extend_from_slice(b"/Lang(ja-JP)");
        }
        attributes(out, node, self.doc);
        out.extend_from_slice(b">>");
    }

    fn kids(&self, out: &mut Vec<u8>, node: &Node, own: Option<usize>) {
        if node.kids.is_empty() {
            return;
        }
        out.extend_from_slice(b"/K[");
        for kid in &node.kids {
            match kid {
                Kid::Node(node) => reference(out, self.number(*node)),
                Kid::Mark { page, mcid } => {
                    let mcid = i64::try_from(*mcid).unwrap_or_default();
                    match self.page(*page) {
                        Some(number) if Some(*page) != own => {
                            out.extend_from_slice(b"<</Type/MCR/Pg ");
                            reference(out, number);
                            out.extend_from_slice(b"/MCID ");
                            integer(out, mcid);
                            out.extend_from_slice(b">>");
                        }
                        _ => integer(out, mcid),
                    }
                }
                Kid::Link { page, link } => {
                    let annotation = self.links.get(*page).and_then(|list| list.get(*link));
                    if let (Some(annotation), Some(page)) = (annotation, self.page(*page)) {
                        out.extend_from_slice(b"<</Type/OBJR/Obj ");
                        reference(out, *annotation);
                        out.extend_from_slice(b"/Pg ");
                        reference(out, page);
                        out.extend_from_slice(b">>");
                    }
                }
            }
            out.push(b' ');
        }
        out.push(b']');
    }
}

fn attributes(out: &mut Vec<u8>, node: &Node, doc: &Document) {
    match node.role {
        Role::ThColumn | Role::ThRow | Role::Td => {
            let scope: &[u8] = match node.role {
                Role::ThColumn => b"/Scope/Column",
                Role::ThRow => b"/Scope/Row",
                _ if node.columns <= 1 => return,
                _ => b"",
            };
            out.extend_from_slice(b"/A<</O/Table");
            out.extend_from_slice(scope);
            for (key, span) in [("/ColSpan ", node.columns), ("/RowSpan ", node.rows)] {
                if span > 1 {
                    out.extend_from_slice(key.as_bytes());
                    integer(out, i64::try_from(span).unwrap_or(1));
                }
            }
            out.extend_from_slice(b">>");
        }
        Role::Figure => {
            let Some(area) = node.area else { return };
            out.extend_from_slice(b"/A<</O/Layout/Placement/Block/BBox");
            rectangle(out, doc, area);
            out.extend_from_slice(b">>");
        }
        Role::L => out.extend_from_slice(b"/A<</O/List/ListNumbering/None>>"),
        _ => {}
    }
}

/// `[left bottom right top]`, as PDF measures from below.
fn rectangle(out: &mut Vec<u8>, doc: &Document, [x, y, w, h]: [f32; 4]) {
    out.push(b'[');
    for length in [x, doc.height - y - h, x + w, doc.height - y] {
        real(out, length);
        out.push(b' ');
    }
    out.push(b']');
}

/// A link as an annotation.
fn annotation(out: &mut Vec<u8>, doc: &Document, pages: &[ObjectId], link: &Link, key: i64) {
    out.extend_from_slice(b"<</Type/Annot/Subtype/Link/Rect");
    rectangle(out, doc, link.area);
    // PDF/A demands the print flag and forbids hidden
    out.extend_from_slice(b"/Border[0 0 0]/F 4/Contents");
    objects::text(out, &link.alt);
    match &link.to {
        Target::Place(anchor) => destination(out, doc, *anchor, pages),
        Target::Page(address) => {
            out.extend_from_slice(b"/A<</Type/Action/S/URI/URI");
            objects::text(out, address);
            out.extend_from_slice(b">>");
        }
    }
    out.extend_from_slice(b"/StructParent ");
    integer(out, key);
    out.extend_from_slice(b">>");
}

/// Adds the annotations to their pages.
fn annotate(pdf: &mut Pdf, page: ObjectId, list: &[u32]) -> Result<(), Error> {
    let target = pdf.get_dictionary_mut(page).map_err(Error::from)?;
    if list.is_empty() {
        target.remove(b"Annots");
    } else {
        target.set("Annots", list.iter().map(|number| Object::Reference(objects::id(*number))).collect::<Vec<_>>());
    }
    Ok(())
}
