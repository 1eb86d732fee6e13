//! Reads a report back by its structure, as a screen reader does: with lopdf's reading side and tables of
//! characters parsed here.

use std::collections::{BTreeMap, BTreeSet};

use lopdf::content::Content;
use lopdf::{Dictionary, Document, Object, ObjectId};

pub struct Read {
    pub pages: usize,
    pdf: Document,
    /// The structure's text in reading order, without white space.
    structure: String,
}

impl Read {
    pub fn of(bytes: &[u8]) -> Self {
        let pdf = Document::load_mem(bytes).unwrap();
        let pages = pdf.get_pages();
        let mut texts: BTreeMap<(ObjectId, i64), String> = BTreeMap::new();
        for page in pages.values() {
            marked_texts(&pdf, *page, &mut texts);
        }
        let mut out = String::new();
        let root = pdf.catalog().unwrap().get(b"StructTreeRoot").unwrap();
        walk(&pdf, root, None, &texts, &mut out);
        let structure = solid(&out);
        Self { pages: pages.len(), pdf, structure }
    }

    /// Is the text somewhere in the structure, white space aside?
    pub fn structure_holds(&self, text: &str) -> bool {
        self.structure.contains(&solid(text))
    }

    /// What PDF/UA-1 and PDF/A-2 ask for and the file does not have.
    pub fn faults(&self) -> Vec<String> {
        let mut faults = Vec::new();
        let catalog = self.pdf.catalog().unwrap();
        let mut want = |holds: bool, what: &str| {
            if !holds {
                faults.push(what.to_owned());
            }
        };
        want(catalog.get(b"Lang").and_then(Object::as_str).is_ok_and(|lang| lang == b"ja-JP"), "language");
        want(self.dictionary(catalog, b"MarkInfo").and_then(|d| d.get(b"Marked").ok()?.as_bool().ok()) == Some(true), "marked");
        want(
            self.dictionary(catalog, b"ViewerPreferences").and_then(|d| d.get(b"DisplayDocTitle").ok()?.as_bool().ok())
                == Some(true),
            "title shown",
        );
        let metadata = catalog.get_deref(b"Metadata", &self.pdf).and_then(Object::as_stream).unwrap();
        let metadata = String::from_utf8(metadata.content.clone()).unwrap();
        for claim in ["<pdfaid:part>2<", "<pdfaid:conformance>A<", "<pdfuaid:part>1<", "<dc:title>"] {
            want(metadata.contains(claim), claim);
        }
        want(catalog.get(b"OutputIntents").is_ok(), "output intent");
        want(catalog.get(b"Outlines").is_ok(), "outline");
        for page in self.pdf.get_pages().values() {
            let page = self.pdf.get_dictionary(*page).unwrap();
            want(page.has(b"StructParents"), "page without StructParents");
            want(page.get(b"Tabs").and_then(Object::as_name).is_ok_and(|tabs| tabs == b"S"), "tab order");
        }
        let mut levels = Vec::new();
        for object in self.pdf.objects.values() {
            let Ok(element) = object.as_dict() else { continue };
            if element.get(b"Type").and_then(Object::as_name).is_ok_and(|t| t == b"Annot") {
                want(
                    element.has(b"StructParent") && element.has(b"Contents") && element.has(b"Dest"),
                    "link without its element",
                );
            }
            let Ok(role) = element.get(b"S").and_then(Object::as_name) else { continue };
            match role {
                b"TH" => want(self.dictionary(element, b"A").is_some_and(|a| a.has(b"Scope")), "header cell without scope"),
                b"Figure" => want(element.has(b"Alt"), "figure without alternative"),
                b"H1" | b"H2" | b"H3" => levels.push(role.to_vec()),
                _ => {}
            }
        }
        want(levels.iter().filter(|level| **level == b"H1").count() == 1, "one first heading");
        faults
    }

    fn dictionary<'a>(&'a self, of: &'a Dictionary, key: &[u8]) -> Option<&'a Dictionary> {
        of.get_deref(key, &self.pdf).and_then(Object::as_dict).ok()
    }
}

fn solid(text: &str) -> String {
    text.chars().filter(|c| !c.is_whitespace()).collect()
}

