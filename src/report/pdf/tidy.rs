//! printpdf's page contents in fewer bytes, with what it cannot write.

use super::objects::escaped;

/// Names that stand for marked contents until [`tidy`] writes them out.
pub(super) const LAYOUT: &str = "ToriLayout";
pub(super) const PAGINATION: &str = "ToriPagination";
pub(super) const HEADER: &str = "ToriHeader";
pub(super) const FOOTER: &str = "ToriFooter";
pub(super) const CONTENT: &str = "ToriContent";

/// A page's stream with the properties of its marked contents in place of the names that stand for them, and its
/// glyphs as one short string a line: printpdf writes a hexadecimal string each.
///
/// Texts are in hexadecimal here, so nothing else looks like such a name or such a line.
pub(super) fn tidy(stream: &[u8]) -> Vec<u8> {
    let mut out = Vec::with_capacity(stream.len() * 3 / 4);
    for line in stream.split(|byte| *byte == b'\n') {
        if let Some(glyphs) = line.strip_prefix(b"[").and_then(|line| line.strip_suffix(b"] TJ")) {
            show(&mut out, glyphs);
        } else if let Some(tag) = line.strip_prefix(b"/").and_then(|line| line.strip_suffix(b" BMC")) {
            mark(&mut out, tag);
        } else {
            out.extend_from_slice(line);
        }
        out.push(b'\n');
    }
    out
}

fn mark(out: &mut Vec<u8>, tag: &[u8]) {
    if let Some(mcid) = tag.strip_prefix(CONTENT.as_bytes()) {
        out.extend_from_slice(b"/Span<</MCID ");
        out.extend_from_slice(mcid);
        out.extend_from_slice(b">>BDC");
    } else if tag == LAYOUT.as_bytes() {
        out.extend_from_slice(b"/Artifact<</Type/Layout>>BDC");
    } else if tag == PAGINATION.as_bytes() {
        out.extend_from_slice(b"/Artifact<</Type/Pagination>>BDC");
    } else if tag == HEADER.as_bytes() {
        out.extend_from_slice(b"/Artifact<</Type/Pagination/Subtype/Header>>BDC");
    } else if tag == FOOTER.as_bytes() {
        out.extend_from_slice(b"/Artifact<</Type/Pagination/Subtype/Footer>>BDC");
    } else {
        out.push(b'/');
        out.extend_from_slice(tag);
        out.extend_from_slice(b" BMC");
    }
}

/// Glyphs and the shifts between them: `<0012><0013>20<0014>`.
fn show(out: &mut Vec<u8>, glyphs: &[u8]) {
    let shifted = glyphs.split(|byte| *byte == b'>').any(|part| !part.is_empty() && !part.starts_with(b"<"));
    if shifted {
        out.push(b'[');
    }
    let mut open = false;
    for part in glyphs.split(|byte| *byte == b'>') {
        let (shift, codes) = match part.iter().position(|byte| *byte == b'<') {
            Some(at) => part.split_at(at),
            None => (part, [].as_slice()),
        };
        if open && !shift.is_empty() {
            out.push(b')');
            open = false;
        }
        out.extend_from_slice(shift);
        for pair in codes.get(1..).unwrap_or_default().chunks(2) {
            if !open {
                out.push(b'(');
                open = true;
            }
            escaped(out, pair.iter().fold(0, |byte, digit| byte << 4 | half(*digit)));
        }
    }
    if open {
        out.push(b')');
    }
    out.extend_from_slice(if shifted { b"]TJ" } else { b"Tj" });
}

/// The value of a hexadecimal digit.
const fn half(digit: u8) -> u8 {
    match digit {
        b'0'..=b'9' => digit - b'0',
        b'A'..=b'F' => digit - b'A' + 10,
        b'a'..=b'f' => digit - b'a' + 10,
        _ => 0,
    }
}

#[cfg(test)]
mod tests {
    use super::tidy;

    fn tidied(text: &str) -> String {
        String::from_utf8(tidy(text.as_bytes())).unwrap()
    }

    #[test]
    fn glyphs_are_one_string_and_shifts_stay() {
        assert_eq!(tidied("[<0041><0042>] TJ"), "(\0A\0B)Tj\n");
        assert_eq!(tidied("[<0041>-12.5<0042>] TJ"), "[(\0A)-12.5(\0B)]TJ\n");
        assert_eq!(tidied("[<0041>300] TJ"), "[(\0A)300]TJ\n");
    }

    #[test]
    fn what_ends_a_string_is_escaped() {
        assert_eq!(tidied("[<2829><5C0D><0A00>] TJ"), "(\\(\\)\\\\\\r\\n\0)Tj\n");
    }

    #[test]
    fn names_become_properties_and_others_stay() {
        assert_eq!(tidied("/ToriContent12 BMC"), "/Span<</MCID 12>>BDC\n");
        assert_eq!(tidied("/ToriLayout BMC\nEMC"), "/Artifact<</Type/Layout>>BDC\nEMC\n");
        assert_eq!(tidied("/Span <</ActualText <FEFF3013>>> BDC"), "/Span <</ActualText <FEFF3013>>> BDC\n");
    }
}
