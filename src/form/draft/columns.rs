//! The columns of samples, brought together.

use super::groups::{self, Repeated, year_at};
use super::guess::{Guess, guess, is_absent, is_office, names_departments, numbers_rows};
use super::sample::{Sample, SampleColumn, SampleValue};
use crate::form::{FieldType, Groups};
use crate::model::text::{fold, likeness};
use crate::model::{Message, Period};

/// From this likeness on two headings are two spellings of one.
const ALIKE: f64 = 0.6;

/// A column of the form that is drawn up.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct DraftColumn {
    /// Its field.
    pub field: String,
    /// Its heading, with `{period}`, `{year}` or `{group}` for what changes.
    pub heading: String,
    /// Its heading as the first sheet has it, where that differs.
    pub written: String,
    /// Other spellings.
    pub aliases: Vec<String>,
    /// What its cells hold.
    pub kind: FieldType,
    /// The words it takes.
    pub choices: Vec<String>,
    /// Does it name the row?
    pub key: bool,
    /// Does a table have to have it?
    pub required: bool,
    /// Does a blank cell repeat the one above?
    pub fill_down: bool,
    /// Its width, in full-width characters.
    pub width: f32,
    /// What was guessed, and why.
    pub why: Vec<Message>,
    /// What a person should look at.
    pub doubts: Vec<Message>,
    /// The cell of its heading.
    pub cell: String,
    /// Some of its values.
    pub examples: Vec<String>,
}

/// What was drawn up.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Drafted {
    /// Columns that stand once in a row.
    pub columns: Vec<DraftColumn>,
    /// Groups of columns that become rows: how they are filled apart, what they are called, their columns.
    pub repeat: Option<(Groups, String, Vec<DraftColumn>)>,
    /// Its title.
    pub title: Option<String>,
    /// Patterns of the lines between rows.
    pub captions: Vec<String>,
}

/// Brings the columns of samples together; the first leads.
pub(super) fn drafted(samples: &[Sample]) -> Option<Drafted> {
    let (lead, others) = samples.split_first()?;
    let repeated = groups::find(&lead.columns);
    let grouped: Vec<usize> = repeated.iter().flat_map(|found| &found.columns).flat_map(|(_, places)| places.clone()).collect();
    let mut out = Drafted { title: title(lead), captions: captions(lead), ..Drafted::default() };
    let mut taken: Vec<String> = Vec::new();
    for (_, column) in lead.columns.iter().enumerate().filter(|(at, column)| !grouped.contains(at) && !column.heading.is_empty())
    {
        let (same, spellings) = alike(column, lead, others);
        let values: Vec<&SampleValue> = column.values.iter().chain(same.iter().flat_map(|other| &other.values)).collect();
        let mut own = draw(column, &values, &mut taken);
        own.aliases = spellings;
        own.required = same.len() == others.len();
        if same.len() < others.len() {
            let (all, own_files) = (others.len() + 1, same.len() + 1);
            own.doubts.push(Message::new(
                format!("この列があるのは{all}ファイル中{own_files}ファイル"),
                format!("{own_files} of {all} files have this column"),
            ));
        }
        out.columns.push(own);
    }
    // columns that only other files have
    for sample in others {
        for column in sample.columns.iter().filter(|column| !column.heading.is_empty()) {
            let name = column.name();
            let known = |other: &DraftColumn| {
                fold(&other.written) == fold(&name) || other.aliases.iter().any(|alias| fold(alias) == fold(&name))
            };
            let in_group = repeated.as_ref().is_some_and(|_| {
                groups::find(&sample.columns).is_some_and(|found| {
                    let at = sample.columns.iter().position(|own| own.col == column.col);
                    found.columns.iter().any(|(_, places)| at.is_some_and(|at| places.contains(&at)))
                })
            });
            if in_group || out.columns.iter().any(known) {
                continue;
            }
            let mut own = draw(column, &column.values.iter().collect::<Vec<_>>(), &mut taken);
            own.required = false;
            own.doubts.push(Message::new(
                format!("この列があるのは {} など一部のファイル", sample.file),
                format!("only some files have this column, {} among them", sample.file),
            ));
            out.columns.push(own);
        }
    }
    if let Some(Repeated { groups, heading, columns }) = repeated {
        let drawn = columns.iter().filter_map(|(pattern, places)| {
            let first = lead.columns.get(*places.first()?)?;
            let values: Vec<&SampleValue> =
                places.iter().filter_map(|at| lead.columns.get(*at)).flat_map(|column| &column.values).collect();
            let mut own = draw(first, &values, &mut taken);
            own.field = field_of(&pattern.replace("{group}", ""), own.kind, &mut taken, Some(&own.field));
            own.heading.clone_from(pattern);
            own.written.clone_from(pattern);
            own.required = false;
            own.fill_down = false;
            Some(own)
        });
        out.repeat = Some((groups, heading, drawn.collect()));
    }
    choose_keys(&mut out, lead);
    Some(out)
}

