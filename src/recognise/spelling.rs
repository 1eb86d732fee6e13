//! A written heading as keys to look it up by: without decoration, without particles, its period and its year taken out.

use crate::model::text::fold;
use crate::model::{Era, FiscalYears, Period};

/// The signs that stand for a time in a heading, so that R7上半期までの取組内容 is one heading in all years.
pub enum Relation {}

impl Relation {
    /// A period that is written out, or 上半期.
    pub const PERIOD: &'static str = "{p}";
    /// 今期, 当月.
    pub const CURRENT: &'static str = "{c}";
    /// 次期, 来月.
    pub const NEXT: &'static str = "{n}";
    /// A fiscal year.
    pub const YEAR: &'static str = "{y}";
}

/// The kanji of all words that a spelling can lose: times, 及び, 取り組み, 注. Any other kanji outside of brackets stays in
/// the key.
pub const LOST: &str =
    "上下中予今代令元先分前半又及取告和四回在報大定平年度当後成日明昨昭時月期末本来次正治注点現第等組翌見該込間";

/// Has a text brackets? What stands in them can be lost too.
pub fn has_brackets(text: &str) -> bool {
    text.contains(|c| BRACKETS.iter().any(|(open, close)| c == *open || c == *close))
}

/// A heading's key, with what was taken out of it.
pub struct Spelling {
    /// What it is looked up by.
    pub key: String,
    /// The same with its particles: only folded.
    pub folded: String,
    pub period: Option<Period>,
    pub years: Option<FiscalYears>,
    /// 前回の, 昨年度の.
    pub old: bool,
    /// Without what stood in brackets.
    pub shortened: bool,
}

impl Spelling {
    /// The fullest spelling: as written.
    pub fn of(text: &str) -> Self {
        let (folded, period, old) = templated(&fold(text));
        Self { key: key_of(&folded), folded, period, years: None, old, shortened: false }
    }
}

/// A written heading as the spelling of a form's column: its period becomes `{period}`, so that it is the same heading next time.
/// `None`: it holds what a form takes for choices.
#[cfg(feature = "cli")]
pub fn column_spelling(heading: &str) -> Option<String> {
    if heading.contains(['{', '|', '}']) {
        return None;
    }
    let spelling = Spelling::of(heading).folded;
    let signs =
        [(Relation::PERIOD, "{period}"), (Relation::CURRENT, "{period}"), (Relation::NEXT, "{next}"), (Relation::YEAR, "{year}")];
    Some(signs.into_iter().fold(spelling, |text, (sign, variable)| text.replace(sign, variable)))
}

/// A folded heading without what may be there or not: 取り組みの内容 and 取組内容 are one.
pub fn key_of(folded: &str) -> String {
    const SAME: [(&str, &str); 8] = [
        ("取り組み", "取組"),
        ("取組み", "取組"),
        ("とりくみ", "取組"),
        ("見込み", "見込"),
        ("および", ""),
        ("及び", ""),
        ("または", ""),
        ("又は", ""),
    ];
    let mut key = folded.to_owned();
    for (long, short) in SAME {
        if key.contains(long) {
            key = key.replace(long, short);
        }
    }
    let bare: String = key.chars().filter(|c| !"の・、,./等\"'「」".contains(*c)).collect();
    if bare.is_empty() { key } else { bare }
}

/// A heading's spellings, the fullest first: as written, by its year, without decoration, without what is in brackets.
pub fn spellings_of(text: &str) -> Vec<Spelling> {
    let mut out = vec![Spelling::of(text)];
    let dated = text.contains(|c: char| c.is_numeric() || c == '元');
    if let Some((folded, years)) = by_year(text) {
        out.push(Spelling { key: key_of(&folded), folded, period: None, years: Some(years), old: false, shortened: false });
    }
    let plain = undecorated(text);
    let (period, old) = out.first().map(|own| (own.period, own.old)).unwrap_or_default();
    let mut short = plain.to_owned();
    while let Some(shorter) = without_bracket(&short) {
        short = undecorated(&shorter).to_owned();
    }
    let japanese = without_latin(&short);
    for (text, shortened) in [(plain, false), (short.as_str(), true), (japanese.as_str(), true)] {
        let spelling = Spelling::of(text);
        if !spelling.key.is_empty() && !out.iter().any(|known| known.key == spelling.key) {
            // a period that stood in the brackets still counts
            out.push(Spelling { period: spelling.period.or(period), old: spelling.old || old, shortened, ..spelling });
        }
    }
    // R7実績 and 令和7年実績 speak of the year as a period, where nothing knows them better
    for (text, shortened) in [(text, false), (plain, false), (short.as_str(), true), (japanese.as_str(), true)] {
        if dated
            && let Some((folded, years)) = by_year(text).filter(|(_, years)| years.from == years.to)
            && out.iter().all(|spelling| spelling.period.is_none_or(|period| period == Period::Year(years.from)))
        {
            let folded = folded.replacen(Relation::YEAR, Relation::PERIOD, 1);
            let period = Some(Period::Year(years.from));
            out.push(Spelling { key: key_of(&folded), folded, period, years: None, old: false, shortened });
        }
    }
    out.retain(|spelling| !spelling.key.is_empty());
    out
}

