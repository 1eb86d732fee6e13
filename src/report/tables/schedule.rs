//! 工程表: bars over fiscal years.

use std::borrow::Cow;
use std::cmp::Ordering;
use std::collections::BTreeSet;

use crate::form::{Column, FieldType, Form, Layout};
use crate::model::era::{short_fiscal_year, wareki_fiscal_year};
use crate::model::{Consolidation, Plan, Schedule};
use crate::report::tables::{
    Cell, CellKind, Counts, Row, Sources, Table, TableColumn, departments, direction_title, heading, number, part, table_column,
    text, year_heading,
};

/// What a printed column shows.
enum Shown<'f> {
    /// A field of the form.
    Field(&'f Column),
    /// The title of a block or a section, which no column of the form has.
    Title,
    /// A fiscal year.
    Year(i16),
}

/// 工程表.
pub(super) fn table<'a>(consolidation: &'a Consolidation, form: &Form, sources: &Sources<'_>, current: i16) -> Table<'a> {
    let records: Vec<&Schedule> = consolidation.records.schedule.iter().filter(|record| sources.holds(&record.origin)).collect();
    let named: BTreeSet<i16> = records.iter().flat_map(|record| record.cells.keys().copied()).collect();
    // no year is left out between two others
    let years: BTreeSet<i16> = match (named.first(), named.last()) {
        (Some(first), Some(last)) if last - first < 60 => (*first..=*last).collect(),
        _ => named,
    };
    let shown = shown(form, &records, &years);
    let columns = shown.iter().map(|shown| column(shown, form)).collect();
    let headings = heading::levels(heading::row(shown.iter().map(|shown| heading_text(shown, consolidation))));
    let rows = records.iter().flat_map(|record| rows(form, &consolidation.plan, record, &shown));
    let mut table = Table::made(form, &form.name, columns, headings, rows);
    let last = years.last().copied();
    if records.iter().flat_map(|record| &record.spans).any(|span| Some(span.to) == last) {
        table.legend.push("先の尖った帯は、表の最後の年度まで続く取組です。".to_owned());
    }
    if table.rows().flat_map(|row| &row.cells).any(|cell| cell.text == "—") {
        table.legend.push("—：その年度に予定がないもの（担当課の記載のとおり）".to_owned());
    }
    table.current_year = years.contains(&current).then_some(current);
    table.listed_year = years.first().zip(last).map(|(first, last)| current.clamp(*first, last));
    let (counts, sentence) = by_time(&table.title, &consolidation.plan, &records, (current, table.listed_year));
    (table.counts, table.sentence) = (Some(counts), sentence);
    table
}

/// Where the records of a plan stand in time, part by part: planned for the listed year, for earlier years only, for later ones.
/// A bar that has ended is no report that the work is done. Without years, how many records there are.
fn by_time(title: &str, plan: &Plan, records: &[&Schedule], (current, listed): (i16, Option<i16>)) -> (Counts, String) {
    let part = |record: &&Schedule| part(plan, plain_section(record), record.section.as_deref());
    let records = records.iter().copied();
    let head = "区分".to_owned();
    let Some(year) = listed else {
        let counts = Counts { title: format!("{title}の数"), head, columns: vec!["件数".to_owned()], ..Counts::default() };
        return (counts.fill(records, part, |_| vec![1]), String::new());
    };
    // which of: this year, earlier, later, without a year
    let at = |record: &&Schedule| {
        let spans = &record.spans;
        if spans.iter().any(|span| (span.from..=span.to).contains(&year)) {
            0
        } else if spans.is_empty() {
            3
        } else if spans.iter().any(|span| span.from > year) {
            2
        } else {
            1
        }
    };
    let (all, active) = (records.len(), records.clone().filter(|record| at(record) == 0).count());
    let name = match year.cmp(&current) {
        Ordering::Less => "最終年度",
        Ordering::Equal => "今年度",
        Ordering::Greater => "初年度",
    };
    let mut columns = [name, "過年度", "今後"].map(str::to_owned).to_vec();
    columns.extend(records.clone().any(|record| at(&record) == 3).then(|| "記載なし".to_owned()));
    let counts = Counts {
        title: format!("{title}：予定のある時期（{name}＝{}年度）", short_fiscal_year(year)),
        head,
        columns,
        parted: true,
        ..Counts::default()
    };
    let mut counts = counts.fill(records.clone(), part, |record| {
        let mut figures = vec![0; 4];
        if let Some(figure) = figures.get_mut(at(record)) {
            *figure = 1;
        }
        figures
    });
    if counts.rows.iter().any(|(_, figures)| figures.get(1).is_some_and(|earlier| *earlier > 0)) {
        let before = if year == current { "前年度まで".to_owned() } else { format!("{name}より前") };
        counts.notes.push(format!("過年度：予定が{before}のもの。終了したという報告ではありません。"));
    }
    let year_name = wareki_fiscal_year(year);
    let sentence = match active {
        _ if year < current => {
            let (from, to) = match (plan.from, plan.to) {
                (Some(from), Some(to)) if to < current => (from, to),
                _ => (records.clone().flat_map(|record| &record.spans).map(|span| span.from).min().unwrap_or(year), year),
            };
            format!("{title}の{all}は、計画期間（{}）が終了。{year_name}に予定があったのは{active}。", from_to(from, to))
        }
        _ if year > current => format!("{title}の{all}の予定は、{year_name}から。初年度に予定があるのは{active}。"),
        0 => format!("{title}の{all}に、{year_name}の予定はない。"),
        _ if active == all => format!("{title}の{all}のすべてに、{year_name}の予定がある。"),
        _ => format!("{title}の{all}のうち、{year_name}に予定があるのは{active}。"),
    };
    (counts, sentence)
}

