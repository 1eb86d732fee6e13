//! Numbers of initiatives and directions.

use unicode_normalization::UnicodeNormalization;

use crate::model::text::{fold, is_invisible};

/// The numbers of a cell, one a line or separated: 「5⏎6」, 「14・15」, 「№３」. A direction before them (1-5)
/// is taken off when it is the record's own.
pub fn numbers(text: &str, direction: Option<u32>) -> Vec<String> {
    let mut out = Vec::new();
    for line in text.split(['\n', '・', '、', ',', '，', '／', '/', ' ', '\u{3000}', '，', '&', '＆', ';']) {
        let folded = code(line);
        let mut word = folded.trim_matches(|c: char| "()[]#.:".contains(c));
        for prefix in ["No.", "NO.", "no.", "No", "NO", "no", "取組", "番号", "第"] {
            word = word.strip_prefix(prefix).unwrap_or(word);
        }
        let word = word.trim_start_matches('.').trim_end_matches(['番', '号', '.']);
        let bare: String = word.chars().filter(|c| !"()".contains(*c)).collect();
        let own = direction.and_then(|no| after_direction(word, no));
        let word = own.as_deref().unwrap_or(if is_digits(&bare) { &bare } else { word });
        if word.is_empty() {
            continue;
        }
        match word.split_once(['~']) {
            Some((from, to)) if is_digits(from) && is_digits(to) => out.extend(range(from, to)),
            _ => out.push(word.to_owned()),
        }
    }
    out
}

/// A code as written, in one width and with one kind of dash: （１）－１－１ is (1)-1-1, Ａ－０１ is A-01.
pub fn code(text: &str) -> String {
    let one = |c: char| {
        if c.is_whitespace() || is_invisible(c) {
            return None;
        }
        let folded = fold(c.encode_utf8(&mut [0; 4]));
        // folding also makes small letters, which a code keeps
        Some(if c.is_alphabetic() { c.nfkc().collect::<String>() } else { folded })
    };
    text.chars().filter_map(one).collect()
}

/// The number behind its direction: 1-3, (1)-3, 1-(3), (1)3.
fn after_direction(word: &str, direction: u32) -> Option<String> {
    let (no, rest) = split_direction(word)?;
    (no == direction).then_some(rest)
}

/// The direction before a number: 1-3.
pub fn direction_before(text: &str) -> Option<u32> {
    split_direction(&fold(text)).map(|(no, _)| no)
}

fn split_direction(folded: &str) -> Option<(u32, String)> {
    let word = folded.trim_start_matches("no.").trim_start_matches("no");
    let closed = word.trim_start_matches('(');
    let digits = closed.find(|c: char| !c.is_ascii_digit()).filter(|end| (1..=2).contains(end))?;
    let rest = match closed[digits..].strip_prefix(')') {
        Some(rest) => rest.strip_prefix('-').unwrap_or(rest),
        None => closed[digits..].strip_prefix('-')?,
    };
    let number = rest.trim_start_matches('(').trim_end_matches(')');
    (is_digits(number)).then(|| Some((closed[..digits].parse().ok()?, number.to_owned())))?
}

/// The number before a name and the name: 3．窓口の電子化, （3）窓口の電子化, ③窓口の電子化, No.3 窓口の電子化, 1-3 窓口の電子化.
pub fn before_name(text: &str) -> Option<(String, String)> {
    let text = text.trim();
    if let (Some(mark), name) = super::text::circled(text) {
        return Some((fold(&mark), name));
    }
    let word = ["No.", "Ｎｏ．", "№", "No", "取組", "施策"].iter().find_map(|sign| text.strip_prefix(sign)).unwrap_or(text);
    let open = word.starts_with(['(', '（', '【', '[', '［']);
    let body = word.trim_start_matches(['(', '（', '【', '[', '［']);
    let is_number = |c: char| c.is_ascii_digit() || ('０'..='９').contains(&c) || matches!(c, '-' | '－' | '‐');
    let end = body.find(|c: char| !is_number(c))?;
    let number = fold(&body[..end]);
    let separators: &[char] = &['.', '．', '、', ':', '：', ' ', '\u{3000}', ')', '）', '】', ']', '］', '\n'];
    let rest = body[end..].strip_prefix(separators)?;
    let name = rest.trim_start_matches(separators).trim();
    let closed = !open || body[end..].starts_with([')', '）', '】', ']', '］']);
    // 2025 年の計画 and 1.5次産業 are names
    let fine = (1..=5).contains(&number.len())
        && number.starts_with(|c: char| c.is_ascii_digit())
        && number.split('-').all(|part| (1..=3).contains(&part.len()))
        && !rest.starts_with(|c: char| c.is_ascii_digit());
    (fine && closed && !name.is_empty()).then(|| (number, name.to_owned()))
}

