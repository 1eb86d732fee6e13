//! Where the stages stand in a text, and how people mark them.

use super::ladder::Ladder;

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
/// text without brackets has no stages: 運用開始：… is a sentence. A bracket that nobody closed or opened counts where the
/// stage is known.
pub(super) fn tags<'t>(text: &'t str, ladder: &Ladder) -> Vec<Tag<'t>> {
    let mut tags: Vec<Tag<'t>> = Vec::new();
    let mut from = 0;
    while let Some(at) = text[from..].find(is_bracket) {
        let start = from + at;
        let Some(bracket) = text[start..].chars().next() else { break };
        from = start + bracket.len_utf8();
        let tag = match BRACKETS.iter().find(|(open, _)| *open == bracket) {
            Some(pair) => closed(text, start, *pair, ladder).or_else(|| unclosed(text, start, bracket, ladder)),
            None => unopened(text, tags.last().map_or(0, |tag| tag.end), start, ladder),
        };
        if let Some(tag) = tag {
            from = tag.end;
            tags.push(tag);
        }
    }
    tags
}

fn is_bracket(c: char) -> bool {
    c == '】' || BRACKETS.iter().any(|(open, _)| *open == c)
}

fn is_closing(c: char) -> bool {
    BRACKETS.iter().any(|(_, close)| *close == c)
}

fn is_bullet(c: char) -> bool {
    " \u{3000}\t・■●◆○◇".contains(c)
}

/// Begins a line here, but for bullets?
fn begins_line(before: &str) -> bool {
    let before = before.trim_end_matches(is_bullet);
    before.is_empty() || before.ends_with('\n')
}

/// The first characters of a text, as many as a tag can have, up to one that ends it.
fn start_of(text: &str, ends: impl Fn(char) -> bool) -> &str {
    let end = text.char_indices().enumerate().find(|(count, (_, c))| *count > LONGEST || ends(*c));
    &text[..end.map_or(text.len(), |(_, (at, _))| at)]
}

/// A tag with both its brackets. Another 【 between them means that the first was never closed.
fn closed<'t>(text: &'t str, start: usize, (open, close): (char, char), ladder: &Ladder) -> Option<Tag<'t>> {
    let inner = start + open.len_utf8();
    let label = start_of(&text[inner..], |c| c == close || c == '【');
    let end = inner + label.len();
    let counts = text[end..].starts_with(close)
        && label.chars().count() <= LONGEST
        && if open == '【' { !label.is_empty() } else { begins_line(&text[..start]) && !ladder.find(label).is_empty() };
    counts.then(|| Tag { start, end: end + close.len_utf8(), label })
}

/// 【導入⏎…, 【導入 …, 【導入］…: up to whatever ends it, if that is a stage. A short 【準備中 alone on its line counts in any case.
fn unclosed<'t>(text: &'t str, start: usize, open: char, ladder: &Ladder) -> Option<Tag<'t>> {
    let body = &text[start + open.len_utf8()..];
    let line = start_of(body, |c| c == '\n' || c == '【');
    let is_long = !matches!(body[line.len()..].chars().next(), None | Some('\n' | '【'));
    if !begins_line(&text[..start]) || is_long && open != '【' || open != '【' && line.contains(is_closing) {
        return None;
    }
    let known = |label: &&str| !ladder.find(label).is_empty();
    let label = if open == '【' {
        let to_sign = start_of(body, |c| c.is_whitespace() || ":：。、,【".contains(c) || is_closing(c));
        let whole = Some(line.trim_end_matches(is_closing)).filter(|_| !is_long);
        let alone = whole.filter(|label| !label.trim().is_empty() && label.chars().count() <= LONGEST / 2);
        whole.filter(known).or(Some(to_sign).filter(known)).or(alone.filter(|label| !label.contains('】')))
    } else {
        Some(line).filter(known)
    }?;
    let end = start + open.len_utf8() + label.len();
    // the sign that ended it belongs to it
    let sign = text[end..].chars().next().filter(|c| is_closing(*c) || ":：".contains(*c));
    Some(Tag { start, end: end + sign.map_or(0, char::len_utf8), label })
}

/// 導入】…: the beginning of a line up to a 】 that nothing opens, if that is a stage.
fn unopened<'t>(text: &'t str, from: usize, close: usize, ladder: &Ladder) -> Option<Tag<'t>> {
    let before = text.get(from..close)?;
    let far = before.char_indices().rev().nth(LONGEST).map_or(0, |(at, _)| at);
    let line = before[far..].rfind('\n').map_or(far, |at| far + at + 1);
    let begins = line > far || far == 0 && (from == 0 || text[..from].ends_with('\n'));
    let label = before[line..].trim_start_matches(is_bullet);
    (begins && !ladder.find(label).is_empty()).then(|| Tag { start: close - label.len(), end: close + '】'.len_utf8(), label })
}
