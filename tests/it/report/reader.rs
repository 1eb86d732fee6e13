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

    /// The structure's text from the last heading of this title on.
    pub fn after(&self, title: &str) -> &str {
        self.structure.rsplit_once(&format!("\u{1f}{title}\u{1f}")).map_or("", |(_, rest)| rest)
    }

    /// The structure's text before the first heading of this title.
    pub fn before(&self, title: &str) -> &str {
        self.structure.split_once(&format!("\u{1f}{title}\u{1f}")).map_or("", |(before, _)| before)
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
                // to a place of the volume, or to the page beside it
                let uri = self
                    .dictionary(element, b"A")
                    .is_some_and(|action| action.get(b"S").and_then(Object::as_name).is_ok_and(|kind| kind == b"URI"));
                want(element.get(b"Subtype").and_then(Object::as_name).is_ok_and(|kind| kind == b"Link"), "no link");
                want(element.has(b"StructParent") && element.has(b"Contents"), "link without its element");
                want(element.has(b"Dest") != uri, "link to nowhere");
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
        faults.extend(self.tree_faults());
        faults.extend(self.archive_faults());
        faults.extend(self.page_faults());
        faults
    }

    /// Widths and heights of the pages.
    pub fn sizes(&self) -> BTreeSet<(i64, i64)> {
        let pages = self.pdf.get_pages();
        let size = |page: &ObjectId| {
            let page = self.pdf.get_dictionary(*page).unwrap();
            let area = page.get_deref(b"MediaBox", &self.pdf).and_then(Object::as_array).unwrap();
            let side = |at: usize| area[at].as_float().unwrap().round() as i64;
            (side(2), side(3))
        };
        pages.values().map(size).collect()
    }

    /// Titles of the bookmarks of the first level.
    pub fn bookmarks(&self) -> Vec<String> {
        let outlines = self.dictionary(self.pdf.catalog().unwrap(), b"Outlines").unwrap();
        let mut out = Vec::new();
        let mut next = outlines.get(b"First").and_then(Object::as_reference).ok();
        while let Some(id) = next {
            let entry = self.pdf.get_dictionary(id).unwrap();
            out.push(entry.get(b"Title").and_then(lopdf::decode_text_string).unwrap());
            next = entry.get(b"Next").and_then(Object::as_reference).ok();
        }
        out
    }

    /// The structure: elements lie where the standard lets them, headings skip no level, every marked content is found
    /// from its page (Matterhorn 01, 09, 13, 14, 15, 16).
    fn tree_faults(&self) -> Vec<String> {
        let mut faults = BTreeSet::new();
        let catalog = self.pdf.catalog().unwrap();
        let root = self.dictionary(catalog, b"StructTreeRoot").unwrap();
        if root.has(b"RoleMap") {
            faults.insert("roles of our own".to_owned());
        }
        let mut level = 0;
        let mut stack: Vec<(Object, String)> = vec![(root.get(b"K").unwrap().clone(), String::new())];
        while let Some((object, parent)) = stack.pop() {
            let (_, object) = self.pdf.dereference(&object).unwrap();
            match object {
                Object::Array(kids) => stack.extend(kids.iter().rev().map(|kid| (kid.clone(), parent.clone()))),
                Object::Dictionary(element) => {
                    let Ok(role) = element.get(b"S").and_then(Object::as_name) else { continue };
                    let role = String::from_utf8(role.to_vec()).unwrap();
                    let fits = match role.as_str() {
                        "Document" => parent.is_empty(),
                        "THead" | "TBody" => parent == "Table",
                        "TR" => matches!(parent.as_str(), "THead" | "TBody"),
                        "TH" | "TD" => parent == "TR",
                        "LI" => parent == "L",
                        "LBody" => parent == "LI",
                        "TOCI" => parent == "TOC",
                        "H1" | "H2" | "H3" | "P" | "L" | "Table" | "TOC" | "Figure" => {
                            matches!(parent.as_str(), "Sect" | "Document")
                        }
                        "Sect" | "Reference" | "Link" | "Span" => true,
                        _ => false,
                    };
                    if !fits {
                        faults.insert(format!("{role} in {parent}"));
                    }
                    if let Some(own) = role.strip_prefix('H').and_then(|level| level.parse::<u8>().ok()) {
                        if own > level + 1 {
                            faults.insert(format!("{role} after level {level}"));
                        }
                        level = own;
                    }
                    if role == "Figure" && !self.dictionary(element, b"A").is_some_and(|attributes| attributes.has(b"BBox")) {
                        faults.insert("figure without its box".to_owned());
                    }
                    if !element.has(b"P") {
                        faults.insert("element without a parent".to_owned());
                    }
                    if let Ok(kids) = element.get(b"K") {
                        stack.push((kids.clone(), role));
                    }
                }
                _ => {}
            }
        }
        faults.into_iter().collect()
    }

    /// What an archive asks for: output intent, nothing transparent, encrypted or outside, the same stated twice
    /// (Matterhorn 06, 26, 29; ISO 19005-2, 6.1 to 6.6).
    fn archive_faults(&self) -> Vec<String> {
        let mut faults = BTreeSet::new();
        let mut want = |holds: bool, what: &str| {
            if !holds {
                faults.insert(what.to_owned());
            }
        };
        let catalog = self.pdf.catalog().unwrap();
        let intents = catalog.get_deref(b"OutputIntents", &self.pdf).and_then(Object::as_array).unwrap();
        let intent = self.pdf.dereference(&intents[0]).unwrap().1.as_dict().unwrap();
        let profile = intent.get_deref(b"DestOutputProfile", &self.pdf).and_then(Object::as_stream).unwrap();
        let profile = profile.get_plain_content().unwrap_or_else(|_| profile.content.clone());
        want(profile.get(36..40) == Some(b"acsp") && profile.get(16..20) == Some(b"RGB "), "profile of the output intent");
        want(!self.pdf.trailer.has(b"Encrypt"), "encrypted");
        want(self.pdf.trailer.has(b"ID"), "identifier");
        want(!catalog.has(b"OpenAction") && !catalog.has(b"AA") && !catalog.has(b"AcroForm"), "actions or forms");
        want(!catalog.has(b"OCProperties") && !catalog.has(b"Threads"), "optional content or threads");
        let info = self.dictionary(&self.pdf.trailer, b"Info").unwrap();
        let title = info.get(b"Title").and_then(lopdf::decode_text_string).unwrap();
        let metadata = catalog.get_deref(b"Metadata", &self.pdf).and_then(Object::as_stream).unwrap();
        let metadata = String::from_utf8(metadata.content.clone()).unwrap();
        want(metadata.contains(&title.replace('&', "&amp;").replace('<', "&lt;")), "title in the metadata");
        want(!metadata.contains("encoding="), "encoding in the packet's header");
        for object in self.pdf.objects.values() {
            let dictionary = match object {
                Object::Dictionary(dictionary) => dictionary,
                Object::Stream(stream) => &stream.dict,
                _ => continue,
            };
            want(!dictionary.has(b"SMask") && !dictionary.has(b"BM"), "transparency");
            let opaque = |key: &[u8]| dictionary.get(key).and_then(Object::as_float).is_ok_and(|alpha| alpha < 1.0);
            want(!opaque(b"ca") && !opaque(b"CA"), "transparency");
            want(!dictionary.has(b"JS") && !dictionary.has(b"EF"), "scripts or embedded files");
            let subtype = dictionary.get(b"Subtype").and_then(Object::as_name).unwrap_or_default();
            want(!matches!(subtype, b"Image" | b"Form"), "pictures");
            if dictionary.get(b"Type").and_then(Object::as_name).is_ok_and(|name| name == b"Font") {
                let subtype = dictionary.get(b"Subtype").and_then(Object::as_name).unwrap_or_default();
                want(matches!(subtype, b"Type0" | b"CIDFontType2" | b"CIDFontType0"), "a font of another kind");
                if subtype == b"Type0" {
                    want(dictionary.has(b"ToUnicode"), "font without a table of characters");
                    want(
                        dictionary.get(b"Encoding").and_then(Object::as_name).is_ok_and(|name| name == b"Identity-H"),
                        "encoding",
                    );
                }
            }
            if dictionary.get(b"Type").and_then(Object::as_name).is_ok_and(|name| name == b"FontDescriptor") {
                want(dictionary.has(b"FontFile2") || dictionary.has(b"FontFile3"), "font not embedded");
            }
        }
        faults.into_iter().collect()
    }

    /// What is drawn: everything is content of an element or an artifact, every glyph has its character, none is
    /// `.notdef` (Matterhorn 01, 10, 18, 31).
    fn page_faults(&self) -> Vec<String> {
        let mut faults = BTreeSet::new();
        for (number, page) in &self.pdf.get_pages() {
            let fonts: BTreeMap<Vec<u8>, BTreeMap<u16, String>> = self
                .pdf
                .get_page_fonts(*page)
                .unwrap()
                .into_iter()
                .map(|(name, font)| (name, characters(&self.pdf, font)))
                .collect();
            let bytes = self.pdf.get_page_content(*page);
            let holds = |what: &[u8]| bytes.windows(what.len()).any(|part| part == what);
            // the first page has no running head
            if !holds(b"/Pagination/Subtype/Footer>>") || *number > 1 && !holds(b"/Pagination/Subtype/Header>>") {
                faults.insert("no running head or foot".to_owned());
            }
            let content = Content::decode(&bytes).unwrap();
            let (mut depth, mut font, mut seen) = (0, Vec::new(), BTreeSet::new());
            for operation in &content.operations {
                match operation.operator.as_str() {
                    "BMC" | "BDC" => {
                        depth += 1;
                        let properties = operation.operands.get(1).and_then(|properties| properties.as_dict().ok());
                        if let Some(mcid) = properties.and_then(|p| p.get(b"MCID").and_then(Object::as_i64).ok())
                            && !seen.insert(mcid)
                        {
                            faults.insert("a number of marked content twice".to_owned());
                        }
                    }
                    "EMC" => depth -= 1,
                    "Tf" => font = operation.operands[0].as_name().unwrap().to_vec(),
                    "TJ" | "Tj" => {
                        let items = match &operation.operands[0] {
                            Object::Array(items) => items.clone(),
                            item => vec![item.clone()],
                        };
                        for codes in items.iter().filter_map(|item| item.as_str().ok()) {
                            for code in codes.chunks(2).map(|pair| u16::from_be_bytes([pair[0], pair[1]])) {
                                if code == 0 || !fonts[&font].contains_key(&code) {
                                    faults.insert(format!("glyph {code} without a character"));
                                }
                            }
                        }
                        if depth == 0 {
                            faults.insert("text that is not marked".to_owned());
                        }
                    }
                    "f" | "S" | "B" | "b" | "s" | "f*" | "B*" | "b*" | "Do" if depth == 0 => {
                        faults.insert("drawing that is not marked".to_owned());
                    }
                    _ => {}
                }
            }
        }
        faults.into_iter().collect()
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
pub(super) fn marked_texts(pdf: &Document, page: ObjectId, out: &mut BTreeMap<(ObjectId, i64), String>) {
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