/// 令和3〜7年度.
fn from_to(from: i16, to: i16) -> String {
    let (first, last) = (wareki_fiscal_year(from), wareki_fiscal_year(to));
    let era = |text: &str| text.chars().take(2).collect::<String>();
    let short = last.strip_prefix(&era(&first)).unwrap_or(&last);
    if from == to { last } else { format!("{}〜{short}", first.trim_end_matches("年度")) }
}

/// The form's columns with its years spread out; in blocks the row labels become columns.
fn shown<'f>(form: &'f Form, records: &[&Schedule], years: &BTreeSet<i16>) -> Vec<Shown<'f>> {
    let mut out = Vec::new();
    if form.column("title").is_none() && records.iter().any(|record| record.title.is_some()) {
        out.push(Shown::Title);
    }
    let mut spread = false;
    for column in &form.columns {
        if !holds_years(column) {
            out.push(Shown::Field(column));
        } else if !spread {
            spread = true;
            out.extend(years.iter().map(|year| Shown::Year(*year)));
        }
    }
    out
}

/// Is it drawn as bars over years: under years, or with its years in a cell?
fn holds_years(column: &Column) -> bool {
    matches!(column.kind, FieldType::Years | FieldType::Span)
        || matches!(column.field.as_str(), "years" | "from" | "to" | "spans") && column.kind != FieldType::Skip
}

fn column(shown: &Shown<'_>, form: &Form) -> TableColumn {
    let year = || form.columns.iter().find(|column| holds_years(column));
    match shown {
        Shown::Field(column) => TableColumn { names_row: column.key, ..table_column(column) },
        Shown::Title => TableColumn {
            field: "title".to_owned(),
            width: 14.0,
            align: crate::form::Align::Left,
            bold: form.layout == Layout::Blocks,
            names_row: form.layout == Layout::Blocks,
            merges_down: form.layout != Layout::Blocks,
        },
        Shown::Year(fy) => TableColumn {
            field: fy.to_string(),
            width: year().map_or(10.0, |column| column.width),
            align: crate::form::Align::Left,
            bold: false,
            names_row: false,
            merges_down: false,
        },
    }
}

fn heading_text(shown: &Shown<'_>, consolidation: &Consolidation) -> String {
    match shown {
        Shown::Field(column) => column.heading_for(consolidation.period),
        Shown::Title => "施策".to_owned(),
        Shown::Year(year) => year_heading(*year),
    }
}

