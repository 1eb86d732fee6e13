//! Nested bookmarks: sections, their parts, their rows.

use lopdf::{Document as Pdf, Object, ObjectId, dictionary};

use super::finish::text;
use super::place::Document;

/// Adds the outline; none when there is nothing to list.
pub(super) fn add(pdf: &mut Pdf, doc: &Document, pages: &[ObjectId]) -> Option<ObjectId> {
    if doc.outline.is_empty() {
        return None;
    }
    let root = pdf.new_object_id();
    let ids: Vec<ObjectId> = doc.outline.iter().map(|_| pdf.new_object_id()).collect();
    // the parent of each: the nearest one before it of a lower level
    let mut parents: Vec<Option<usize>> = Vec::with_capacity(ids.len());
    let mut open: Vec<usize> = Vec::new();
    for (at, bookmark) in doc.outline.iter().enumerate() {
        while open.last().is_some_and(|last| doc.outline.get(*last).is_some_and(|entry| entry.level >= bookmark.level)) {
            open.pop();
        }
        parents.push(open.last().copied());
        open.push(at);
    }
    let mut children: Vec<Vec<usize>> = vec![Vec::new(); ids.len()];
    let mut top: Vec<usize> = Vec::new();
    for (at, parent) in parents.iter().enumerate() {
        match parent.and_then(|parent| children.get_mut(parent)) {
            Some(list) => list.push(at),
            None => top.push(at),
        }
    }
    let id = |at: usize| ids.get(at).copied().unwrap_or(root);
    let mut write = |siblings: &[usize], parent: ObjectId| {
        for (place, at) in siblings.iter().enumerate() {
            let Some(bookmark) = doc.outline.get(*at) else { continue };
            let mut entry = dictionary! { "Title" => text(&bookmark.title), "Parent" => parent };
            if let Some(destination) = destination(doc, bookmark.anchor, pages) {
                entry.set("Dest", destination);
            }
            if let Some(before) = place.checked_sub(1).and_then(|place| siblings.get(place)) {
                entry.set("Prev", id(*before));
            }
            if let Some(after) = siblings.get(place + 1) {
                entry.set("Next", id(*after));
            }
            if let Some(below) = children.get(*at)
                && let (Some(first), Some(last)) = (below.first(), below.last())
            {
                entry.set("First", id(*first));
                entry.set("Last", id(*last));
                // closed, but for the first level
                let count = i64::try_from(below.len()).unwrap_or_default();
                entry.set("Count", if bookmark.level == 1 && count <= 20 { count } else { -count });
            }
            pdf.set_object(id(*at), entry);
        }
    };
    write(&top, root);
    for (at, below) in children.iter().enumerate() {
        write(below, id(at));
    }
    let visible = top.len()
        + top
            .iter()
            .filter_map(|at| children.get(*at).zip(doc.outline.get(*at)))
            .filter(|(below, entry)| entry.level == 1 && below.len() <= 20)
            .map(|(below, _)| below.len())
            .sum::<usize>();
    let mut outlines = dictionary! { "Type" => "Outlines", "Count" => i64::try_from(visible).unwrap_or_default() };
    if let (Some(first), Some(last)) = (top.first(), top.last()) {
        outlines.set("First", id(*first));
        outlines.set("Last", id(*last));
    }
    pdf.set_object(root, outlines);
    Some(root)
}

/// Where an anchor is, as a link or a bookmark says it.
pub(super) fn destination(doc: &Document, anchor: super::place::Anchor, pages: &[ObjectId]) -> Option<Object> {
    let spot = doc.spot(anchor)?;
    let page = pages.get(spot.page)?;
    let top = (doc.height - spot.y + 4.0).min(doc.height);
    Some(Object::Array(vec![Object::Reference(*page), "XYZ".into(), Object::Null, Object::Real(top), Object::Null]))
}
