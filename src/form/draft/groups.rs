//! Headings that are the same but for a month, a year, a number or a word above them: groups of columns.

use std::collections::{BTreeMap, BTreeSet};

use super::sample::SampleColumn;
use crate::form::{GroupWord, Groups};
use crate::model::text::fold;
use crate::model::{FiscalYears, Period};

/// Groups of columns of a table.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Repeated {
    pub groups: Groups,
    /// What the groups are called: 月.
    pub heading: String,
    /// The headings of a group, `{group}` in them, each with the places of its columns.
    pub columns: Vec<(String, Vec<usize>)>,
}

/// The groups of a table's columns, if it has any.
pub(super) fn find(columns: &[SampleColumn]) -> Option<Repeated> {
    by_token(columns, month, GroupWord::Month, "月", 2)
        .or_else(|| by_token(columns, year, GroupWord::Year, "年度", 2))
        .or_else(|| by_number(columns))
        .or_else(|| by_upper_word(columns))
        .or_else(|| in_order(columns))
}

/// Headings that differ by a token alone. One pattern has to have `least` of them.
fn by_token(
    columns: &[SampleColumn],
    token: fn(&str) -> Option<(String, String)>,
    word: GroupWord,
    heading: &str,
    least: usize,
) -> Option<Repeated> {
    let mut patterns: Vec<(String, Vec<usize>, BTreeSet<String>)> = Vec::new();
    for (at, column) in columns.iter().enumerate() {
        let Some((pattern, token)) = token(&column.name()) else { continue };
        match patterns.iter_mut().find(|(known, ..)| fold(known) == fold(&pattern)) {
            Some((_, places, tokens)) => {
                // the same twice is no group
                if tokens.insert(token) {
                    places.push(at);
                }
            }
            None => patterns.push((pattern, vec![at], BTreeSet::from([token]))),
        }
    }
    patterns.retain(|(_, places, _)| places.len() >= least);
    let columns: Vec<(String, Vec<usize>)> = patterns.into_iter().map(|(pattern, places, _)| (pattern, places)).collect();
    (!columns.is_empty()).then(|| Repeated { groups: Groups::Named(word), heading: heading.to_owned(), columns })
}

/// 4月 in a heading, where it is no part of a day or of a year's month.
fn month(heading: &str) -> Option<(String, String)> {
    let chars: Vec<(usize, char)> = heading.char_indices().collect();
    for (at, (byte, c)) in chars.iter().enumerate() {
        if *c != '月' {
            continue;
        }
        let mut from = at;
        while from > 0 && chars.get(from - 1).is_some_and(|(_, c)| c.is_ascii_digit() || ('０'..='９').contains(c)) {
            from -= 1;
        }
        let number: u32 = fold(&chars.get(from..at)?.iter().map(|(_, c)| *c).collect::<String>()).parse().ok()?;
        let before = from.checked_sub(1).and_then(|at| chars.get(at)).map(|(_, c)| *c);
        let after = chars.get(at + 1).map(|(_, c)| *c);
        let alone = !before.is_some_and(|c| "年度.・/～〜~-".contains(c))
            && !after.is_some_and(|c| c.is_numeric() || "日末ま～〜~・".contains(c));
        if (1..=12).contains(&number) && alone {
            let start = chars.get(from).map(|(byte, _)| *byte)?;
            let pattern = format!("{}{{group}}{}", &heading[..start], &heading[byte + c.len_utf8()..]);
            return Some((pattern, format!("{number}月")));
        }
    }
    None
}

/// R7, 令和7年度 in a heading.
fn year(heading: &str) -> Option<(String, String)> {
    let (from, to, years) = year_at(heading)?;
    let rest = &heading[to..];
    Some((format!("{}{{group}}{rest}", &heading[..from]), format!("{}-{}", years.from, years.to)))
}

