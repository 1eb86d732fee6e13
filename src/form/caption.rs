//! Captions: lines above a table that say what all its rows belong to, as a pattern with names in braces.

use std::collections::HashSet;

use unicode_normalization::UnicodeNormalization;

use crate::form::messages;
use crate::model::text::fold;
use crate::model::{Lang, Message};

/// A pattern like `＜基本方針{policy:code}＞{policy_title}`.
///
/// Plain text is compared after folding; a blank in it stands for any white space or none. `{name}` takes a
/// text as written, `{name:int}` a number, `{name:code}` a code of digits, brackets and hyphens such as
/// `(1)-1-1`, folded.
///
/// ```
/// # use torimatome::form::Caption;
/// let caption = Caption::parse("{section:code} {title}（{departments}）").unwrap();
/// let found = caption.find("(1)-1-2 書かない窓口の推進（各担当課）").unwrap();
/// assert_eq!(found[0], ("section".to_owned(), "(1)-1-2".to_owned()));
/// assert_eq!(found[2].1, "各担当課");
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Caption {
    parts: Vec<Part>,
}

/// A pattern that cannot be used, in words for its author.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{}", .0.text(Lang::En))]
pub struct BadPattern(pub Message);

/// Words, blanks and names of a pattern.
const MOST_PARTS: usize = 100;

#[derive(Debug, Clone, PartialEq, Eq)]
enum Part {
    Literal(Vec<char>),
    Space,
    Name(String, Class),
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Class {
    Text,
    Int,
    Code,
}

/// A folded character and the bytes of the text it came from.
#[derive(Debug, Clone, Copy)]
struct Folded {
    c: char,
    start: usize,
    end: usize,
}

impl Caption {
    /// Reads a pattern.
    ///
    /// # Errors
    /// A [`BadPattern`] where braces are open, empty or of an unknown class, where there are none, or too many.
    pub fn parse(pattern: &str) -> Result<Self, BadPattern> {
        let mut parts = Vec::new();
        let mut rest = pattern;
        while let Some(open) = rest.find('{') {
            literal(&rest[..open], &mut parts);
            let Some(close) = rest[open..].find('}') else {
                return Err(BadPattern(messages::unclosed_brace(pattern)));
            };
            let inner = &rest[open + 1..open + close];
            let (name, class) = match inner.split_once(':') {
                None => (inner, Class::Text),
                Some((name, "int")) => (name, Class::Int),
                Some((name, "code")) => (name, Class::Code),
                Some((_, other)) => {
                    return Err(BadPattern(messages::unknown_class(pattern, other)));
                }
            };
            if name.is_empty() {
                return Err(BadPattern(messages::nameless_brace(pattern)));
            }
            parts.push(Part::Name(name.to_owned(), class));
            rest = &rest[open + close + 1..];
        }
        literal(rest, &mut parts);
        if parts.len() > MOST_PARTS {
            let beginning: String = pattern.chars().take(20).collect();
            return Err(BadPattern(messages::too_many_words(beginning, MOST_PARTS)));
        }
        if parts.iter().any(|part| matches!(part, Part::Name(..))) {
            Ok(Self { parts })
        } else {
            Err(BadPattern(messages::no_name(pattern)))
        }
    }

