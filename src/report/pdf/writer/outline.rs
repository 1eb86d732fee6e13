//! Nested bookmarks: sections, their parts, their rows.

use lopdf::ObjectId;

use crate::report::pdf::error::Error;
use crate::report::pdf::layout::display_list::{Anchor, Document};
use crate::report::pdf::writer::objects::{self, Objects, integer, real, reference};

/// Adds the outline; none without entries.
pub(super) fn add(objects: &mut Objects, doc: &Document, pages: &[ObjectId]) -> Result<Option<ObjectId>, Error> {
    if doc.outline.is_empty() {
        return Ok(None);
    }
    let root = objects.reserve(1);
    let first = objects.reserve(doc.outline.len());
    // the parent of each entry: the nearest one before it with a lower level
    let mut parents: Vec<Option<usize>> = Vec::with_capacity(doc.outline.len());
    let mut open: Vec<usize> = Vec::new();
    for (at, bookmark) in doc.outline.iter().enumerate() {
        while open.last().is_some_and(|last| doc.outline.get(*last).is_some_and(|entry| entry.level >= bookmark.level)) {
            open.pop();
        }
        parents.push(open.last().copied());
        open.push(at);
    }
    let mut children: Vec<Vec<usize>> = vec![Vec::new(); doc.outline.len()];
    let mut top: Vec<usize> = Vec::new();
    for (at, parent) in parents.iter().enumerate() {
        match parent.and_then(|parent| children.get_mut(parent)) {
            Some(list) => list.push(at),
            None => top.push(at),
        }
    }
    let number = |at: usize| first + u32::try_from(at).unwrap_or_default();
    let mut write = |siblings: &[usize], parent: u32| -> Result<(), Error> {
        for (place, at) in siblings.iter().enumerate() {
            let Some(bookmark) = doc.outline.get(*at) else { continue };
            objects.put(number(*at), |out| {
                out.extend_from_slice(b"<</Title");
                objects::text(out, &bookmark.title);
                out.extend_from_slice(b"/Parent ");
                reference(out, parent);
                destination(out, doc, bookmark.anchor, pages);
                let before = place.checked_sub(1).and_then(|place| siblings.get(place));
                let below = children.get(*at);
                for (key, entry) in [
                    ("/Prev ", before),
                    ("/Next ", siblings.get(place + 1)),
                    ("/First ", below.and_then(|below| below.first())),
                    ("/Last ", below.and_then(|below| below.last())),
                ] {
                    if let Some(entry) = entry {
                        out.extend_from_slice(key.as_bytes());
                        reference(out, number(*entry));
                    }
                }
                if let Some(below) = below.filter(|below| !below.is_empty()) {
                    // closed, except the first level
                    let count = i64::try_from(below.len()).unwrap_or_default();
                    out.extend_from_slice(b"/Count ");
                    integer(out, if bookmark.level == 1 && count <= 20 { count } else { -count });
                }
                out.extend_from_slice(b">>");
            })?;
        }
        Ok(())
    };
    write(&top, root)?;
    for (at, below) in children.iter().enumerate() {
        write(below, number(at))?;
    }
    let visible = top.len()
        + top
            .iter()
            .filter_map(|at| children.get(*at).zip(doc.outline.get(*at)))
            .filter(|(below, entry)| entry.level == 1 && below.len() <= 20)
            .map(|(below, _)| below.len())
            .sum::<usize>();
    objects.put(root, |out| {
        out.extend_from_slice(b"<</Type/Outlines/Count ");
        integer(out, i64::try_from(visible).unwrap_or_default());
        for (key, entry) in [("/First ", top.first()), ("/Last ", top.last())] {
            if let Some(entry) = entry {
                out.extend_from_slice(key.as_bytes());
                reference(out, number(*entry));
            }
        }
        out.extend_from_slice(b">>");
    })?;
    Ok(Some(objects::id(root)))
}

/// The destination of an anchor, for a link or a bookmark.
pub(super) fn destination(out: &mut Vec<u8>, doc: &Document, anchor: Anchor, pages: &[ObjectId]) {
    let Some(spot) = doc.spot(anchor) else { return };
    let Some((page, _)) = pages.get(spot.page) else { return };
    out.extend_from_slice(b"/Dest[");
    reference(out, *page);
    out.extend_from_slice(b"/XYZ null ");
    real(out, (doc.height - spot.y + 4.0).min(doc.height));
    out.extend_from_slice(b" null]");
}