/// Where a heading holds fiscal years: from, to (in bytes), and which.
pub(super) fn year_at(heading: &str) -> Option<(usize, usize, FiscalYears)> {
    let starts: Vec<usize> = heading.char_indices().map(|(at, _)| at).collect();
    let mut before: Option<char> = None;
    for start in &starts {
        let tail = &heading[*start..];
        let first = tail.chars().next();
        let inside = before.is_some_and(|c| c.is_alphanumeric() && c.is_ascii() || c.is_numeric())
            && first.is_some_and(|c| c.is_ascii_alphanumeric() || c.is_numeric());
        before = first;
        if inside {
            continue;
        }
        let whole = fold(tail);
        if let Some((Period::Half(..) | Period::Quarter(..) | Period::Month(..), _)) = Period::strip(&whole) {
            return None;
        }
        if let Some((years, left)) = FiscalYears::strip(&whole) {
            let end = end_of(tail, left)?;
            return Some((*start, start + end, years));
        }
    }
    None
}

/// Where a text ends of which folding leaves `left`: the shortest beginning whose rest folds to it.
fn end_of(text: &str, left: &str) -> Option<usize> {
    let ends = text.char_indices().map(|(at, _)| at).skip(1).chain([text.len()]);
    ends.into_iter().find(|end| fold(&text[*end..]) == left)
}

/// 指標1 目標1 指標2 目標2: two headings at least, each with the same numbers from 1 on.
fn by_number(columns: &[SampleColumn]) -> Option<Repeated> {
    let mut stems: Vec<(String, Vec<(u32, usize)>)> = Vec::new();
    for (at, column) in columns.iter().enumerate() {
        let Some((pattern, number)) = numbered(&column.name()) else { continue };
        match stems.iter_mut().find(|(known, _)| fold(known) == fold(&pattern)) {
            Some((_, numbers)) => numbers.push((number, at)),
            None => stems.push((pattern, vec![(number, at)])),
        }
    }
    let run = |numbers: &[(u32, usize)]| numbers.len() >= 2 && numbers.iter().zip(1..).all(|((number, _), n)| *number == n);
    stems.retain(|(_, numbers)| run(numbers));
    let most = stems.iter().map(|(_, numbers)| numbers.len()).max()?;
    stems.retain(|(_, numbers)| numbers.len() == most);
    (stems.len() >= 2).then(|| Repeated {
        groups: Groups::Named(GroupWord::Number),
        heading: "番号".to_owned(),
        columns: stems.into_iter().map(|(stem, numbers)| (stem, numbers.into_iter().map(|(_, at)| at).collect())).collect(),
    })
}

/// A number at the end of one of the parts of a heading: 指標1, 指標① 名称.
fn numbered(heading: &str) -> Option<(String, u32)> {
    for (at, part) in heading.split(' ').enumerate() {
        let figures = part.chars().rev().take_while(|c| c.is_numeric()).count();
        let stem: String = part.chars().take(part.chars().count() - figures).collect();
        let number: String = part.chars().skip(stem.chars().count()).collect();
        let Ok(number) = fold(&number).parse::<u32>() else { continue };
        if stem.is_empty() || !(1..=30).contains(&number) {
            continue;
        }
        let mut parts: Vec<String> = heading.split(' ').map(str::to_owned).collect();
        if let Some(own) = parts.get_mut(at) {
            *own = format!("{stem}{{group}}");
        }
        return Some((parts.join(" "), number));
    }
    None
}

