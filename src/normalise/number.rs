//! Numbers of initiatives and directions.

use unicode_normalization::UnicodeNormalization;

use crate::model::numeral::{circled, kanji, roman};
use crate::model::text::{fold, is_invisible};

/// The numbers of a cell, one a line or separated: 「5⏎6」, 「14・15」, 「№３」. A direction before them (1-5)
/// is taken off when it is the record's own. A code with brackets or circles inside (1(2), (1)①, 4（重点）) stays as written.
pub fn numbers(text: &str, direction: Option<u32>) -> Vec<String> {
    let mut out = Vec::new();
    for line in pieces(text) {
        // ①② are two
        if line.chars().count() > 1 && line.chars().all(|c| circled(c).is_some()) {
            out.extend(line.chars().filter_map(circled).map(|number| number.to_string()));
            continue;
        }
        let folded = code(&line);
        let mut word = bare(&folded);
        for prefix in ["No.", "NO.", "no.", "No", "NO", "no", "取組", "番号", "第"] {
            word = word.strip_prefix(prefix).unwrap_or(word);
        }
        let word = bare(word.trim_start_matches('.').trim_end_matches(['番', '号', '.']));
        let own = direction.and_then(|no| after_direction(word, no));
        let word = own.as_deref().unwrap_or(word);
        if word.is_empty() {
            continue;
        }
        // ❶, which NFKC does not know
        if let (Some(number), 1) = (word.chars().next().and_then(circled), word.chars().count()) {
            out.push(number.to_string());
            continue;
        }
        match word.split_once(['~']) {
            Some((from, to)) if is_digits(from) && is_digits(to) => out.extend(range(from, to)),
            _ => out.push(word.to_owned()),
        }
    }
    out
}

/// The pieces of a cell of numbers. What stands in brackets behind a blank belongs to the number: 1 (2), 4 （重点）.
fn pieces(text: &str) -> Vec<String> {
    let mut out: Vec<String> = Vec::new();
    for line in text.split(['\n', '・', '、', ',', '，', '／', '/', '&', '＆', ';', '；']) {
        let mut goes_on = false;
        for piece in line.split_whitespace() {
            match out.last_mut().filter(|_| goes_on && piece.starts_with(['(', '（', '[', '［', '【'])) {
                Some(last) => last.push_str(piece),
                None => out.push(piece.to_owned()),
            }
            goes_on = true;
        }
    }
    out
}

/// Without marks around it, and without brackets around all of it.
fn bare(word: &str) -> &str {
    let mut word = word;
    loop {
        let before = word;
        word = word.trim_matches(['#', '.', ':']);
        for (open, close) in [('(', ')'), ('[', ']')] {
            let inner = word.strip_prefix(open).and_then(|rest| rest.strip_suffix(close));
            word = match inner {
                Some(inner) if !inner.contains([open, close]) => inner,
                // one that only opens or closes
                _ if !word.contains(close) => word.trim_start_matches(open),
                _ if !word.contains(open) => word.trim_end_matches(close),
                _ => word,
            };
        }
        if word == before {
            return word;
        }
    }
}

/// A code as written, in one width and with one kind of dash: （１）－１－１ is (1)-1-1, Ａ－０１ is A-01. A circled number
/// beside another one stays circled: 1① is not 11.
pub fn code(text: &str) -> String {
    let chars: Vec<char> = text.chars().filter(|c| !c.is_whitespace() && !is_invisible(*c)).collect();
    let numeric = |at: Option<usize>, brackets: &[char]| {
        let c = at.and_then(|at| chars.get(at));
        c.is_some_and(|c| c.is_numeric() || brackets.contains(c))
    };
    let mut out = String::with_capacity(text.len());
    for (at, c) in chars.iter().copied().enumerate() {
        let beside = || numeric(at.checked_sub(1), &[')', '）']) || numeric(Some(at + 1), &['(', '（']);
        if circled(c).is_some() && beside() {
            out.push(c);
        } else if c.is_alphabetic() {
            // folding also makes small letters, which a code keeps
            out.extend(c.nfkc());
        } else {
            out.push_str(&fold(c.encode_utf8(&mut [0; 4])));
        }
    }
    out
}