/// The columns of other samples that are one with a column, and how they spell it.
fn alike<'s>(column: &SampleColumn, lead: &Sample, others: &'s [Sample]) -> (Vec<&'s SampleColumn>, Vec<String>) {
    let name = column.name();
    let (mut same, mut spellings) = (Vec::new(), Vec::new());
    for sample in others {
        let exact = sample.columns.iter().find(|other| fold(&other.name()) == fold(&name));
        let free = |other: &&SampleColumn| {
            let own = fold(&other.name());
            !own.is_empty() && !lead.columns.iter().any(|known| fold(&known.name()) == own)
        };
        let nearest = || {
            let at = lead.columns.iter().position(|own| own.col == column.col);
            let place = at.and_then(|at| sample.columns.get(at)).filter(|other| free(other));
            let close = |other: &&SampleColumn| likeness(&fold(&other.name()), &fold(&name)) >= ALIKE;
            let by_place = place.filter(|other| likeness(&fold(&other.name()), &fold(&name)) >= 0.3);
            by_place.or_else(|| sample.columns.iter().filter(free).find(close))
        };
        if let Some(found) = exact.or_else(nearest) {
            let spelling = found.name();
            if fold(&spelling) != fold(&name) && !spellings.contains(&spelling) {
                spellings.push(spelling);
            }
            same.push(found);
        }
    }
    (same, spellings)
}

/// One column, by its heading and its values.
fn draw(column: &SampleColumn, values: &[&SampleValue], taken: &mut Vec<String>) -> DraftColumn {
    let written = column.name();
    let Guess { kind, choices, why, doubtful } = guess(&written, values);
    let (heading, changes) = template(&written);
    let mut out = DraftColumn {
        heading,
        choices,
        kind,
        fill_down: column.merged_down,
        width: width(column, values),
        cell: column.cell.clone(),
        ..DraftColumn::default()
    };
    out.field = field_of(&written, kind, taken, None);
    out.why.extend(Some(why).filter(|why| *why != Message::default()));
    out.why.extend(changes);
    if doubtful {
        let what = match kind {
            FieldType::Choice => Message::new("選択肢に漏れがないか", "are these all choices?"),
            FieldType::Text => Message::new("値の種類", "the type of its values"),
            _ => Message::new("種類の違う値も混ざっている。このままでよいか", "there are values of other types, too"),
        };
        out.doubts.push(what);
    }
    if out.fill_down {
        out.why
            .push(Message::new("縦に結合されているため、下の行にも同じ値", "merged downwards: rows below have the same value"));
    }
    let filled = values.iter().map(|value| value.text.trim()).filter(|text| !is_absent(text));
    for text in filled {
        let line: String = text.chars().map(|c| if c.is_control() { ' ' } else { c }).take(12).collect();
        if !out.examples.contains(&line) {
            out.examples.push(line);
        }
        if out.examples.len() == 3 {
            break;
        }
    }
    out.written = written;
    out
}

/// A heading with signs for what changes with time.
fn template(heading: &str) -> (String, Option<Message>) {
    if let Some((from, to)) = period_at(heading) {
        let plain = format!("{}{{period}}{}", &heading[..from], &heading[to..]);
        let why = Message::new("{period} は報告期間に応じて変わる部分", "{period}: what changes with the period");
        return (plain, Some(why));
    }
    match year_at(heading) {
        Some((from, to, _)) if !heading.contains(['～', '〜', '~']) => {
            let why = Message::new("{year} は年度に応じて変わる部分", "{year}: what changes with the year");
            (format!("{}{{year}}{}", &heading[..from], &heading[to..]), Some(why))
        }
        _ => (heading.to_owned(), None),
    }
}

