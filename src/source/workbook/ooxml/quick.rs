//! Cells and shared texts as nearly every program writes them, read without a detour.
//!
//! A big sheet is millions of `<c r="B2" s="1" t="s"><v>7</v></c>`, five steps each for an XML reader. What lies whole
//! in the buffer and has this plain shape is taken from there; anything else (entities, prefixes, formulas, blanks
//! between tags) gives `None` and is left to the reader, which finds the document where it left it.

/// What a plain cell holds.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct PlainCell<'x> {
    /// Its attributes, as written.
    pub(super) attributes: &'x str,
    /// Its value; none where it has a format only.
    pub(super) value: Option<&'x str>,
    /// Its length in bytes.
    pub(super) length: usize,
}

/// The plain cell at the beginning of `ahead`.
pub(super) fn cell(ahead: &[u8]) -> Option<PlainCell<'_>> {
    let tag = ahead.strip_prefix(b"<c ")?;
    let (attributes, rest) = tag.split_at_checked(memchr::memchr(b'>', tag)?)?;
    if let Some(attributes) = attributes.strip_suffix(b"/") {
        return Some(PlainCell { attributes: str::from_utf8(attributes).ok()?, value: None, length: length(ahead, rest) + 1 });
    }
    let rest = rest.strip_prefix(b"><v>")?;
    let (value, rest) = rest.split_at_checked(memchr::memchr(b'<', rest)?)?;
    let rest = rest.strip_prefix(b"</v></c>")?;
    Some(PlainCell { attributes: str::from_utf8(attributes).ok()?, value: Some(plain(value)?), length: length(ahead, rest) })
}

/// The plain shared text at the beginning of `ahead`, and its length in bytes.
pub(super) fn shared(ahead: &[u8]) -> Option<(&str, usize)> {
    let rest = ahead.strip_prefix(b"<si><t")?;
    let rest = rest.strip_prefix(b" xml:space=\"preserve\"").unwrap_or(rest).strip_prefix(b">")?;
    let (value, rest) = rest.split_at_checked(memchr::memchr(b'<', rest)?)?;
    let rest = rest.strip_prefix(b"</t></si>")?;
    Some((plain(value)?, length(ahead, rest)))
}

fn length(whole: &[u8], rest: &[u8]) -> usize {
    whole.len() - rest.len()
}

/// A text without anything to be undone.
fn plain(value: &[u8]) -> Option<&str> {
    if memchr::memchr2(b'&', b'\r', value).is_some() {
        return None;
    }
    str::from_utf8(value).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn plain_shapes_are_taken_and_no_others() {
        let whole = b"<c r=\"B2\" s=\"1\" t=\"s\"><v>7</v></c><c r=\"C2\"/></row>";
        let first = cell(whole).unwrap();
        assert_eq!((first.attributes, first.value), ("r=\"B2\" s=\"1\" t=\"s\"", Some("7")));
        let second = cell(&whole[first.length..]).unwrap();
        assert_eq!((second.attributes, second.value), ("r=\"C2\"", None));
        assert_eq!(&whole[first.length + second.length..], b"</row>");
        for other in [
            "<c r=\"A1\"><v>7</v></c",
            "<c r=\"A1\"><f>B1</f><v>7</v></c>",
            "<c r=\"A1\"> <v>7</v></c>",
            "<c r=\"A1\" t=\"str\"><v>a&amp;b</v></c>",
            "<x:c r=\"A1\"><x:v>7</x:v></x:c>",
            "<col min=\"1\"/>",
            "</row>",
            "",
        ] {
            assert_eq!(cell(other.as_bytes()), None, "{other}");
        }
        assert_eq!(shared("<si><t>課</t></si><si>".as_bytes()), Some(("課", 19)));
        assert_eq!(shared(b"<si><t xml:space=\"preserve\"> a</t></si>"), Some((" a", 39)));
        for other in
            ["<si><t>a</t><rPh sb=\"0\" eb=\"1\"/></si>", "<si><r><t>a</t></r></si>", "<si><t>a\r\nb</t></si>", "<si><t>a"]
        {
            assert_eq!(shared(other.as_bytes()), None, "{other}");
        }
    }
}