/// 8.0 as a data program writes 8.
pub fn whole(text: &str) -> Option<&str> {
    let (whole, zeros) = text.trim().split_once('.')?;
    (is_digits(whole) && !zeros.is_empty() && zeros.bytes().all(|b| b == b'0')).then_some(whole)
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

/// What a number of a direction or goal stands behind.
const LABELS: [&str; 13] =
    ["基本方針", "基本目標", "基本方向", "基本施策", "方向性", "方向", "目標", "方針", "政策", "施策", "柱", "分野", "第"];

/// Without signs before it and without its label, and whether it has one: 基本方針（2）… is 2）….
fn unlabelled(folded: &str) -> (&str, bool) {
    let signs = |c: char| "([<【「〈《■●○◆◇□▼・:".contains(c);
    let word = folded.trim_start_matches(signs);
    let labelled = LABELS.iter().find_map(|label| word.strip_prefix(label)).or_else(|| {
        let word = word.strip_prefix("の")?;
        LABELS.iter().find_map(|label| word.strip_prefix(label))
    });
    let rest = labelled.unwrap_or(word).trim_start_matches(signs);
    (["no.", "no"].iter().find_map(|prefix| rest.strip_prefix(prefix)).unwrap_or(rest), labelled.is_some())
}

/// Does a folded text name several numbers: 1・2, 1/2, 2,3, 1~3, 1→2, 方向1と2?
pub fn names_several(folded: &str) -> bool {
    let mut rest = folded;
    while let Some(at) = rest.find(|c: char| "・/,、~→&と".contains(c)) {
        let (before, after) = rest.split_at(at);
        let after = after.trim_start_matches(|c: char| "・/,、~→&と".contains(c));
        let after = after.strip_prefix("方向").unwrap_or(after);
        if before.ends_with(|c: char| c.is_ascii_digit()) && after.starts_with(|c: char| c.is_ascii_digit()) {
            return true;
        }
        rest = after;
    }
    false
}

/// The whole number in a short text: 1, １, ①, 方向1, (2), 2.0, 二, 方向三, Ⅱ, １．地域社会のDX推進.
pub fn integer(text: &str) -> Option<u32> {
    let folded = fold(text);
    let (word, labelled) = unlabelled(&folded);
    let end = word.find(|c: char| !c.is_ascii_digit()).unwrap_or(word.len());
    let (digits, rest) = word.split_at(end);
    if !digits.is_empty() {
        // 5G整備 and 3.5 are no direction
        let decimal = rest.strip_prefix('.').is_some_and(|tail| tail.starts_with(|c: char| c.is_ascii_digit()));
        let fine = !decimal && !rest.starts_with(|c: char| c.is_ascii_alphanumeric());
        return if fine { digits.parse().ok() } else { whole(word)?.parse().ok() };
    }
    // 一般会計 and 三つの柱 begin with words
    let apart = |rest: &str| {
        let blank = || {
            let first = text.split_whitespace().next().map(fold).unwrap_or_default();
            let own = unlabelled(&first).0;
            own.len() + rest.len() == word.len() && word.starts_with(own)
        };
        labelled
            || rest.is_empty()
            || rest.starts_with(['.', '、', ':', ')', ']', '】', '〉', '》', '」', '>', '-', '('])
            || blank()
    };
    let in_kanji = kanji(word).filter(|(number, rest)| (1..=99).contains(number) && apart(rest));
    // ⅡIT and IoT: a numeral and a word
    let written = text.contains(|c| matches!(c, '\u{2160}'..='\u{217f}'));
    let in_roman = || roman(word).filter(|(_, rest)| written || !rest.starts_with(char::is_alphanumeric) && apart(rest));
    in_kanji.or_else(in_roman).map(|(number, _)| number)
}

/// The direction that a line above rows names: 方向2, (2) 行政のDX推進, Ⅱ．…; a day, a code or a page names none.
pub fn labelled_integer(text: &str) -> Option<u32> {
    let folded = fold(text);
    let (word, labelled) = unlabelled(&folded);
    let number = integer(text).filter(|number| *number < 100)?;
    let tail = word.trim_start_matches(|c: char| c.is_ascii_digit());
    let tail = match kanji(word).or_else(|| roman(word)) {
        Some((_, rest)) if tail.len() == word.len() => rest,
        _ => tail,
    };
    let enclosed =
        folded.starts_with(['(', '<', '【', '[', '〈', '《']) || text.trim_start().starts_with(|c| circled(c).is_some());
    let parted = tail.len() < word.len() && tail.starts_with(|c: char| ".、:)".contains(c) || c.is_alphabetic());
    let counted = tail.starts_with(|c: char| "年月日時分件人名回頁号番次期円台階個箇校社所割歳代級組つかヶカ%".contains(c))
        || tail.starts_with("ページ");
    (labelled || !counted && (enclosed || parted && tail.contains(char::is_alphabetic))).then_some(number)
}

/// Lines beside one number that are one name, broken by hand: none of them begins with a bullet or a number of its own, and
/// they do not end alike, as a list does.
pub fn is_broken_name(lines: &[String]) -> bool {
    let bulleted = |line: &String| {
        line.starts_with(['・', '･', '○', '●', '■', '□', '◆', '◇', '-', '－', '•', '※', '（', '('])
            || line.chars().next().is_some_and(|c| circled(c).is_some())
            || before_name(line).is_some()
    };
    let end = |line: &String| line.chars().rev().take(3).collect::<Vec<_>>();
    let alike = lines.iter().zip(lines.iter().skip(1)).all(|(one, next)| one.chars().count() > 3 && end(one) == end(next));
    (2..=4).contains(&lines.len()) && !alike && !lines.iter().skip(1).any(bulleted) && !lines.first().is_some_and(bulleted)
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
    fn codes_with_brackets_and_circles_stay_whole() {
        for (text, expected) in [
            ("1(2)", "1(2)"),
            ("1（２）", "1(2)"),
            ("1 (2)", "1(2)"),
            ("(1)①", "(1)①"),
            ("1①", "1①"),
            ("1-(2)", "1-(2)"),
            ("4（重点）", "4(重点)"),
            ("4 （重点）", "4(重点)"),
            ("3(再掲)", "3(再掲)"),
            ("1.10", "1.10"),
            ("Ⅱ", "II"),
            ("二", "二"),
            ("㉑", "21"),
            ("⑴", "1"),
            ("(3)", "3"),
            ("3)", "3"),
            ("（3", "3"),
            ("No.①", "1"),
            ("❸", "3"),
            ("A-(1)", "A-(1)"),
        ] {
            assert_eq!(numbers(text, Some(2)), [expected], "{text}");
        }
        assert_eq!(numbers("①②", None), ["1", "2"]);
        assert_eq!(numbers("5 6", None), ["5", "6"]);
        assert_eq!((whole("8.0"), whole("1.10"), whole("8")), (Some("8"), None, None));
    }

    #[test]
    fn lines_beside_one_number() {
        let broken = |lines: &[&str]| is_broken_name(&lines.iter().map(|line| (*line).to_owned()).collect::<Vec<_>>());
        assert!(broken(&["押印と対面の", "見直し"]) && broken(&["庁内で使う", "帳票の整理"]));
        assert!(!broken(&["・押印の見直し", "・対面の見直し"]) && !broken(&["文書の電子化", "図面の電子化"]));
        assert!(!broken(&["8 文書の電子化", "9 図面の電子化"]) && !broken(&["押印の見直し"]));
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
        for text in [
            "1",
            "１",
            "①",
            "方向1",
            "（１）",
            "1．地域社会のDX推進",
            "Ⅰ",
            "方向性１",
            "一",
            "方向一",
            "第一の柱",
            "一　地域社会のDX推進",
            "基本方針（1）",
            "1.0",
            "方向Ⅰ 地域",
            "Ⅰ地域",
        ] {
            assert_eq!(integer(text), Some(1), "{text}");
        }
        assert_eq!((integer("十二"), integer("㉑"), integer("Ⅻ")), (Some(12), Some(21), Some(12)));
        for text in ["5G整備", "地域", "一般会計", "三つの柱", "DX", "IoTの活用", "ICT", "基盤", "1.5", "Vision"]
        {
            assert_eq!(integer(text), None, "{text}");
        }
    }

    #[test]
    fn lines_that_name_a_direction() {
        for text in ["方向2", "(2) 行政のDX推進", "２．行政のDX推進", "Ⅱ　行政のDX推進", "【方向2】", "② 行政", "基本目標二"]
        {
            assert_eq!(labelled_integer(text), Some(2), "{text}");
        }
        for text in ["2", "1-2", "2025年5月8日", "5月8日　現地立会", "2025/5/8", "2ページ", "12件", "20001"] {
            assert_eq!(labelled_integer(text), None, "{text}");
        }
    }

    #[test]
    fn a_range_goes_up_by_less_than_fifty() {
        assert_eq!(range("14", "16"), ["14", "15", "16"]);
        assert_eq!([range("5", "5"), range("1", "51")].concat(), ["5~5", "1~51"]);
    }
}
