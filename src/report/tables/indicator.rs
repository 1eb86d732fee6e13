//! Figures: baseline, actual, forecast, target, and the office's mark.

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};

use crate::consolidate::attainment::{self, Pace};
use crate::form::{Align, Column, FieldType, Form};
use crate::model::era::short_fiscal_year;
use crate::model::{Consolidation, Indicator, IndicatorValue, Mark, Scale, ValueKind};
use crate::report::tables::{
    Cell, CellKind, Counts, Row, Sources, Table, TableColumn, departments, direction_title, goal_title, goal_word, heading,
    lines, number, part, table_column, text,
};

/// What a printed column shows.
enum Shown<'f> {
    /// A field of the form.
    Field(&'f Column),
    /// The value of a fiscal year.
    Value(&'f Column, ValueKind, i16),
    /// How far the indicator has come.
    Attainment,
    /// The mark that the figures would give, beside the office's.
    ComputedMark,
}

/// What cells need from the whole consolidation.
struct CellContext<'a> {
    consolidation: &'a Consolidation,
    /// The plan's scale of this table's marks.
    scale: Option<&'a Scale>,
}

impl<'a> CellContext<'a> {
    fn of(consolidation: &'a Consolidation, records: &[&Indicator]) -> Self {
        let used: Vec<&str> = records.iter().filter_map(|record| record.evaluation.as_deref()).collect();
        let scale = if used.is_empty() { None } else { consolidation.plan.scale_of(&used) };
        Self { consolidation, scale }
    }

    fn mark(&self, record: &Indicator) -> Option<&'a Mark> {
        attainment::mark(self.scale?, record)
    }

    fn pace(&self, record: &Indicator) -> Option<Pace> {
        attainment::pace(record, &self.consolidation.plan, self.consolidation.period)
    }

    /// Why nothing is reached where the office judges otherwise: 見込値が0回.
    fn zero(&self, record: &Indicator) -> Option<String> {
        let mark = record.evaluation.as_deref()?;
        let marks = &self.scale?.marks;
        let at = marks.iter().position(|known| known.mark == mark)?;
        let nothing = attainment::of(record).is_some_and(|of| of.shown() == attainment::percent(0.0));
        let (figure, _) = attainment::written(record).filter(|_| nothing && at * 2 < marks.len())?;
        let kind = record.values.iter().rev().find(|value| value.raw.as_deref() == Some(figure)).map(|value| value.kind)?;
        Some(format!("{}が{figure}", kind.label()))
    }

    fn is_behind(&self, record: &Indicator) -> bool {
        !record.relisted && self.pace(record).is_some_and(Pace::is_behind)
    }
}

/// The indicators of a form.
pub(super) fn table<'a>(consolidation: &'a Consolidation, form: &Form, sources: &Sources<'_>) -> Table<'a> {
    let records: Vec<&Indicator> =
        consolidation.records.indicators.iter().filter(|record| sources.holds(&record.origin)).collect();
    let context = CellContext::of(consolidation, &records);
    let shown = shown(form, &records, &context);
    let columns = shown.iter().map(column).collect();
    let headings = heading::levels(heading::row(shown.iter().map(|shown| heading_text(shown, consolidation, &records))));
    let rows = records.iter().map(|record| {
        let cells = shown.iter().map(|shown| cell(record, shown, &context)).collect();
        let departments = record.departments.iter().map(|department| &**department).collect();
        let label = format!("{} {}", number(record.section.as_deref(), &record.id), record.indicator);
        let mut title = goal_title(form, record.goal, record.goal_name.as_deref());
        if title.is_empty() {
            title = direction_title(&consolidation.plan, record.section.as_deref()).unwrap_or_default();
        }
        (title, Row { id: &record.id, label, departments, origin: &record.origin, continues: false, awaited: false, cells })
    });
    let mut table = Table::made(form, &form.name, columns, headings, rows);
    let relisted = records.iter().filter(|record| record.relisted).count();
    if relisted > 0 {
        table.figure.unit = format!("件（うち再掲{relisted}件、実質{}件）", records.len() - relisted);
    }
    let marks = marks(&context, &records);
    table.counts = Some(counts(&context, form, &table, &records, &marks));
    table.sentence = sentence(&table.title, &records, &marks);
    if !marks.is_empty() {
        table.legend.push(marks_legend(&marks));
    }
    if shown.iter().any(|shown| matches!(shown, Shown::Attainment)) {
        table.legend.extend(attainment_legend(&records, &context));
    }
    if records.iter().any(|record| context.zero(record).is_some()) {
        table.legend.push("評価は担当課の判断で、達成率から計算したものではありません。達成率が0.0%でも、取組の事情により達成などと評価したものがあります。".to_owned());
    }
    if let Some(scale) = context.scale.filter(|_| shown.iter().any(|shown| matches!(shown, Shown::ComputedMark))) {
        table.legend.push(scale_legend(scale));
    }
    let note_column = shown.iter().position(|shown| matches!(shown, Shown::Field(column) if column.field == "notes"));
    for part in &mut table.sections {
        let within = || records.iter().filter(|record| part.rows.iter().any(|row| std::ptr::eq(row.origin, &record.origin)));
        part.headings = note_column
            .and_then(|column| Some((column, within().find_map(|record| record.note_heading.clone())?)))
            .filter(|(column, text)| table.headings.iter().flatten().any(|h| h.column == *column && h.text != *text))
            .into_iter()
            .collect();
        let mut notes: Vec<String> = Vec::new();
        for note in within().filter_map(|record| record.footnote.as_deref()) {
            let note = if note.starts_with('※') { note.to_owned() } else { format!("※{note}") };
            if !notes.contains(&note) {
                notes.push(note);
            }
        }
        part.notes = notes;
        if !marks.is_empty() && !part.title.is_empty() {
            let count =
                |mark: &str| within().filter(|record| !record.relisted && record.evaluation.as_deref() == Some(mark)).count();
            let texts: Vec<String> = marks.iter().map(|(mark, _)| format!("{mark}{}", count(mark))).collect();
            part.title = format!("{}（{}）", part.title, texts.join(" "));
        }
    }
    table
}