/// Where a heading holds a period that is no fiscal year.
fn period_at(heading: &str) -> Option<(usize, usize)> {
    for (start, _) in heading.char_indices() {
        let before = heading[..start].chars().next_back();
        if before.is_some_and(char::is_alphanumeric) && before.is_some_and(|c| c.is_ascii() || c.is_numeric()) {
            continue;
        }
        let tail = &heading[start..];
        if let Some((Period::Half(..) | Period::Quarter(..) | Period::Month(..), left)) = Period::strip(&fold(tail)) {
            let mut ends = tail.char_indices().map(|(at, _)| at).skip(1).chain([tail.len()]);
            let end = ends.find(|end| fold(&tail[*end..]) == left)?;
            return Some((start, start + end));
        }
    }
    None
}

/// A field name for a heading: what everybody calls it, else the heading itself.
fn field_of(heading: &str, kind: FieldType, taken: &mut Vec<String>, former: Option<&str>) -> String {
    taken.retain(|name| Some(name.as_str()) != former);
    let plain = fold(heading);
    let own: String = heading.chars().filter(|c| c.is_alphanumeric() || matches!(c, '_' | '々' | 'ー')).collect();
    let base = if kind == FieldType::Departments && !taken.iter().any(|name| name == "departments") {
        "departments".to_owned()
    } else if numbers_rows(&plain) && !taken.iter().any(|name| name == "no") {
        "no".to_owned()
    } else if own.is_empty() {
        "column".to_owned()
    } else if crate::model::OWN_FIELDS.contains(&own.as_str()) || own == "departments" {
        format!("{own}_text")
    } else {
        own
    };
    let mut name = base.clone();
    let mut n = 1;
    while taken.iter().any(|known| *known == name || *known == format!("{name}_to") || name == format!("{known}_to")) {
        n += 1;
        name = format!("{base}{n}");
    }
    taken.push(name.clone());
    name
}

/// Widths in full-width characters: the sheet's, else what the values need.
fn width(column: &SampleColumn, values: &[&SampleValue]) -> f32 {
    if let Some(width) = column.width {
        return (width / 2.0).clamp(2.0, 60.0).round();
    }
    let mut lengths: Vec<usize> = values.iter().map(|value| value.text.chars().count()).collect();
    lengths.sort_unstable();
    let typical = lengths.get(lengths.len() * 3 / 4).copied().unwrap_or_default();
    let heading = column.heading.last().map_or(0, |part| part.chars().count());
    #[allow(clippy::cast_precision_loss, reason = "a width")]
    let natural = typical.min(30).max(heading.min(8)).max(3) as f32;
    natural.round()
}