/// The numbers before the names of a cell, or on lines of their own above them, one a line; and the names.
pub fn before_names(lines: &[String]) -> Option<(String, Vec<String>)> {
    let (mut numbers, mut names) = (Vec::new(), Vec::new());
    for line in lines {
        let folded = fold(line);
        let only = folded.trim_start_matches("no").trim_start_matches("取組").trim_matches(|c: char| "()[]#.:番号第".contains(c));
        match before_name(line) {
            Some((number, name)) => {
                numbers.push(number);
                names.push(name);
            }
            None if is_digits(only) && only.len() <= 3 => numbers.push(only.to_owned()),
            None => names.push(line.clone()),
        }
    }
    if numbers.len() > 1 && numbers.len() != names.len() {
        // numbers inside the names: only the first is one
        let (first, rest) = lines.split_first()?;
        let (number, name) = before_name(first)?;
        return Some((number, std::iter::once(name).chain(rest.iter().cloned()).collect()));
    }
    (!numbers.is_empty() && !names.is_empty()).then(|| (numbers.join("\n"), names))
}

fn is_digits(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|b| b.is_ascii_digit())
}

/// 14～16 names three.
fn range(from: &str, to: &str) -> Vec<String> {
    match (from.parse::<u32>(), to.parse::<u32>()) {
        (Ok(first), Ok(last)) if first < last && last - first < 50 => (first..=last).map(|n| n.to_string()).collect(),
        _ => vec![format!("{from}~{to}")],
    }
}

/// The whole number in a short text: 1, １, ①, 方向1, (2), １．地域社会のDX推進.
pub fn integer(text: &str) -> Option<u32> {
    let folded = fold(text);
    let word = folded.trim_start_matches(|c: char| "([<【「〈《■●○◆◇□▼・".contains(c));
    let word = ["基本方針", "基本目標", "基本方向", "方向性", "方向", "目標", "方針", "柱", "第", "no.", "no"]
        .iter()
        .find_map(|prefix| word.strip_prefix(prefix))
        .unwrap_or(word);
    let end = word.find(|c: char| !c.is_ascii_digit()).unwrap_or(word.len());
    let (digits, rest) = word.split_at(end);
    // 5G整備 and 3.5 are no direction
    let decimal = rest.strip_prefix('.').is_some_and(|tail| tail.starts_with(|c: char| c.is_ascii_digit()));
    let fine = !decimal && !rest.starts_with(|c: char| c.is_ascii_alphanumeric());
    if digits.is_empty() || !fine { roman(word) } else { digits.parse().ok() }
}

/// Ⅰ is folded to i.
fn roman(word: &str) -> Option<u32> {
    let end = word.find(|c: char| !"ivx".contains(c)).unwrap_or(word.len());
    match &word[..end] {
        "i" => Some(1),
        "ii" => Some(2),
        "iii" => Some(3),
        "iv" => Some(4),
        "v" => Some(5),
        "vi" => Some(6),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_before_several_names() {
        let read = |text: &str| before_names(&text.lines().map(str::to_owned).collect::<Vec<_>>());
        let names = |names: &[&str]| names.iter().map(|name| (*name).to_owned()).collect::<Vec<_>>();
        assert_eq!(read("8\n文書の電子化"), Some(("8".to_owned(), names(&["文書の電子化"]))));
        assert_eq!(read("No.8 文書の電子化\n⑨図面の電子化"), Some(("8\n9".to_owned(), names(&["文書の電子化", "図面の電子化"]))));
        assert_eq!(read("8\n文書の電子化\n9\n図面の電子化").map(|(numbers, _)| numbers), Some("8\n9".to_owned()));
        assert_eq!(read("8 文書の電子化\n2 期目\n分"), Some(("8".to_owned(), names(&["文書の電子化", "2 期目", "分"]))));
        assert_eq!(read("文書の電子化"), None);
    }

    #[test]
    fn numbers_in_all_spellings() {
        assert_eq!(numbers("22\n23\n24", None), ["22", "23", "24"]);
        assert_eq!(numbers("１４・１５", None), ["14", "15"]);
        assert_eq!(numbers("1-5", Some(1)), ["5"]);
        assert_eq!(numbers("№３", None), ["3"]);
        assert_eq!(numbers("①", None), ["1"]);
        assert_eq!(numbers("14～16", None), ["14", "15", "16"]);
        assert_eq!(numbers("Ａ－０１", None), ["A-01"]);
        assert_eq!(numbers("NO.3", None), ["3"]);
        for text in ["1-3", "(1)-3", "1－（3）", "（１）3"] {
            assert_eq!((numbers(text, Some(1)), direction_before(text)), (vec!["3".to_owned()], Some(1)), "{text}");
        }
        assert_eq!(direction_before("3"), None);
    }

    #[test]
    fn numbers_before_names() {
        for text in
            ["3 窓口の電子化", "３．窓口の電子化", "（3）窓口の電子化", "③窓口の電子化", "No.3 窓口の電子化", "【3】窓口の電子化"]
        {
            assert_eq!(before_name(text), Some(("3".to_owned(), "窓口の電子化".to_owned())), "{text}");
        }
        assert_eq!(before_name("1-3 窓口").map(|found| found.0).as_deref(), Some("1-3"));
        for text in ["5G整備", "1.5次産業の育成", "2025 年の計画", "窓口3番"] {
            assert_eq!(before_name(text), None, "{text}");
        }
    }

    #[test]
    fn directions_in_all_spellings() {
        for text in ["1", "１", "①", "方向1", "（１）", "1．地域社会のDX推進", "Ⅰ", "方向性１"] {
            assert_eq!(integer(text), Some(1), "{text}");
        }
        assert_eq!(integer("5G整備"), None);
        assert_eq!(integer("地域"), None);
    }
}