/// 評価指標の15のうち、◎達成が5、…: by the office's marks, else by how many have reached their targets.
fn sentence(title: &str, records: &[&Indicator], marks: &[(String, String)]) -> String {
    let once: Vec<&&Indicator> = records.iter().filter(|record| !record.relisted).collect();
    let all = match records.len() - once.len() {
        0 => once.len().to_string(),
        again => format!("{}（ほかに再掲{again}）", once.len()),
    };
    if !marks.is_empty() {
        let count = |mark: &str| once.iter().filter(|record| record.evaluation.as_deref() == Some(mark)).count();
        let counts = marks.iter().map(|(mark, label)| (format!("{mark}{label}"), count(mark))).filter(|(_, count)| *count > 0);
        let counts: Vec<String> = counts.map(|(mark, count)| format!("{mark}が{count}")).collect();
        return format!("{title}の{all}のうち、{}。", counts.join("、"));
    }
    let known = |kinds: [ValueKind; 2]| {
        once.iter().filter(|record| record.values.iter().any(|value| kinds.contains(&value.kind) && value.raw.is_some())).count()
    };
    if known([ValueKind::Actual, ValueKind::Forecast]) == 0 {
        return format!("{title}の{all}は、現状値と目標値だけで、実績の報告はまだない。");
    }
    let ratios: Vec<f64> = once.iter().filter_map(|record| attainment::of(record)).map(|of| of.ratio).collect();
    let reached = ratios.iter().filter(|ratio| **ratio >= 1.0).count();
    format!("{title}の{all}のうち、値のある{}中{reached}が目標に達した。", ratios.len())
}

/// The marks of the scale that is used, with what they say; then those that the plan does not have.
fn marks(context: &CellContext<'_>, records: &[&Indicator]) -> Vec<(String, String)> {
    let known = context.scale.into_iter().flat_map(|scale| &scale.marks);
    let mut out: Vec<(String, String)> = known.map(|mark| (mark.mark.clone(), mark.label.clone())).collect();
    for record in records {
        if let Some(mark) = &record.evaluation
            && out.iter().all(|(known, _)| known != mark)
        {
            out.push((mark.clone(), record.evaluation_label.clone().unwrap_or_default()));
        }
    }
    out
}

/// From which ratio each mark is computed.
fn scale_legend(scale: &Scale) -> String {
    let percent = |from: f64| format!("{}%", (from * 1000.0).round() / 10.0);
    let mut last = None;
    let texts = scale.marks.iter().map(|mark| {
        let text = match (mark.from, last) {
            (Some(from), _) => format!("{}：{}以上", mark.mark, percent(from)),
            (None, Some(above)) => format!("{}：{}未満", mark.mark, percent(above)),
            (None, None) => mark.mark.clone(),
        };
        last = mark.from.or(last);
        text
    });
    let texts: Vec<String> = texts.collect();
    format!("評価（計算）＝達成率から計算した評価（{}）。報告する評価は、担当課の評価です。", texts.join("、"))
}

