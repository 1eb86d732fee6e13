//! The structure tree of a report as text: one line for each element, indented, with its own text.

use std::collections::BTreeMap;

use lopdf::{Document, Object, ObjectId};

use super::reader::marked_texts;

type Texts = BTreeMap<(ObjectId, i64), String>;

/// The tree of a file.
pub fn tree(bytes: &[u8]) -> String {
    let pdf = Document::load_mem(bytes).unwrap();
    let mut texts = Texts::new();
    for page in pdf.get_pages().values() {
        marked_texts(&pdf, *page, &mut texts);
    }
    let root = pdf.catalog().unwrap().get(b"StructTreeRoot").and_then(|root| pdf.dereference(root)).unwrap().1;
    let mut out = format!("{} pages\n", pdf.get_pages().len());
    for child in children(&pdf, root) {
        element(&pdf, child, (None, 0), &texts, &mut out);
    }
    out
}

fn element(pdf: &Document, object: &Object, (page, depth): (Option<ObjectId>, usize), texts: &Texts, out: &mut String) {
    let Ok(dictionary) = object.as_dict() else { return };
    let page = dictionary.get(b"Pg").and_then(Object::as_reference).ok().or(page);
    let Ok(role) = dictionary.get(b"S").and_then(Object::as_name) else { return };
    let mut text = String::new();
    for child in children(pdf, object) {
        let own = child.as_dict().ok().filter(|child| !child.has(b"S"));
        let page = own.and_then(|own| own.get(b"Pg").and_then(Object::as_reference).ok()).or(page);
        let mcid = own.map_or(Ok(child), |own| own.get(b"MCID")).and_then(Object::as_i64);
        if let (Some(page), Ok(mcid)) = (page, mcid) {
            text.push_str(texts.get(&(page, mcid)).map_or("", String::as_str));
        }
    }
    let title = dictionary.get(b"T").and_then(lopdf::decode_text_string).unwrap_or_default();
    let line = format!("{:indent$}{} {title} {text}", "", String::from_utf8_lossy(role), indent = depth * 2);
    let words: Vec<&str> = line.split_whitespace().collect();
    out.push_str(&format!("{:indent$}{}\n", "", words.join(" "), indent = depth * 2));
    for child in children(pdf, object) {
        element(pdf, child, (page, depth + 1), texts, out);
    }
}

fn children<'a>(pdf: &'a Document, of: &'a Object) -> Vec<&'a Object> {
    let Ok(kids) = of.as_dict().and_then(|of| of.get(b"K")) else { return Vec::new() };
    let resolved = |object: &'a Object| pdf.dereference(object).map(|(_, object)| object).ok();
    match resolved(kids) {
        Some(Object::Array(list)) => list.iter().filter_map(resolved).collect(),
        Some(one) => vec![one],
        None => Vec::new(),
    }
}