/// The columns that name a row.
fn choose_keys(out: &mut Drafted, lead: &Sample) {
    let of = |column: &DraftColumn| lead.columns.iter().find(|own| own.cell == column.cell);
    let rank = |column: &DraftColumn| -> Option<usize> {
        let own = of(column)?;
        let filled: Vec<&str> = own.values.iter().map(|value| value.text.trim()).filter(|text| !is_absent(text)).collect();
        let distinct: std::collections::BTreeSet<&str> = filled.iter().copied().collect();
        let full = filled.len() * 10 >= lead.rows * 9 && !filled.is_empty();
        let unique = distinct.len() * 10 >= filled.len() * 9;
        let plain = fold(&column.written);
        let named = ["名", "名称", "件名", "事項", "項目", "課題", "目"].iter().any(|end| plain.ends_with(end));
        let texts = matches!(column.kind, FieldType::Text) && !numbers_rows(&plain) && !names_departments(&plain);
        // a name, else a number, else any text
        let worth = if texts && named {
            3
        } else if numbers_rows(&plain) {
            2
        } else {
            usize::from(texts)
        };
        (full && unique && worth > 0 && !column.fill_down).then_some(worth)
    };
    let ranked = out.columns.iter().enumerate().filter_map(|(at, column)| Some((rank(column)?, std::cmp::Reverse(at))));
    let best = ranked.max().map(|(_, std::cmp::Reverse(at))| at);
    let fallback = || {
        let filled = |column: &DraftColumn| of(column).map_or(0, |own| own.values.len());
        let candidates = out.columns.iter().enumerate().filter(|(_, column)| !column.fill_down && column.kind != FieldType::Skip);
        candidates.max_by_key(|(at, column)| (filled(column), std::cmp::Reverse(*at))).map(|(at, _)| at)
    };
    let sure = best.is_some();
    let chosen = best.or_else(fallback).or(if out.columns.is_empty() { None } else { Some(0) });
    if let Some(column) = chosen.and_then(|at| out.columns.get_mut(at)) {
        column.key = true;
        column.required = true;
        column.why.push(Message::new("行の名前になる列（key）", "names the row (key)"));
        if !sure {
            column.doubts.push(Message::new(
                "どの列が行の名前か決められないため、仮にこの列とした",
                "no column surely names the rows; this one is a guess",
            ));
        }
    }
    // what a table has to have: the first columns that are mostly filled, so that a table without a remark is still known
    let mut needed = 0;
    for column in &mut out.columns {
        let filled = lead.columns.iter().find(|own| own.cell == column.cell).map_or(0, |own| own.values.len());
        let often = filled * 2 >= lead.rows;
        column.required = column.required && (column.key || often && needed < 5);
        needed += usize::from(column.required);
    }
}

/// The title: of the lines above the table the one that says what it is, without its year and period.
fn title(lead: &Sample) -> Option<String> {
    const WORDS: [&str; 19] = [
        "表",
        "一覧",
        "調査",
        "状況",
        "評価",
        "計画",
        "報告",
        "管理",
        "調書",
        "リスト",
        "アンケート",
        "集計",
        "台帳",
        "簿",
        "届",
        "結果",
        "実績",
        "予定",
        "記録",
    ];
    let plain = |line: &String| {
        let mut line = line.trim().to_owned();
        while let Some((from, to)) = period_at(&line).or_else(|| year_at(&line).map(|(from, to, _)| (from, to))) {
            line = format!("{}{}", &line[..from], &line[to..]);
        }
        let line = without_owner(&line).replace("（）", "").replace("()", "").replace("（現在）", "").replace("（末現在）", "");
        line.trim_matches(|c: char| c.is_whitespace() || "■●◆○・【】「」『』＜＞<>　の".contains(c)).to_owned()
    };
    let fine = |line: &&String| (2..=40).contains(&line.chars().count()) && !line.contains(['：', ':', '。']);
    // 建設課管理係 says whose the sheet is
    let lines: Vec<String> = lead.titles.iter().filter(|line| !is_office(line)).map(plain).collect();
    let telling = lines.iter().filter(fine).find(|line| WORDS.iter().any(|word| line.contains(word)));
    telling.or_else(|| lines.iter().find(fine)).cloned()
}

/// 評価表（○○市）, 報告（文化振興課）: whose it is says nothing of what it is.
fn without_owner(line: &str) -> String {
    let Some((head, tail)) = line.rsplit_once(['（', '(']) else { return line.to_owned() };
    let inner = tail.trim_end_matches(['）', ')']);
    let municipality = inner.ends_with(['市', '町', '村', '区', '県', '府', '都', '道']) && inner.chars().count() <= 8;
    if municipality || is_office(inner) { head.to_owned() } else { line.to_owned() }
}

/// Lines between rows that begin alike: 【総務費】, ■窓口.
fn captions(lead: &Sample) -> Vec<String> {
    let mut out: Vec<String> = Vec::new();
    for line in lead.captions.iter().map(|line| line.trim()) {
        let Some(first) = line.chars().next() else { continue };
        let pattern = match (first, line.chars().next_back()) {
            ('【', Some('】')) => "【{part}】".to_owned(),
            ('＜', Some('＞')) => "＜{part}＞".to_owned(),
            ('〈', Some('〉')) => "〈{part}〉".to_owned(),
            (sign, _) if "■□●○◆◇▼▲★☆".contains(sign) => format!("{sign}{{part}}"),
            _ => continue,
        };
        if !out.contains(&pattern) {
            out.push(pattern);
        }
    }
    out
}
