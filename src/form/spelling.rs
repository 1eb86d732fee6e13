//! One line of a form for many spellings of a heading: `{今後|次期}の{取組|予定}{|内容}`.

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
    let mut out = alternatives(line).into_iter().next().unwrap_or_default();
    out.truncate(MOST);
    out
}

/// The spellings of each part of a text between `|` outside braces.
fn alternatives(text: &str) -> Vec<Vec<String>> {
    let mut parts = vec![vec![String::new()]];
    let mut rest = text;
    while let Some(c) = rest.chars().next() {
        let width = c.len_utf8();
        let grown = match (c, closing(rest)) {
            ('{', Some(close)) => {
                let inner = alternatives(&rest[1..close]);
                let found = match inner.as_slice() {
                    // a variable
                    [_] => vec![rest[..=close].to_owned()],
                    _ => inner.into_iter().flatten().collect(),
                };
                rest = &rest[close + 1..];
                found
            }
            ('|', _) => {
                parts.push(vec![String::new()]);
                rest = &rest[width..];
                continue;
            }
            _ => {
                let end = rest[width..].find(['{', '|']).map_or(rest.len(), |at| at + width);
                let found = vec![rest[..end].to_owned()];
                rest = &rest[end..];
                found
            }
        };
        if let Some(last) = parts.last_mut() {
            *last =
                last.iter().flat_map(|head| grown.iter().map(move |tail| [head.as_str(), tail].concat())).take(MOST).collect();
        }
    }
    parts
}

/// Where the brace that a text begins with closes.
fn closing(text: &str) -> Option<usize> {
    let mut depth = 0_usize;
    for (at, c) in text.char_indices() {
        match c {
            '{' => depth += 1,
            '}' => {
                depth = depth.checked_sub(1)?;
                if depth == 0 {
                    return Some(at);
                }
            }
            _ => {}
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::spellings;

    #[test]
    fn either_nested_and_empty() {
        assert_eq!(spellings("{a|{b|c}d|}x"), ["ax", "bdx", "cdx", "x"]);
        assert_eq!(spellings("{year}年度の{目標|値}"), ["{year}年度の目標", "{year}年度の値"]);
        assert_eq!(spellings("a|b"), ["a"]);
        assert_eq!(spellings("{a"), ["{a"]);
        assert!(spellings(&"{1|2|3|4|5|6|7|8|9|0}".repeat(12)).len() <= 2_000);
    }
}