/// Signs that only adorn a heading, or point to a footnote.
const ADORNING: &str = "*＊※:：・○●■□◆◇▼▲★☆◎　 \n\t";

const BRACKETS: [(char, char); 10] = [
    ('（', '）'),
    ('(', ')'),
    ('［', '］'),
    ('[', ']'),
    ('【', '】'),
    ('〔', '〕'),
    ('＜', '＞'),
    ('<', '>'),
    ('〈', '〉'),
    ('《', '》'),
];

/// Without marks around it, a number before it, and brackets around all of it: 【①取組名】※1.
pub fn undecorated(text: &str) -> &str {
    let mut rest = text;
    loop {
        let before = rest;
        rest = rest.trim_matches(|c: char| c.is_whitespace() || ADORNING.contains(c));
        rest = without_note_number(rest);
        rest = without_ordinal(rest);
        if let Some((_, close)) = BRACKETS.iter().find(|(open, _)| rest.starts_with(*open))
            && let Some(inner) = rest.strip_suffix(*close)
            && !inner.contains(*close)
        {
            rest = inner.chars().next().map_or(inner, |open| &inner[open.len_utf8()..]);
        }
        if rest == before {
            return rest;
        }
    }
}

/// 担当課 of 担当課 / Department: without the words of another language behind or before it.
fn without_latin(text: &str) -> String {
    let latin = |c: char| c.is_ascii_alphabetic() || " /()&.,'-".contains(c) || c == '\n' || c == '／';
    let end = text.trim_end_matches(latin);
    // R7上半期 begins with its era
    let start = end.trim_start_matches(latin);
    let bare = if start.starts_with(|c: char| c.is_numeric()) { end } else { start };
    let dropped = text.chars().filter(char::is_ascii_alphabetic).count() - bare.chars().filter(char::is_ascii_alphabetic).count();
    let apart = text.contains(['/', '／', '\n', '(', '（']);
    if dropped >= if apart { 2 } else { 4 } { bare.to_owned() } else { String::new() }
}

/// ※1 and 注2 behind a heading.
fn without_note_number(text: &str) -> &str {
    let end = text.trim_end_matches(|c: char| c.is_numeric());
    if end.len() < text.len()
        && let Some(rest) = end.strip_suffix(['※', '＊', '*', '注'])
    {
        return rest;
    }
    text
}

/// ①, (1), 1., ア　 before a heading.
fn without_ordinal(text: &str) -> &str {
    let Some(first) = text.chars().next() else { return text };
    if matches!(first, '①'..='⑳' | '❶'..='❿' | '⑴'..='⒇' | '⒈'..='⒛') {
        return &text[first.len_utf8()..];
    }
    let bracketed = first == '（' || first == '(';
    let body = if bracketed { &text[first.len_utf8()..] } else { text };
    let digits = body.find(|c: char| !c.is_ascii_digit() && !('０'..='９').contains(&c)).unwrap_or(body.len());
    let end = match body.chars().next() {
        _ if digits > 0 && body[..digits].chars().count() <= 2 => digits,
        Some(c) if c.is_ascii_uppercase() || ('Ａ'..='Ｚ').contains(&c) || "アイウエオカキクケコ".contains(c) => {
            c.len_utf8()
        }
        _ => return text,
    };
    let closing: &[char] = if bracketed { &['）', ')'] } else { &['.', '．', '、', '）', ')', ':', '：', ' ', '　'] };
    match body[end..].strip_prefix(closing) {
        // 1.5 is a figure
        Some(rest) if !rest.starts_with(|c: char| c.is_ascii_digit()) => rest,
        _ => text,
    }
}