fn marks_legend(marks: &[(String, String)]) -> String {
    let texts = marks.iter().map(|(mark, label)| if label.is_empty() { mark.clone() } else { format!("{mark}：{label}") });
    format!("凡例　{}", texts.collect::<Vec<_>>().join("　"))
}

/// How 達成率 is reckoned, as far as this table does.
fn attainment_legend(records: &[&Indicator], context: &CellContext<'_>) -> Vec<String> {
    let found: Vec<_> = records.iter().filter_map(|record| attainment::of(record)).collect();
    let mut rules = Vec::new();
    if found.iter().any(|found| found.from_baseline) {
        rules.push("（最新の値－基準値）÷（目標値－基準値）");
    }
    if found.iter().any(|found| !found.from_baseline) {
        rules.push("最新の値÷目標値（少ないほど良い指標は目標値÷最新の値）");
    }
    let mut out = vec![format!(
        "達成率（計算）＝{}。最新の値は、見込値があれば見込値、なければ最も新しい実績値です。小数第2位を四捨五入しています。帯の左端は基準値（ないものは0）、帯の縦線は目標値、左の折れ線は値の推移です。",
        rules.join("、基準値のないものは")
    )];
    if found.len() < records.len() {
        out.push("達成率の「—」は、値がない、単位が異なる、目標値と基準値が同じなど、計算できないものです。".to_owned());
    }
    if records.iter().any(|record| context.pace(record).is_some()) {
        out.push(
            "経過＝計画の期間のうち、最新の値の年度末（年度の途中の報告では報告期間の末日）までに過ぎた割合。達成率が経過に満たないものを「遅れ」としています。"
                .to_owned(),
        );
    }
    out
}

/// Goals by marks; where nothing is marked, how many indicators each part has. What is listed again counts once.
fn counts(
    context: &CellContext<'_>,
    form: &Form,
    table: &Table<'_>,
    records: &[&Indicator],
    marks: &[(String, String)],
) -> Counts {
    let by_goal = records.iter().any(|record| record.goal.is_some());
    let head = if by_goal { goal_word(form) } else { "区分".to_owned() };
    let mut counts = Counts { head, ..Counts::default() };
    let section = |record: &Indicator| goal_title(form, record.goal, record.goal_name.as_deref());
    let part = |record: &&Indicator| part(&context.consolidation.plan, section(record), record.section.as_deref());
    let paced = records.iter().any(|record| context.pace(record).is_some());
    let behind: Vec<&str> =
        records.iter().filter(|record| context.is_behind(record)).map(|record| record.indicator.as_str()).collect();
    if paced {
        counts.notes.push(behind_note(&behind));
    }
    let again = records.iter().any(|record| record.relisted);
    if marks.is_empty() {
        counts.title = format!("{}の数", table.title);
        counts.columns.push("件数".to_owned());
        counts.columns.extend(again.then(|| "うち再掲".to_owned()));
        counts.columns.extend(paced.then(|| "うち遅れ".to_owned()));
        return counts.fill(records.iter().copied(), part, |record| {
            let mut figures = vec![1];
            figures.extend(again.then_some(usize::from(record.relisted)));
            figures.push(usize::from(context.is_behind(record)));
            figures
        });
    }
    counts.title = format!("{}：評価の内訳", table.title);
    counts.columns = marks.iter().map(|(mark, _)| mark.clone()).collect();
    counts.parted = true;
    counts.notes.push(marks_legend(marks));
    let once = records.iter().copied().filter(|record| !record.relisted);
    if again {
        counts.notes.push("再掲の指標は数えていません。".to_owned());
    }
    if once.clone().any(|record| record.evaluation.is_none()) {
        counts.columns.push("記載なし".to_owned());
    }
    let of = |record: &&Indicator| {
        let own = record.evaluation.as_deref();
        let mut figures: Vec<usize> = marks.iter().map(|(mark, _)| usize::from(own == Some(mark))).collect();
        figures.push(usize::from(own.is_none()));
        figures
    };
    counts.fill(once, part, of)
}

/// Which indicators are behind, the first of them by name.
fn behind_note(behind: &[&str]) -> String {
    const NAMED: usize = 3;
    if behind.is_empty() {
        return "計画の経過に比べて遅れている指標はありません。".to_owned();
    }
    let named: Vec<String> = behind.iter().take(NAMED).map(|name| format!("「{name}」")).collect();
    let more = if behind.len() > NAMED { format!("ほか{}件", behind.len() - NAMED) } else { String::new() };
    format!("計画の経過に比べて遅れている指標 {}件：{}{more}", behind.len(), named.concat())
}