    /// The names and their values, if the whole text is of this pattern.
    pub fn find(&self, text: &str) -> Option<Vec<(String, String)>> {
        if text.len() > 600 {
            return None;
        }
        let chars: Vec<Folded> = text
            .char_indices()
            .flat_map(|(start, c)| {
                let end = start + c.len_utf8();
                let folded: Vec<char> =
                    if c.is_whitespace() { vec![' '] } else { fold(&c.nfkc().collect::<String>()).chars().collect() };
                folded.into_iter().map(move |c| Folded { c, start, end })
            })
            .collect();
        let mut out = Vec::new();
        step(&self.parts, &chars, text, &mut out, &mut Failed::new()).then_some(out)
    }
}

fn literal(text: &str, parts: &mut Vec<Part>) {
    for word in text.split_inclusive(char::is_whitespace) {
        let plain: Vec<char> = fold(word).chars().collect();
        if !plain.is_empty() {
            parts.push(Part::Literal(plain));
        }
        if word.ends_with(char::is_whitespace) {
            parts.push(Part::Space);
        }
    }
}

fn skip(chars: &[Folded]) -> &[Folded] {
    let first = chars.iter().position(|folded| folded.c != ' ').unwrap_or(chars.len());
    chars.get(first..).unwrap_or_default()
}

/// What is left of a pattern and of a text where they were found not to fit: several names could be tried in
/// endlessly many ways.
type Failed = HashSet<(usize, usize)>;

fn step(parts: &[Part], chars: &[Folded], text: &str, out: &mut Vec<(String, String)>, failed: &mut Failed) -> bool {
    let Some((part, later)) = parts.split_first() else { return skip(chars).is_empty() };
    let state = (parts.len(), chars.len());
    if failed.contains(&state) {
        return false;
    }
    let fits = fits(part, later, chars, text, out, failed);
    if !fits {
        failed.insert(state);
    }
    fits
}

fn fits(part: &Part, later: &[Part], chars: &[Folded], text: &str, out: &mut Vec<(String, String)>, failed: &mut Failed) -> bool {
    match part {
        Part::Space => step(later, skip(chars), text, out, failed),
        Part::Literal(wanted) => {
            let mut rest = chars;
            for c in wanted {
                rest = skip(rest);
                match rest.split_first() {
                    Some((first, tail)) if first.c == *c => rest = tail,
                    _ => return false,
                }
            }
            step(later, rest, text, out, failed)
        }
        Part::Name(name, Class::Text) => {
            let chars = skip(chars);
            let lengths: Vec<usize> = if later.is_empty() { vec![chars.len()] } else { (1..=chars.len()).collect() };
            for length in lengths {
                if failed.contains(&(later.len(), chars.len() - length)) {
                    continue;
                }
                let Some((own, rest)) = chars.split_at_checked(length) else { continue };
                let value = slice(own, text).trim();
                if value.is_empty() {
                    continue;
                }
                let mark = out.len();
                out.push((name.clone(), value.to_owned()));
                if step(later, rest, text, out, failed) {
                    return true;
                }
                out.truncate(mark);
            }
            false
        }
        Part::Name(name, class) => {
            let chars = skip(chars);
            let fits = |c: char| c.is_ascii_digit() || (*class == Class::Code && (c.is_ascii_alphabetic() || "()-.".contains(c)));
            let length = chars.iter().take_while(|folded| fits(folded.c)).count();
            let Some((own, rest)) = chars.split_at_checked(length) else { return false };
            let value: String = own.iter().map(|folded| folded.c).collect();
            let fine = if *class == Class::Code { value.contains('-') } else { !value.is_empty() };
            if !fine {
                return false;
            }
            out.push((name.clone(), value));
            let matched = step(later, rest, text, out, failed);
            if !matched {
                out.pop();
            }
            matched
        }
    }
}

fn slice<'t>(chars: &[Folded], text: &'t str) -> &'t str {
    match (chars.first(), chars.last()) {
        (Some(first), Some(last)) => &text[first.start..last.end],
        _ => "",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn find(pattern: &str, text: &str) -> Option<Vec<String>> {
        Caption::parse(pattern).unwrap().find(text).map(|found| found.into_iter().map(|(_, value)| value).collect())
    }

    #[test]
    fn many_names_are_tried_in_a_moment() {
        let pattern: String = (0..14).map(|no| format!("{{n{no}}}あ")).collect();
        assert_eq!(find(&format!("{pattern}※"), &"あ".repeat(190)), None);
        assert_eq!(find("{a}・{b}・{c}", "一・二・三").unwrap(), ["一", "二", "三"]);
    }

    #[test]
    fn captions_of_all_widths() {
        assert_eq!(
            find("＜基本方針{p:code}＞{t}", "＜基本方針１－（１）＞行政窓口のデジタル化").unwrap(),
            ["1-(1)", "行政窓口のデジタル化"]
        );
        assert_eq!(find("({d:int}) {n}", "（２）　行政のDX推進").unwrap(), ["2", "行政のDX推進"]);
        assert_eq!(
            find("<基本目標{g:int}「{n}」>", "<基本目標1「DXによる「学び」の実現」>").unwrap(),
            ["1", "DXによる「学び」の実現"]
        );
        assert_eq!(find("【{t}】", "【リモート窓口の導入検討】").unwrap(), ["リモート窓口の導入検討"]);
        assert_eq!(find("({d:int}) {n}", "※(2)の注"), None);
        assert!(Caption::parse("{").is_err() && Caption::parse("{a:year}").is_err() && Caption::parse("見出し").is_err());
    }
}