/// Without the brackets at its end or inside it, or those before it that hold a period.
fn without_bracket(text: &str) -> Option<String> {
    let (_, close) = BRACKETS.iter().find(|(_, close)| text.ends_with(*close)).copied().unzip();
    if let Some(close) = close
        && let Some((open, _)) = BRACKETS.iter().find(|(_, other)| *other == close)
        && let Some(at) = text.rfind(*open)
        && at > 0
    {
        return Some(text[..at].to_owned());
    }
    let (before, open, close) = BRACKETS.iter().filter_map(|(open, close)| Some((text.find(*open)?, *open, *close))).min()?;
    let (inner, rest) = text[before + open.len_utf8()..].split_once(close)?;
    // （R7上半期）実績 and 取組（事業）名, but not 【取組】の名称
    (!rest.is_empty() && (before > 0 || Period::find(inner).is_some())).then(|| format!("{}{rest}", &text[..before]))
}

/// Puts `{y}` for the fiscal years in a heading: R3⏎2021 and 令和６年度（2024年度） are one year each.
fn by_year(text: &str) -> Option<(String, FiscalYears)> {
    let folded = text.split('\n').map(fold).filter(|line| !line.is_empty()).collect::<Vec<_>>().join("\n");
    let mut key = String::new();
    let mut first = None;
    let mut rest = folded.as_str();
    let mut before = None;
    while let Some(c) = rest.chars().next() {
        let boundary = before.is_none_or(|c: char| !c.is_ascii_alphanumeric() && c != '.');
        if boundary && let Some((years, tail)) = FiscalYears::strip(rest) {
            first.get_or_insert(years);
            key.push_str(Relation::YEAR);
            before = Some('度');
            rest = tail;
            continue;
        }
        key.push(c);
        before = Some(c);
        rest = &rest[c.len_utf8()..];
    }
    let years = first?;
    let key = key.replace("{y}\n({y})", Relation::YEAR).replace("{y}({y})", Relation::YEAR).replace("{y}\n{y}", Relation::YEAR);
    Some((key.replace('\n', ""), years))
}

/// Puts a sign for the first time in a folded heading, and tells whether it speaks of last time.
fn templated(folded: &str) -> (String, Option<Period>, bool) {
    for (at, first) in folded.char_indices() {
        let may_begin = at == 0 || first.is_ascii_digit() || first == 'f' || Era::may_begin(first);
        if !may_begin || folded[..at].chars().next_back().is_some_and(|c| c.is_ascii_alphanumeric()) {
            continue;
        }
        let rest = &folded[at..];
        if let Some((period, tail)) = Period::strip(rest) {
            return (format!("{}{}{}", &folded[..at], Relation::PERIOD, without_end(tail)), Some(period), false);
        }
        if let Some(tail) = after_day(rest) {
            return (format!("{}{}{}", &folded[..at], Relation::PERIOD, without_end(tail)), None, false);
        }
        if at == 0
            && let Some((sign, tail, old)) = relative(rest)
        {
            return (format!("{sign}{tail}"), None, old);
        }
    }
    (folded.to_owned(), None, false)
}

/// 上半期, 今期, 次期, 前回, 9月末 at the beginning of a heading.
fn relative(folded: &str) -> Option<(&'static str, &str, bool)> {
    const WORDS: [(&str, &str, bool); 32] = [
        ("上半期", Relation::PERIOD, false),
        ("下半期", Relation::PERIOD, false),
        ("上期", Relation::PERIOD, false),
        ("下期", Relation::PERIOD, false),
        ("前期", Relation::PERIOD, false),
        ("後期", Relation::PERIOD, false),
        ("今期", Relation::CURRENT, false),
        ("当期", Relation::CURRENT, false),
        ("本期", Relation::CURRENT, false),
        ("今回", Relation::CURRENT, false),
        ("今月", Relation::CURRENT, false),
        ("当月", Relation::CURRENT, false),
        ("今年度", Relation::CURRENT, false),
        ("本年度", Relation::CURRENT, false),
        ("当該年度", Relation::CURRENT, false),
        ("報告期間", Relation::CURRENT, false),
        ("次期", Relation::NEXT, false),
        ("来期", Relation::NEXT, false),
        ("翌期", Relation::NEXT, false),
        ("次回", Relation::NEXT, false),
        ("来月", Relation::NEXT, false),
        ("翌月", Relation::NEXT, false),
        ("次月", Relation::NEXT, false),
        ("次年度", Relation::NEXT, false),
        ("来年度", Relation::NEXT, false),
        ("翌年度", Relation::NEXT, false),
        ("前回", Relation::PERIOD, true),
        ("前年度", Relation::PERIOD, true),
        ("昨年度", Relation::PERIOD, true),
        ("前月", Relation::PERIOD, true),
        ("先月", Relation::PERIOD, true),
        ("前四半期", Relation::PERIOD, true),
    ];
    if let Some((word, sign, old)) = WORDS.iter().find(|(word, _, _)| folded.starts_with(word)) {
        return Some((sign, without_end(&folded[word.len()..]), *old));
    }
    let (_, rest) = digits(folded.strip_prefix('第').unwrap_or(folded), 2)?;
    if let Some(tail) = rest.strip_prefix("四半期").filter(|_| folded.starts_with('第')) {
        return Some((Relation::PERIOD, without_end(tail), false));
    }
    // 4月～9月, 4～9月
    let from = rest.strip_prefix('月').unwrap_or(rest);
    let last = from.strip_prefix(['~', '-']).or_else(|| from.strip_prefix("から")).and_then(|rest| digits(rest, 2));
    let tail = last.and_then(|(_, rest)| rest.strip_prefix('月')).or_else(|| rest.strip_prefix('月'));
    Some((Relation::PERIOD, without_end(tail?), false))
}