/// The form's columns with their years spread out, as the office's own table lays them: where the year stands first in
/// the headings, the columns of one year stand together.
fn shown<'f>(form: &'f Form, records: &[&Indicator], context: &CellContext<'_>) -> Vec<Shown<'f>> {
    let mut out = Vec::new();
    let mut columns = form.columns.iter().peekable();
    while let Some(column) = columns.next() {
        let Some(kind) = yearly(column) else {
            out.push(Shown::Field(column));
            continue;
        };
        let mut group = vec![(column, kind)];
        while by_year(column)
            && let Some((next, kind)) = columns.peek().and_then(|next| Some((*next, yearly(next).filter(|_| by_year(next))?)))
        {
            group.push((next, kind));
            columns.next();
        }
        let years: BTreeSet<i16> = group.iter().flat_map(|(_, kind)| usual_years(records, *kind)).collect();
        out.extend(years.into_iter().flat_map(|year| group.iter().map(move |(column, kind)| Shown::Value(column, *kind, year))));
    }
    let mark = out.iter().position(|shown| matches!(shown, Shown::Field(column) if column.kind == FieldType::Mark));
    if records.iter().any(|record| context.mark(record).is_some())
        && let Some(at) = mark
    {
        out.insert(at + 1, Shown::ComputedMark);
    }
    if records.iter().any(|record| attainment::of(record).is_some()) {
        out.insert(mark.unwrap_or(out.len()), Shown::Attainment);
    }
    out
}

/// The kind of value that a column holds for each year.
fn yearly(column: &Column) -> Option<ValueKind> {
    ValueKind::of_field(&column.field).filter(|_| column.kind == FieldType::Quantity && column.heading.contains("{year}"))
}

/// Do the columns of one year stand together?
fn by_year(column: &Column) -> bool {
    column.heading.trim_start().starts_with("{year}")
}

/// The years that have a column: one that only a cell of its own names stays in the column of the others.
fn usual_years(records: &[&Indicator], kind: ValueKind) -> Vec<i16> {
    let mut counts: BTreeMap<i16, usize> = BTreeMap::new();
    for record in records {
        let years: BTreeSet<i16> = record.values.iter().filter(|value| value.kind == kind).filter_map(|value| value.fy).collect();
        for year in years {
            *counts.entry(year).or_default() += 1;
        }
    }
    let usual: Vec<i16> = counts.iter().filter(|(_, count)| **count * 4 >= records.len()).map(|(year, _)| *year).collect();
    if usual.is_empty() { counts.keys().next_back().copied().into_iter().collect() } else { usual }
}

fn column(shown: &Shown<'_>) -> TableColumn {
    match shown {
        Shown::Field(column) => TableColumn { names_row: column.key, ..table_column(column) },
        // beside the other columns of its year a blank one says something, and stays
        Shown::Value(column, _, year) if by_year(column) => {
            TableColumn { field: format!("{}.{year}", column.field), names_row: false, ..table_column(column) }
        }
        Shown::Value(column, ..) => TableColumn { names_row: column.key, ..table_column(column) },
        Shown::Attainment => computed("attainment", 8.0, Align::Right),
        Shown::ComputedMark => computed("computed_mark", 5.0, Align::Center),
    }
}

fn computed(field: &str, width: f32, align: Align) -> TableColumn {
    TableColumn { field: field.to_owned(), width, align, bold: false, names_row: false, merges_down: false }
}

fn heading_text(shown: &Shown<'_>, consolidation: &Consolidation, records: &[&Indicator]) -> String {
    match shown {
        Shown::Field(column) if column.field == "notes" => {
            // where the parts differ, both are given; each part has its own again
            let own: BTreeSet<&str> = records.iter().filter_map(|record| record.note_heading.as_deref()).collect();
            if own.is_empty() { column.heading.clone() } else { own.into_iter().collect::<Vec<_>>().join("／") }
        }
        Shown::Field(column) => column.heading_for(consolidation.period),
        Shown::Value(column, _, year) if by_year(column) => {
            column.heading.replace("{year}", &format!("{}年度", short_fiscal_year(*year)))
        }
        Shown::Value(column, _, year) => column
            .heading
            .replace("（{year}）", &format!("\n（{}）", short_fiscal_year(*year)))
            .replace("{year}", &short_fiscal_year(*year)),
        Shown::Attainment => "達成率\n（計算）".to_owned(),
        Shown::ComputedMark => "評価\n（計算）".to_owned(),
    }
}

