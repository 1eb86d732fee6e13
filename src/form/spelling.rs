//! One line of a form for many spellings of a heading: `{今後|次期}の{取組|予定}{|内容}`.

use std::collections::BTreeMap;

use crate::form::messages;
use crate::model::Message;

/// So many spellings one line may stand for; the rest is not known.
pub const MOST: usize = 2_000;

/// All that a line stands for. `{a|b}` is either, and can hold others; `{period}`, `{next}` and `{year}` have no `|` and stay.
///
/// ```
/// use torimatome::form::spellings;
/// assert_eq!(spellings("{今後|次期}の予定"), ["今後の予定", "次期の予定"]);
/// assert_eq!(spellings("{{next}以降|}予定"), ["{next}以降予定", "予定"]);
/// assert_eq!(spellings("{period}の実績"), ["{period}の実績"]);
/// ```
pub fn spellings(line: &str) -> Vec<String> {
    let mut out = alternatives(line, 0, &closings(line), DEEPEST).into_iter().next().unwrap_or_default();
    out.truncate(MOST);
    out
}

/// What keeps a line from being compiled, in words for its author.
pub fn too_much(line: &str) -> Option<Message> {
    let depth = line.chars().scan(0_usize, |depth, c| {
        *depth = match c {
            '{' => *depth + 1,
            '}' => depth.saturating_sub(1),
            _ => *depth,
        };
        Some(*depth)
    });
    let beginning: String = line.chars().take(20).collect();
    if line.len() > LONGEST {
        Some(messages::too_many_bytes(beginning, LONGEST))
    } else if depth.max().unwrap_or_default() > DEEPEST {
        Some(messages::too_deep(beginning, DEEPEST))
    } else if spellings(line).len() >= MOST {
        Some(messages::too_many_spellings(line, MOST))
    } else {
        None
    }
}

/// Braces may stand in braces so deep; deeper ones are text.
const DEEPEST: usize = 8;

/// Bytes of a line: no heading is longer.
const LONGEST: usize = 4_000;

/// The spellings of each part of a text between `|` outside braces. `offset` is where it begins in the line whose
/// braces `closings` pairs.
fn alternatives(text: &str, offset: usize, closings: &BTreeMap<usize, usize>, deeper: usize) -> Vec<Vec<String>> {
    let mut parts = vec![vec![String::new()]];
    let mut at = 0;
    while let Some(c) = text[at..].chars().next() {
        let rest = &text[at..];
        let close = closings.get(&(offset + at)).and_then(|close| close.checked_sub(offset + at));
        let grown = match (c, close.filter(|close| deeper > 0 && *close < rest.len())) {
            ('{', Some(close)) => {
                let inner = alternatives(&rest[1..close], offset + at + 1, closings, deeper - 1);
                at += close + 1;
                match inner.as_slice() {
                    // a variable
                    [_] => vec![rest[..=close].to_owned()],
                    _ => inner.into_iter().flatten().take(MOST).collect(),
                }
            }
            ('|', _) => {
                parts.push(vec![String::new()]);
                at += 1;
                continue;
            }
            _ => {
                let end = rest[c.len_utf8()..].find(['{', '|']).map_or(rest.len(), |end| end + c.len_utf8());
                at += end;
                vec![rest[..end].to_owned()]
            }
        };
        if let Some(last) = parts.last_mut() {
            *last =
                last.iter().flat_map(|head| grown.iter().map(move |tail| [head.as_str(), tail].concat())).take(MOST).collect();
        }
    }
    parts
}

/// Where each brace of a line closes.
fn closings(line: &str) -> BTreeMap<usize, usize> {
    let (mut open, mut closings) = (Vec::new(), BTreeMap::new());
    for (at, c) in line.char_indices() {
        match c {
            '{' => open.push(at),
            '}' => {
                if let Some(start) = open.pop() {
                    closings.insert(start, at);
                }
            }
            _ => {}
        }
    }
    closings
}

#[cfg(test)]
mod tests {
    use super::{spellings, too_much};

    #[test]
    fn either_nested_and_empty() {
        assert_eq!(spellings("{a|{b|c}d|}x"), ["ax", "bdx", "cdx", "x"]);
        assert_eq!(spellings("{year}年度の{目標|値}"), ["{year}年度の目標", "{year}年度の値"]);
        assert_eq!(spellings("a|b"), ["a"]);
        assert_eq!(spellings("{a"), ["{a"]);
        assert!(spellings(&"{1|2|3|4|5|6|7|8|9|0}".repeat(12)).len() <= 2_000);
    }

    #[test]
    fn what_is_too_much_is_refused_and_costs_nothing() {
        let nested = format!("{}b{}", "{a|".repeat(20_000), "}".repeat(20_000));
        let braces = format!("{}{}", "{".repeat(50_000), "}".repeat(50_000));
        for line in [nested, braces, "{".repeat(200_000), "{1|2|3|4|5|6|7|8|9|0}".repeat(12)] {
            assert!(too_much(&line).is_some() && spellings(&line).len() <= 2_000);
        }
        assert_eq!(too_much("{今後|次期}の{取組|予定}"), None);
    }
}