/// What follows a day at the beginning of a folded heading: 9月30日現在の状況, R7.9.30までの取組.
fn after_day(folded: &str) -> Option<&str> {
    let year = Era::strip(folded).map(|(_, rest)| rest).or_else(|| folded.starts_with("20").then_some(folded));
    let rest = match year {
        Some(rest) => {
            rest.strip_prefix('元').or_else(|| digits(rest, 4).map(|(_, rest)| rest))?.strip_prefix(['年', '.', '/', '-'])?
        }
        None => folded,
    };
    let (_, rest) = digits(rest, 2)?;
    let signs: &[char] = if year.is_some() { &['月', '.', '/', '-'] } else { &['月'] };
    let (_, rest) = digits(rest.strip_prefix(signs)?, 2)?;
    let tail = rest.strip_prefix('日');
    if year.is_some() { tail.or(Some(rest)) } else { tail }
}

/// The digits at the beginning of a text, at most so many, and what follows.
fn digits(text: &str, most: usize) -> Option<(&str, &str)> {
    let end = text.find(|c: char| !c.is_ascii_digit()).unwrap_or(text.len());
    (1..=most).contains(&end).then(|| text.split_at(end))
}

/// 分, 末 and 末時点 behind a period add nothing.
fn without_end(tail: &str) -> &str {
    let tail = tail.strip_prefix("分").or_else(|| tail.strip_prefix('末')).or_else(|| tail.strip_prefix('~')).unwrap_or(tail);
    ["時点", "現在"].iter().find_map(|word| tail.strip_prefix(word)).unwrap_or(tail)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn keys(text: &str) -> Vec<String> {
        spellings_of(text).into_iter().map(|spelling| spelling.key).collect()
    }

    #[test]
    fn decoration_goes() {
        for text in [
            "取組名",
            "【取組名】",
            "①取組名",
            "(1) 取組名",
            "１．取組名",
            "取組の名※1",
            "取り組み名（必須）",
            "■取組名［記入］（※）",
            "A　取組名",
            "取組（事業）名",
            "取組名\nInitiative",
        ] {
            assert_eq!(keys(text).last().map(String::as_str), Some("取組名"), "{text}");
        }
        assert_eq!(keys("5G整備").last().map(String::as_str), Some("5g整備"));
    }

    #[test]
    fn times_become_signs() {
        for (text, key) in [
            ("R7上半期までの取組内容", "{p}まで取組内容"),
            ("令和７年９月末時点の進捗状況", "{p}進捗状況"),
            ("9月末現在の状況", "{p}状況"),
            ("９月30日現在の進捗状況", "{p}進捗状況"),
            ("R7.9.30までの取組", "{p}まで取組"),
            ("令和7年9月30日時点", "{p}"),
            ("第２四半期の実績", "{p}実績"),
            ("4～9月の取組", "{p}取組"),
            ("4-9月の取組", "{p}取組"),
            ("R7.10～の予定", "{p}予定"),
            ("今期の取組", "{c}取組"),
            ("来年度の予定", "{n}予定"),
        ] {
            assert_eq!(keys(text)[0], key, "{text}");
        }
        assert!(spellings_of("前回の取組内容")[0].old);
        assert_eq!(spellings_of("今後の予定（R7下半期）").last().and_then(|s| s.period), Period::parse("R7下半期"));
    }
}