fn cell<'a>(record: &'a Indicator, shown: &Shown<'_>, context: &CellContext<'_>) -> Cell<'a> {
    match shown {
        Shown::Value(_, kind, year) => {
            let raw = |value: &'a IndicatorValue| value.raw.as_deref();
            let own = record.values.iter().filter(|value| value.kind == *kind && value.fy == Some(*year));
            // two values for one year are both texts
            let texts: BTreeSet<&str> = own.filter_map(raw).collect();
            match texts.len() {
                0 => {
                    let other = record.values.iter().find(|value| value.kind == *kind && only(record, *kind));
                    text(other.and_then(raw).unwrap_or_default())
                }
                1 => text(texts.into_iter().next().unwrap_or_default()),
                _ => text(texts.into_iter().collect::<Vec<_>>().join("\n")),
            }
        }
        Shown::Attainment => match attainment::of(record) {
            Some(found) => {
                let shown = match context.pace(record) {
                    Some(pace) => {
                        let elapsed = attainment::percent(pace.elapsed);
                        let behind = if pace.is_behind() { "　遅れ" } else { "" };
                        format!("{}\n経過{elapsed}{behind}", found.shown())
                    }
                    None => found.shown(),
                };
                #[allow(clippy::cast_possible_truncation, reason = "a bar is drawn of it")]
                let ratio = found.ratio as f32;
                let shown = match context.zero(record) {
                    Some(why) => format!("{shown}\n{why}"),
                    None => shown,
                };
                Cell { text: shown.into(), kind: CellKind::Gauge(ratio), trend: over_years(record), ..Cell::default() }
            }
            None => text("—"),
        },
        Shown::ComputedMark => {
            let mark = context.mark(record).map(|mark| mark.mark.clone()).unwrap_or_default();
            Cell { kind: CellKind::Mark, ..text(mark) }
        }
        Shown::Field(column) => match column.kind {
            FieldType::Mark => Cell { kind: CellKind::Mark, ..text(record.evaluation.as_deref().unwrap_or_default()) },
            FieldType::Year => text(year_of(record, &column.field)),
            _ => text(field(record, &column.field)),
        },
    }
}

/// Is it the record's only value of its kind? Then its own year does not put it into another column.
fn only(record: &Indicator, kind: ValueKind) -> bool {
    record.values.iter().filter(|value| value.kind == kind).count() == 1
}

/// The figures of an indicator year by year, where there are several in one unit: what was reached, then what is expected.
fn over_years(record: &Indicator) -> Vec<f32> {
    let mut years: BTreeMap<i16, &IndicatorValue> = BTreeMap::new();
    for kind in [ValueKind::Forecast, ValueKind::Actual] {
        for value in record.values.iter().filter(|value| value.kind == kind && value.value.is_some()) {
            if let Some(year) = value.fy {
                years.insert(year, value);
            }
        }
    }
    let units: BTreeSet<Option<&str>> = years.values().map(|value| value.unit.as_deref()).collect();
    if years.len() < 2 || units.len() > 1 {
        return Vec::new();
    }
    #[allow(clippy::cast_possible_truncation, reason = "a line is drawn of it")]
    years.values().filter_map(|value| value.value).map(|value| value as f32).collect()
}

fn year_of(record: &Indicator, field: &str) -> String {
    let kind = field.strip_suffix("_year").and_then(ValueKind::of_field);
    let value = record.values.iter().find(|value| Some(value.kind) == kind);
    value.and_then(|value| value.fy).map(short_fiscal_year).unwrap_or_default()
}

fn field<'a>(record: &'a Indicator, field: &str) -> Cow<'a, str> {
    let own = |text: &'a Option<String>| Cow::Borrowed(text.as_deref().unwrap_or_default());
    match field {
        "section" => own(&record.section),
        "mark" => own(&record.mark),
        "title" => own(&record.title),
        "departments" => departments(&record.departments),
        "indicator" if record.relisted => format!("{}（再掲）", record.indicator).into(),
        "indicator" => Cow::Borrowed(&record.indicator),
        "source" => own(&record.source),
        "notes" => lines(&record.notes),
        "goal" => record.goal.map(|goal| goal.to_string()).unwrap_or_default().into(),
        _ => {
            let kind = ValueKind::of_field(field);
            let value = record.values.iter().find(|value| Some(value.kind) == kind);
            Cow::Borrowed(value.and_then(|value| value.raw.as_deref()).unwrap_or_default())
        }
    }
}
