//! Texts into CP932, for programs that read nothing else.

use std::borrow::Cow;

/// Stands for a character that the encoding does not have: 〓.
const GETA: [u8; 2] = [0x81, 0xac];

/// Writes a text in CP932. What it cannot hold becomes 〓 and is given to `lost`.
///
/// Characters that JIS X 0208 has at another place of Unicode (〜, −, ‖, —, ¢, £, ¬) are the same character, and lost by
/// no reader; neither is `¥`, which becomes ￥ rather than the backslash of old systems.
///
/// ```
/// use torimatome::source::delimited::cp932;
/// let mut lost = Vec::new();
/// assert_eq!(&*cp932("4月〜9月", |c| lost.push(c)), b"4\x8c\x8e\x81\x609\x8c\x8e");
/// assert_eq!(&*cp932("𠮷野", |c| lost.push(c)), b"\x81\xac\x96\xec");
/// assert_eq!(lost, ['𠮷']);
/// ```
pub fn cp932(text: &str, mut lost: impl FnMut(char)) -> Cow<'_, [u8]> {
    if text.is_ascii() {
        return Cow::Borrowed(text.as_bytes());
    }
    let mut bytes = Vec::with_capacity(text.len());
    let mut utf8 = [0; 4];
    for c in text.chars() {
        let c = same_in_jis(c);
        let (own, _, unmappable) = encoding_rs::SHIFT_JIS.encode(c.encode_utf8(&mut utf8));
        if unmappable {
            lost(c);
            bytes.extend(GETA);
        } else {
            bytes.extend_from_slice(&own);
        }
    }
    Cow::Owned(bytes)
}

const fn same_in_jis(c: char) -> char {
    match c {
        '〜' => '～',
        '−' => '－',
        '‖' => '∥',
        '—' => '―',
        '¢' => '￠',
        '£' => '￡',
        '¬' => '￢',
        '¥' => '￥',
        '‾' => '￣',
        c => c,
    }
}
