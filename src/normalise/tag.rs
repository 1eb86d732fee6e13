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

/// The tags of a text. 【…】 counts wherever it stands, another bracket only at the beginning of a line and round a stage; in a
/// text without any, a line that begins with a stage is one.
pub(super) fn tags<'t>(text: &'t str, ladder: &Ladder) -> Vec<Tag<'t>> {
    let tags = bracketed(text, ladder);
    if tags.is_empty() { lines(text, ladder) } else { tags }
}

fn bracketed<'t>(text: &'t str, ladder: &Ladder) -> Vec<Tag<'t>> {
    let mut tags: Vec<Tag<'t>> = Vec::new();
    let mut from = 0;
    while let Some(at) = text[from..].find(|c| BRACKETS.iter().any(|(open, _)| *open == c)) {
        let start = from + at;
        let Some(open) = text[start..].chars().next() else { break };
        let inner = start + open.len_utf8();
        from = inner;
        let Some((_, close)) = BRACKETS.iter().find(|(bracket, _)| *bracket == open) else { continue };
        let Some(length) = text[inner..].find(*close) else { continue };
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

/// How a line begins, before its words.
#[derive(PartialEq)]
enum Bullet {
    None,
    /// ・ and -: one of many things that a line can list.
    Item,
    /// ■ and ①: more likely a heading.
    Heading,
}

/// Lines that begin with a stage: 運用開始：…, ■運用開始, 運用開始 alone.
fn lines<'t>(text: &'t str, ladder: &Ladder) -> Vec<Tag<'t>> {
    let mut tags = Vec::new();
    let mut at = 0;
    for line in text.split_inclusive('\n') {
        if let Some((label, length)) = label(line, ladder, line.trim().len() == text.trim().len()) {
            tags.push(Tag { start: at, end: at + length, label });
        }
        at += line.len();
    }
    tags
}

/// The stage that a line begins with, and how much of the line marks it. `alone`: the line is all there is.
fn label<'t>(line: &'t str, ladder: &Ladder, alone: bool) -> Option<(&'t str, usize)> {
    let (bullet, body) = bullet(line);
    let body = ["段階：", "段階:", "進捗段階：", "現段階：", "ステージ：", "フェーズ："]
        .iter()
        .find_map(|word| body.strip_prefix(word))
        .unwrap_or(body);
    let end = body.find(['：', ':', '\n', '\u{3000}', ' ']).unwrap_or(body.len());
    let label = &body[..end];
    let separator = body[end..].chars().next().unwrap_or('\n');
    let found = ladder.find(label);
    if found.is_empty() {
        return None;
    }
    let firm = found.len() > 1 || ladder.is_name(label);
    let long = label.chars().count() > 2;
    let counts = match separator {
        '：' | ':' => true,
        _ if bullet == Bullet::Item => false,
        ' ' => bullet == Bullet::Heading,
        _ => bullet == Bullet::Heading || (firm || long) && (!alone || long),
    };
    let used = line.len() - body.len() + end + if separator == '\n' { 0 } else { separator.len_utf8() };
    counts.then_some((label, used))
}

fn bullet(line: &str) -> (Bullet, &str) {
    let line = line.trim_start_matches([' ', '\u{3000}']);
    let Some(first) = line.chars().next() else { return (Bullet::None, line) };
    let rest = || line[first.len_utf8()..].trim_start_matches([' ', '\u{3000}']);
    match first {
        '・' | '･' | '-' | '－' | '•' => (Bullet::Item, rest()),
        '■' | '●' | '◆' | '○' | '◇' | '□' | '▼' | '▶' | '►' | '★' | '◎' | '①'..='⑳' => {
            (Bullet::Heading, rest())
        }
        _ => (Bullet::None, line),
    }
}
