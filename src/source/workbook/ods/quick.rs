//! Cells as nearly every program writes them, read without a detour.
//!
//! `<table:table-cell office:value-type="string"><text:p>課</text:p></table:table-cell>` is six steps for an XML reader.
//! What lies whole in the buffer and holds nothing but plain paragraphs is taken from there; anything else (spans,
//! remarks, drawings, entities, other prefixes) gives `None` and is left to the reader, which finds the document where
//! it left it.

/// What a plain cell holds.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct PlainCell<'x> {
    /// Its attributes, as written.
    pub(super) attributes: &'x str,
    /// Its paragraphs, tags and all.
    paragraphs: &'x str,
    /// Its length in bytes.
    pub(super) length: usize,
}

impl<'x> PlainCell<'x> {
    /// The texts of its paragraphs.
    pub(super) fn paragraphs(&self) -> impl Iterator<Item = &'x str> {
        self.paragraphs.split_terminator(END).filter_map(|paragraph| paragraph.strip_prefix(BEGIN))
    }
}

const BEGIN: &str = "<text:p>";
const END: &str = "</text:p>";

/// The plain cell at the beginning of `ahead`.
pub(super) fn cell(ahead: &[u8]) -> Option<PlainCell<'_>> {
    let tag = ahead.strip_prefix(b"<table:table-cell")?;
    if !matches!(tag.first(), Some(b' ' | b'>' | b'/')) {
        return None;
    }
    let (attributes, inside) = tag.split_at_checked(end_of_tag(tag)?)?;
    let inside = inside.strip_prefix(b">")?;
    if let Some(attributes) = attributes.strip_suffix(b"/") {
        return Some(PlainCell {
            attributes: str::from_utf8(attributes).ok()?,
            paragraphs: "",
            length: ahead.len() - inside.len(),
        });
    }
    let mut rest = inside;
    while let Some(paragraph) = rest.strip_prefix(BEGIN.as_bytes()) {
        let end = memchr::memchr3(b'<', b'&', b'\r', paragraph)?;
        rest = paragraph.get(end..)?.strip_prefix(END.as_bytes())?;
    }
    let paragraphs = inside.get(..inside.len() - rest.len())?;
    let rest = rest.strip_prefix(b"</table:table-cell>")?;
    Some(PlainCell {
        attributes: str::from_utf8(attributes).ok()?,
        paragraphs: str::from_utf8(paragraphs).ok()?,
        length: ahead.len() - rest.len(),
    })
}

/// Where the tag ends; a `>` in quotes does not end it.
fn end_of_tag(tag: &[u8]) -> Option<usize> {
    let mut at = 0;
    loop {
        at += memchr::memchr3(b'>', b'"', b'\'', tag.get(at..)?)?;
        match tag.get(at)? {
            b'>' => return Some(at),
            quote => at += 2 + memchr::memchr(*quote, tag.get(at + 1..)?)?,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn plain_shapes_are_taken_and_no_others() {
        let whole = "<table:table-cell a:b=\"x>/\" c:d='1'><text:p>課</text:p><text:p> b</text:p></table:table-cell>\
                     <table:table-cell table:number-columns-repeated=\"3\"/></table:table-row>";
        let first = cell(whole.as_bytes()).unwrap();
        assert_eq!(first.attributes, " a:b=\"x>/\" c:d='1'");
        assert_eq!(first.paragraphs().collect::<Vec<_>>(), ["課", " b"]);
        let second = cell(&whole.as_bytes()[first.length..]).unwrap();
        assert_eq!((second.attributes, second.paragraphs().count()), (" table:number-columns-repeated=\"3\"", 0));
        assert_eq!(&whole[first.length + second.length..], "</table:table-row>");
        for other in [
            "<table:table-cell><text:p>a<text:s/>b</text:p></table:table-cell>",
            "<table:table-cell><text:p>a&amp;b</text:p></table:table-cell>",
            "<table:table-cell><text:p text:style-name=\"P1\">a</text:p></table:table-cell>",
            "<table:table-cell> <text:p>a</text:p></table:table-cell>",
            "<table:table-cell><office:annotation/></table:table-cell>",
            "<table:table-cell a=\"b><text:p>a</text:p></table:table-cell>",
            "<table:table-cell><text:p>a</text:p>",
            "<table:table-cell",
            "<table:table-cells/>",
            "<table:covered-table-cell/>",
            "<t:table-cell/>",
            "",
        ] {
            assert_eq!(cell(other.as_bytes()), None, "{other}");
        }
    }
}