fn walk(pdf: &Document, object: &Object, page: Option<ObjectId>, texts: &BTreeMap<(ObjectId, i64), String>, out: &mut String) {
    let (_, object) = pdf.dereference(object).unwrap();
    match object {
        Object::Array(list) => list.iter().for_each(|kid| walk(pdf, kid, page, texts, out)),
        Object::Integer(mcid) => {
            if let Some(text) = page.and_then(|page| texts.get(&(page, *mcid))) {
                out.push_str(text);
            }
        }
        Object::Dictionary(element) => {
            let page = element.get(b"Pg").and_then(Object::as_reference).ok().or(page);
            if let Ok(mcid) = element.get(b"MCID") {
                walk(pdf, mcid, page, texts, out);
            }
            if let Ok(title) = element.get(b"T").and_then(lopdf::decode_text_string) {
                out.push_str(&title);
                out.push('\u{1f}');
            }
            if let Ok(kids) = element.get(b"K") {
                walk(pdf, kids, page, texts, out);
            }
            // an element ends; a piece of one that goes on over a page does not
            if element.has(b"S") {
                out.push('\u{1f}');
            }
        }
        _ => {}
    }
}

/// Marked contents of a page and their texts.
fn marked_texts(pdf: &Document, page: ObjectId, out: &mut BTreeMap<(ObjectId, i64), String>) {
    let fonts: BTreeMap<Vec<u8>, BTreeMap<u16, String>> =
        pdf.get_page_fonts(page).unwrap().into_iter().map(|(name, font)| (name, characters(pdf, font))).collect();
    let content = Content::decode(&pdf.get_page_content(page)).unwrap();
    let mut font = Vec::new();
    let mut marks: Vec<(Option<i64>, Option<String>)> = Vec::new();
    for operation in &content.operations {
        match operation.operator.as_str() {
            "BDC" => {
                let properties = operation.operands[1].as_dict().unwrap();
                let mcid = properties.get(b"MCID").and_then(Object::as_i64).ok();
                let actual = properties.get(b"ActualText").and_then(lopdf::decode_text_string).ok();
                let mcid = mcid.or_else(|| marks.last().and_then(|(mcid, _)| *mcid));
                if let (Some(mcid), Some(actual)) = (mcid, &actual) {
                    out.entry((page, mcid)).or_default().push_str(actual);
                }
                marks.push((mcid, actual));
            }
            "EMC" => {
                marks.pop().unwrap();
            }
            "Tf" => font = operation.operands[0].as_name().unwrap().to_vec(),
            "TJ" | "Tj" => {
                let Some((Some(mcid), None)) = marks.last() else { continue };
                let text = out.entry((page, *mcid)).or_default();
                let items = match &operation.operands[0] {
                    Object::Array(items) => items.clone(),
                    item => vec![item.clone()],
                };
                for item in &items {
                    let Object::String(codes, _) = item else { continue };
                    for code in codes.chunks(2) {
                        text.push_str(&fonts[&font][&u16::from_be_bytes([code[0], code[1]])]);
                    }
                }
            }
            _ => {}
        }
    }
    let open: BTreeSet<usize> = (0..marks.len()).collect();
    assert!(open.is_empty(), "marked contents left open");
}

/// Code → text, from a font's table.
fn characters(pdf: &Document, font: &Dictionary) -> BTreeMap<u16, String> {
    let stream = font.get_deref(b"ToUnicode", pdf).and_then(Object::as_stream).unwrap();
    let map = stream.get_plain_content().unwrap();
    let map = String::from_utf8(map).unwrap();
    let mut out = BTreeMap::new();
    for line in map.lines().filter(|line| line.starts_with('<') && !line.contains("FFFF>")) {
        let mut parts = line.trim_matches(['<', '>']).split("> <");
        let (Some(code), Some(text)) = (parts.next(), parts.next()) else { continue };
        let units: Vec<u16> = (0..text.len() / 4).map(|at| u16::from_str_radix(&text[4 * at..4 * at + 4], 16).unwrap()).collect();
        out.insert(u16::from_str_radix(code, 16).unwrap(), String::from_utf16(&units).unwrap());
    }
    out
}
