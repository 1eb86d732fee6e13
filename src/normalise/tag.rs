//! Where the stages stand in a text, and how people mark them.

use super::stage::Ladder;

/// A mark of a stage: 【運用開始】.
pub(super) struct Tag<'t> {
    /// Where it begins, with its bullet.
    pub start: usize,
    /// Where the text behind it begins.
    pub end: usize,
    /// What it says.
    pub label: &'t str,
}

/// So many characters a 【…】 can hold.
const LONGEST: usize = 30;

/// So many bytes behind an opening bracket its closing one is looked for in: no name of stages is longer, and a
/// text of opening brackets costs no more than its length.
const REACH: usize = 400;

const BRACKETS: [(char, char); 13] = [
    ('【', '】'),
    ('［', '］'),
    ('[', ']'),
    ('〔', '〕'),
    ('〈', '〉'),
    ('＜', '＞'),
    ('<', '>'),
    ('《', '》'),
    ('≪', '≫'),
    ('（', '）'),
    ('(', ')'),
    ('「', '」'),
    ('『', '』'),
];

/// The tags of a text. 【…】 counts wherever it stands, another bracket only at the beginning of a line and round a stage. A
/// text without brackets has no stages: 運用開始：… is a sentence.
pub(super) fn tags<'t>(text: &'t str, ladder: &Ladder) -> Vec<Tag<'t>> {
    let mut tags: Vec<Tag<'t>> = Vec::new();
    let mut from = 0;
    while let Some(at) = text[from..].find(|c| BRACKETS.iter().any(|(open, _)| *open == c)) {
        let start = from + at;
        let Some(open) = text[start..].chars().next() else { break };
        let inner = start + open.len_utf8();
        from = inner;
        let Some((_, close)) = BRACKETS.iter().find(|(bracket, _)| *bracket == open) else { continue };
        let near = &text[inner..text.floor_char_boundary(inner.saturating_add(REACH))];
        let Some(length) = near.find(*close) else { continue };
        let label = &text[inner..inner + length];
        let end = inner + length + close.len_utf8();
        let before = text[..start].trim_end_matches(|c| " \u{3000}・■●◆○◇".contains(c));
        let line_start = before.is_empty() || before.ends_with('\n');
        let counts = if open == '【' {
            !label.is_empty() && label.chars().count() <= LONGEST
        } else {
            line_start && !ladder.find(label).is_empty()
        };
        if counts {
            tags.push(Tag { start, end, label });
            from = end;
        }
    }
    tags
}