/// 窓口 and 電話 over the same headings.
fn by_upper_word(columns: &[SampleColumn]) -> Option<Repeated> {
    let mut uppers: Vec<(String, Vec<(String, usize)>)> = Vec::new();
    for (at, column) in columns.iter().enumerate() {
        let name = column.name();
        let Some((upper, leaf)) = name.split_once(' ') else { continue };
        match uppers.iter_mut().find(|(known, _)| known == upper) {
            Some((_, leaves)) => leaves.push((leaf.to_owned(), at)),
            None => uppers.push((upper.to_owned(), vec![(leaf.to_owned(), at)])),
        }
    }
    let leaves = |own: &[(String, usize)]| own.iter().map(|(leaf, _)| leaf.clone()).collect::<Vec<_>>();
    let shape = uppers.iter().map(|(_, own)| leaves(own)).find(|shape| {
        let alike = uppers.iter().filter(|(_, own)| leaves(own) == *shape).count();
        alike >= 2 && shape.len() >= 2
    })?;
    uppers.retain(|(_, own)| leaves(own) == shape);
    let columns = shape.iter().enumerate().map(|(nth, leaf)| {
        let places = uppers.iter().filter_map(|(_, own)| own.get(nth)).map(|(_, at)| *at).collect();
        (format!("{{group}} {leaf}"), places)
    });
    let columns = columns.collect();
    let words = uppers.into_iter().map(|(upper, _)| upper).collect();
    Some(Repeated { groups: Groups::Words(words), heading: "区分".to_owned(), columns })
}

/// The same headings again and again: 指標名 実績 指標名 実績.
fn in_order(columns: &[SampleColumn]) -> Option<Repeated> {
    let mut names: Vec<(String, Vec<usize>)> = Vec::new();
    for (at, column) in columns.iter().enumerate() {
        let name = column.name();
        match names.iter_mut().find(|(known, _)| fold(known) == fold(&name)) {
            Some((_, places)) => places.push(at),
            None => names.push((name, vec![at])),
        }
    }
    let most = names.iter().map(|(_, places)| places.len()).max()?;
    names.retain(|(name, places)| places.len() == most && !name.is_empty());
    let columns: BTreeMap<usize, (String, Vec<usize>)> =
        names.into_iter().map(|(name, places)| (places.first().copied().unwrap_or_default(), (name, places))).collect();
    let columns: Vec<_> = columns.into_values().collect();
    (most >= 2 && !columns.is_empty()).then(|| Repeated { groups: Groups::Ordered, heading: "番号".to_owned(), columns })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(headings: &[&str]) -> Option<(Groups, Vec<String>)> {
        let columns: Vec<SampleColumn> = headings
            .iter()
            .map(|heading| SampleColumn { heading: heading.split('/').map(str::to_owned).collect(), ..SampleColumn::default() })
            .collect();
        find(&columns).map(|found| (found.groups, found.columns.into_iter().map(|(heading, _)| heading).collect()))
    }

    #[test]
    fn months_years_numbers_and_words() {
        let named = |word, headings: &[&str]| Some((Groups::Named(word), headings.iter().map(|h| (*h).to_owned()).collect()));
        assert_eq!(of(&["窓口", "4月", "５月", "12月"]), named(GroupWord::Month, &["{group}"]));
        assert_eq!(
            of(&["窓口", "4月/予定", "4月/実績", "5月/予定", "5月/実績"]),
            named(GroupWord::Month, &["{group} 予定", "{group} 実績"])
        );
        assert_eq!(
            of(&["指標", "R5/目標", "R5/実績", "R6/目標", "R6/実績"]),
            named(GroupWord::Year, &["{group} 目標", "{group} 実績"])
        );
        assert_eq!(of(&["指標", "令和5年度実績", "令和6年度実績"]), named(GroupWord::Year, &["{group}実績"]));
        assert_eq!(of(&["事業", "指標1", "実績1", "指標2", "実績2"]), named(GroupWord::Number, &["指標{group}", "実績{group}"]));
        let words = Groups::Words(vec!["窓口".to_owned(), "電話".to_owned()]);
        assert_eq!(
            of(&["課", "窓口/件数", "窓口/人数", "電話/件数", "電話/人数"]),
            Some((words, vec!["{group} 件数".to_owned(), "{group} 人数".to_owned()]))
        );
        assert_eq!(
            of(&["事業", "指標名", "実績", "指標名", "実績"]),
            Some((Groups::Ordered, vec!["指標名".to_owned(), "実績".to_owned()]))
        );
        assert_eq!(of(&["回答番号", "問1", "問2", "問3"]), None);
        assert_eq!(of(&["件名", "令和7年9月までの状況", "備考"]), None);
    }
}
