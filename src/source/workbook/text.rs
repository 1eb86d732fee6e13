//! What Excel does to text in its files, undone.

use std::borrow::Cow;

/// `_x000D_` and other `_xHHHH_` become their characters again; `_x005F_` is an underscore that would have
/// looked like the beginning of one. Line ends become `\n`.
pub(super) fn unescaped(text: Cow<'_, str>) -> Cow<'_, str> {
    let text = if text.contains("_x") { Cow::Owned(undo(&text).into_owned()) } else { text };
    if text.contains('\r') { Cow::Owned(text.replace("\r\n", "\n").replace('\r', "\n")) } else { text }
}

fn undo(text: &str) -> Cow<'_, str> {
    let mut out = String::with_capacity(text.len());
    // halves of a character beyond the basic plane come one after the other
    let mut half: Option<u16> = None;
    let mut rest = text;
    while let Some(at) = rest.find("_x") {
        let (before, from) = rest.split_at(at);
        if !before.is_empty() {
            lone(&mut out, &mut half);
            out.push_str(before);
        }
        match from.get(2..6).and_then(hex).filter(|_| from.get(6..7) == Some("_")) {
            Some(unit) => {
                push(&mut out, &mut half, unit);
                rest = from.get(7..).unwrap_or_default();
            }
            None => {
                lone(&mut out, &mut half);
                out.push_str("_x");
                rest = from.get(2..).unwrap_or_default();
            }
        }
    }
    lone(&mut out, &mut half);
    out.push_str(rest);
    Cow::Owned(out)
}

fn hex(text: &str) -> Option<u16> {
    if text.bytes().all(|b| b.is_ascii_hexdigit()) { u16::from_str_radix(text, 16).ok() } else { None }
}

fn push(out: &mut String, half: &mut Option<u16>, unit: u16) {
    if let Some(high) = half.take() {
        match char::decode_utf16([high, unit]).next() {
            Some(Ok(c)) => return out.push(c),
            _ => out.push(char::REPLACEMENT_CHARACTER),
        }
    }
    if (0xd800..0xdc00).contains(&unit) {
        *half = Some(unit);
    } else {
        out.push(char::from_u32(u32::from(unit)).unwrap_or(char::REPLACEMENT_CHARACTER));
    }
}

fn lone(out: &mut String, half: &mut Option<u16>) {
    if half.take().is_some() {
        out.push(char::REPLACEMENT_CHARACTER);
    }
}

#[cfg(test)]
mod tests {
    use super::unescaped;

    #[test]
    fn escapes_are_undone_and_only_escapes() {
        let cases = [
            ("令和7年_x000D_\n度", "令和7年\n度"),
            ("a_x005F_x000D_b", "a_x000D_b"),
            ("_x3042__x3044_", "あい"),
            ("_xD842__xDFB7_野家", "𠮷野家"),
            ("_xD842_", "\u{fffd}"),
            ("_x12_ _xあ", "_x12_ _xあ"),
            ("a\r\nb\rc", "a\nb\nc"),
        ];
        for (stored, read) in cases {
            assert_eq!(unescaped(stored.into()), read, "{stored}");
        }
    }
}