/// One row a lane; the fields stand in the first.
fn rows<'a>(form: &Form, plan: &Plan, record: &'a Schedule, shown: &[Shown<'_>]) -> Vec<(String, Row<'a>)> {
    let lanes = record.spans.iter().map(|span| span.lane).max().unwrap_or(1);
    let mut section = section(form, record);
    if section.is_empty() {
        section = direction_title(plan, record.section.as_deref()).unwrap_or_default();
    }
    (1..=lanes)
        .map(|lane| {
            let mut cells: Vec<Cell<'a>> = Vec::new();
            let mut covered = 0_usize;
            for (index, shown_column) in shown.iter().enumerate() {
                if covered > 0 {
                    covered -= 1;
                    continue;
                }
                let cell = match shown_column {
                    Shown::Field(column) if lane == 1 => text(field(record, &column.field)),
                    Shown::Title => text(title(record)),
                    Shown::Field(_) => Cell::default(),
                    Shown::Year(year) => bar(record, lane, *year, shown.get(index + 1..).unwrap_or_default()),
                };
                covered = cell.more_columns;
                cells.push(cell);
            }
            let departments = record.departments.iter().map(|department| &**department).collect();
            let number = number(record.section.as_deref(), &record.id);
            let label = format!("{number} {}", record.name.as_deref().or(record.title.as_deref()).unwrap_or_default());
            (
                section.clone(),
                Row { id: &record.id, label, departments, origin: &record.origin, continues: lane > 1, awaited: false, cells },
            )
        })
        .collect()
}

/// The bar that begins in this year, over the following years of its span.
fn bar<'a>(record: &'a Schedule, lane: u32, year: i16, later: &[Shown<'_>]) -> Cell<'a> {
    let span = record.spans.iter().find(|span| span.lane == lane && (span.from..=span.to).contains(&year));
    match span {
        Some(span) => {
            let more = later.iter().take_while(|shown| matches!(shown, Shown::Year(fy) if *fy <= span.to)).count();
            Cell { text: span.shown(), kind: CellKind::Bar, more_columns: more, ..Cell::default() }
        }
        // — where the office wrote it: nothing planned, which is not the same as nothing written
        None if lane == 1 && record.missing.get(year.to_string().as_str()) == Some(&crate::model::Missing::Dash) => text("—"),
        // without years its texts stand over all of them
        None if lane == 1 && record.spans.is_empty() && record.cells.is_empty() => {
            let more = later.iter().take_while(|shown| matches!(shown, Shown::Year(_))).count();
            Cell { more_columns: more, ..text(record.texts.join("　")) }
        }
        None => Cell::default(),
    }
}

fn section(form: &Form, record: &Schedule) -> String {
    let value = |field: &str| match field {
        "direction" => record.direction.map(|no| no.to_string()),
        "direction_name" => record.direction_name.clone(),
        "policy" => record.policy.clone(),
        "policy_title" => record.policy_title.clone(),
        "basic_policy" => record.basic_policy.clone(),
        _ => None,
    };
    let line = form.caption_line("policy", value).or_else(|| form.caption_line("direction", value));
    line.unwrap_or_else(|| plain_section(record))
}

fn plain_section(record: &Schedule) -> String {
    match (&record.direction, &record.direction_name, &record.policy, &record.policy_title) {
        (Some(no), Some(name), _, _) => format!("({no}) {name}"),
        (_, _, Some(policy), Some(title)) => format!("{policy} {title}"),
        _ => String::new(),
    }
}

fn title(record: &Schedule) -> Cow<'_, str> {
    match (&record.section, &record.title) {
        (Some(section), Some(title)) => format!("{section}\n{title}").into(),
        (_, title) => Cow::Borrowed(title.as_deref().unwrap_or_default()),
    }
}

fn field<'a>(record: &'a Schedule, field: &str) -> Cow<'a, str> {
    match field {
        "no" => record.no.map(|no| no.to_string()).unwrap_or_default().into(),
        "name" => Cow::Borrowed(record.name.as_deref().unwrap_or_default()),
        "departments" if record.and_others => format!("{}\nほか", departments(&record.departments)).into(),
        "departments" => departments(&record.departments),
        "target" => Cow::Borrowed(record.target.as_deref().unwrap_or_default()),
        "section" => Cow::Borrowed(record.section.as_deref().unwrap_or_default()),
        "policy" => Cow::Borrowed(record.policy.as_deref().unwrap_or_default()),
        "direction" => record.direction.map(|no| no.to_string()).unwrap_or_default().into(),
        "title" => title(record),
        _ => Cow::Borrowed(""),
    }
}
