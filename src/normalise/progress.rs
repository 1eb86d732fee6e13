//! Rows of a 取組状況 table become records.

use std::collections::BTreeSet;
use std::sync::Arc;

use super::cells::{Above, Cells};
use super::context::Context;
use super::text::{bounded_id, lines, repeats_left};
use super::{Draft, Terms, number};
use crate::form::Form;
use crate::model::Texts;
use crate::model::numeral::number_of_day;
use crate::model::text::fold;
use crate::model::{EarlierMonth, Finding, Missing, Period, Place, Progress, Records, Spot, StageEntry, Statement};
use crate::recognise::{Caption, RawField, RawRow, RawStage, RawTable};
use crate::rules;
use crate::source::RawValue;

/// The records of a table, in the order of its rows.
pub fn progress(
    table: &RawTable,
    form: &Form,
    place: &Place,
    terms: &Terms<'_>,
    context: &mut Context,
) -> (Vec<Draft>, Vec<Finding>) {
    let mut findings = Vec::new();
    let captioned = table.captions.iter().rev().find_map(|caption| terms.direction_in(&caption.text));
    let by_sheet = || place.sheet.as_deref().and_then(|name| terms.direction_in(name));
    let around = captioned.or(context.direction).or_else(by_sheet);
    context.direction = captioned.or(context.direction);
    let frame = Frame::of(table, form, around, terms);
    let mut above = Above::new(terms);
    let mut drafts = Vec::with_capacity(table.rows.len());
    let mut given: BTreeSet<Arc<str>> = BTreeSet::new();
    for row in &table.rows {
        let mut cells = Cells::new(row, form, place, &mut findings, &mut above);
        let written_direction = cells.text("direction");
        // one that was written above a line that names another direction ends there
        let carried = cells.cell("direction").is_some_and(|at| {
            let below = |caption: &&Caption| caption.at.is_some_and(|caption| at.row < caption.row && caption.row < row.row);
            captioned.is_some() && table.captions.iter().filter(below).any(|caption| terms.direction_in(&caption.text).is_some())
        });
        let written_direction = written_direction.filter(|_| !carried);
        let own_direction = written_direction.as_deref().and_then(|text| terms.direction_of(text));
        let direction_text = written_direction.filter(|_| own_direction.is_none());
        if let Some(text) = &direction_text {
            cells.no_number("direction", text);
        }
        let mut names = cells.text("names").map(|text| lines(&text)).unwrap_or_default();
        let before = frame.number_in_name.then(|| number::before_names(&names)).flatten();
        let mut written = if before.is_some() { None } else { cells.text("numbers").map(|text| undated(text, &mut cells)) };
        if let Some((numbers, bare)) = before {
            if let Some(cell) = cells.cell("names") {
                cells.note_origin("numbers", cell);
            }
            cells.found("numbers");
            (written, names) = (Some(numbers), bare);
        }
        let in_number = || written.as_deref().filter(|_| frame.direction_in_number).and_then(number::direction_before);
        let direction = own_direction.or(around).or_else(in_number);
        let plain = written.as_deref().filter(|_| frame.decimal_numbers).and_then(number::whole);
        let prefix = direction.filter(|_| frame.prefixed_numbers);
        let numbers = plain.or(written.as_deref()).map(|text| number::numbers(text, prefix)).unwrap_or_default();
        // one number, one name: it was broken by hand
        if numbers.len() == 1 && number::is_broken_name(&names) {
            names = vec![names.join("\n")];
        }
        let in_cells = cells.text("departments");
        let departments = terms.departments("departments", in_cells.as_deref(), &mut cells);
        let description = cells.text("description");
        let mut done = statement(&mut cells, "done", terms);
        stages_apart(&mut cells, "done", done.as_mut(), terms);
        let mut planned = statement(&mut cells, "planned", terms);
        stages_apart(&mut cells, "planned", planned.as_mut(), terms);
        one_over_both(&mut cells, table);
        let planned = match (&done, planned) {
            (Some(left), Some(own)) if repeats_left(&own.text) => {
                cells.note_missing("planned", Missing::Repeated);
                Some(left.clone())
            }
            (_, own) => own,
        };
        // a number without a name counts where something is answered
        let unnamed = names.is_empty() && (done.is_some() || planned.is_some()) && has(table, form, "names");
        if !numbers.is_empty() && (unnamed || !names.is_empty()) && numbers.len() != names.len() {
            let finding = Finding::new(rules::NUMBER_NAME_MISMATCH, cells.place_of(&["names", "numbers"]));
            cells.findings.push(finding.with("numbers", numbers.len()).with("names", names.len()));
        }
        let head = direction.map_or_else(|| "0".to_owned(), |no| no.to_string());
        let tail = if numbers.is_empty() { names.join("_") } else { numbers.join("_") };
        if direction.is_some() {
            cells.found("direction");
        }
        if !departments.is_empty() {
            cells.found("departments");
        }
        let (origin, missing) = cells.finish();
        let month = |(period, cell): &(Period, RawField)| EarlierMonth { period: *period, text: cell.text.clone(), at: cell.at };
        let earlier = row.earlier.iter().map(month).collect();
        let written: Arc<str> = Arc::from(bounded_id(format!("{head}-{tail}")));
        // the id of a form of ours counts once, for a row can be copied, and not against a number that was changed since
        let stamped = row.id.clone().filter(|id| given.insert(id.clone()));
        let (id, key) = match stamped {
            Some(id) if numbers.is_empty() || id == written => (id, None),
            other => (written, other),
        };
        let record = Progress {
            id,
            direction,
            direction_text,
            numbers,
            names,
            departments,
            description,
            done,
            planned,
            origin,
            missing,
            earlier,
        };
        let records = Records { progress: vec![record], ..Records::default() };
        drafts.push(Draft { records, hidden: row.hidden, used: row.used, key });
    }
    findings.extend(frame.missing(table, form, place, terms, &drafts));
    findings.extend(blank_direction(table, form, place, &drafts));
    (drafts, findings)
}

/// What a table says in another place than in a column of its own.
struct Frame {
    /// No column of numbers: they stand before the names.
    number_in_name: bool,
    /// Nothing says the direction but the numbers: 1-3.
    direction_in_number: bool,
    /// A data program wrote the numbers: 8.0.
    decimal_numbers: bool,
    /// The numbers begin with directions; 2-1 beside 1-10 in one direction does not.
    prefixed_numbers: bool,
}

impl Frame {
    fn of(table: &RawTable, form: &Form, direction: Option<u32>, terms: &Terms<'_>) -> Self {
        let texts = |field: &str| {
            let column = form.column(field);
            table.rows.iter().filter_map(move |row| row.of(column?).next()).map(|cell| cell.text.as_str())
        };
        let all = |field: &str, fits: fn(&str) -> bool| texts(field).next().is_some() && texts(field).all(fits);
        let numbered = all("names", |name| number::before_name(name).is_some());
        // 1, 2, 3 under No beside 8 文書の電子化 only count the rows
        let heading = || {
            let column = form.column("numbers");
            table.columns.iter().find(|own| Some(own.column) == column).map(|own| own.heading.as_str()).unwrap_or_default()
        };
        let counted = || {
            let plain = !["取組", "事業", "施策", "計画", "整理", "管理"].iter().any(|word| heading().contains(word));
            let counts = texts("numbers").zip(1..).all(|(text, no): (_, u32)| fold(text).parse() == Ok(no));
            let own = texts("names").filter_map(number::before_name).zip(1..);
            plain && counts && own.into_iter().any(|((number, _), no): (_, u32)| number.parse() != Ok(no))
        };
        let number_in_name = numbered && (!has(table, form, "numbers") || counted());
        let direct = |text: &str| number::direction_before(text).is_some();
        let column = form.column("numbers");
        let mut dates = table.rows.iter().filter_map(|row| row.of(column?).next()).map(|cell| number_in_date(cell).is_some());
        let dated = dates.next() == Some(true) && dates.all(|dated| dated);
        let in_name = |name: &str| number::before_name(name).is_some_and(|(no, _)| number::direction_before(&no).is_some());
        let direction_in_number = !has(table, form, "direction")
            && direction.is_none()
            && (dated || all("numbers", direct) || number_in_name && all("names", in_name));
        // 1.0, 1.1, 1.2 are codes
        let mut decimals = texts("numbers").filter(|text| text.contains(['.', '．'])).peekable();
        let decimal_numbers = decimals.peek().is_some() && decimals.all(|text| number::whole(text).is_some());
        let text = |row: &RawRow, field: &str| Some(row.of(form.column(field)?).next()?.text.clone());
        let prefixed_numbers = table.rows.iter().all(|row| {
            let own = || text(row, "direction").and_then(|own| terms.direction_of(&own)).or(direction);
            let before = text(row, "numbers").and_then(|text| number::direction_before(&text));
            before.is_none_or(|before| own().is_none_or(|own| own == before))
        });
        Self { number_in_name, direction_in_number, decimal_numbers, prefixed_numbers }
    }

    /// The columns that are neither there nor made up for.
    fn missing(&self, table: &RawTable, form: &Form, place: &Place, terms: &Terms<'_>, drafts: &[Draft]) -> Vec<Finding> {
        let records = || drafts.iter().flat_map(|draft| &draft.records.progress);
        let without = |field: &str| match field {
            "direction" => records().any(|record| record.direction.is_none()),
            "numbers" => !self.number_in_name,
            "departments" => !terms.owner.stated,
            _ => false,
        };
        form.columns
            .iter()
            .filter(|column| column.required && column.elsewhere && !table.rows.is_empty())
            .filter(|column| !has(table, form, &column.field) && without(&column.field))
            .map(|column| {
                let place = place.clone().at(Spot::Row(table.heading.start));
                Finding::new(rules::MISSING_COLUMN, place).with("heading", column.heading_for(None))
            })
            .collect()
    }
}

/// Rows whose direction is blank where the form has a column for it, and which nothing else tells.
fn blank_direction(table: &RawTable, form: &Form, place: &Place, drafts: &[Draft]) -> Option<Finding> {
    let column =
        form.columns.get(form.column("direction")?).filter(|column| column.required && has(table, form, &column.field))?;
    let records = drafts.iter().flat_map(|draft| &draft.records.progress);
    let mut blank = records.filter(|record| record.direction.is_none() && record.direction_text.is_none());
    let first = blank.next()?;
    let finding = Finding::new(rules::BLANK_DIRECTION, place.clone().at(Spot::Row(first.origin.row)));
    Some(finding.with("heading", column.heading_for(None)).with("rows", 1 + blank.count()))
}

/// 1-2 that a spreadsheet took for the second of January; as CSV it is 1月2日.
fn number_in_date(cell: &RawField) -> Option<String> {
    match cell.value {
        RawValue::Date(day) => Some(format!("{}-{}", day.month(), day.day())),
        RawValue::Text => number_of_day(&cell.text),
        _ => None,
    }
}

/// A number that a spreadsheet took for a date is the number again, with a finding.
fn undated(text: String, cells: &mut Cells<'_, '_>) -> String {
    let column = cells.column("numbers");
    let found = column.and_then(|column| cells.row.of(column).find_map(|cell| Some((cell.at, number_in_date(cell)?))));
    let Some((at, number)) = found else { return text };
    let finding = Finding::new(rules::NUMBER_AS_DATE, cells.place_at(at)).with("shown", text);
    cells.findings.push(finding.with("number", &number));
    number
}

/// Has a table a column of its own for a field?
fn has(table: &RawTable, form: &Form, field: &str) -> bool {
    form.column(field).is_some_and(|index| table.columns.iter().any(|column| column.column == index))
}

/// A statement. Tags that the plan does not have are findings.
fn statement(cells: &mut Cells<'_, '_>, field: &str, terms: &Terms<'_>) -> Option<Statement> {
    let text = cells.text(field)?;
    cells.point_elsewhere(field, &text);
    // beside what was done it says what is planned; elsewhere nobody can tell
    let is_alone = || cells.column("done").is_none_or(|done| cells.row.of(done).all(|done| done.text.is_empty()));
    if repeats_left(&text)
        && (field == "done" || is_alone())
        && let Some(at) = cells.cell(field)
    {
        cells.elsewhere(at, Texts::new("左の欄", "the cell at its left"), &text);
    }
    let statement = terms.ladder.statement(&text);
    let mut unknown: Vec<&str> = Vec::new();
    let mut known: BTreeSet<&str> = BTreeSet::new();
    for entry in statement.stages.iter().filter(|entry| entry.stage.is_none()) {
        if known.insert(&entry.stage_raw) {
            unknown.push(&entry.stage_raw);
        }
    }
    let place = cells.place_of(&[field]);
    let (each, rest) = unknown.split_at(unknown.len().min(UNKNOWN_STAGES));
    for stage in each {
        unknown_stage(cells, stage, place.clone(), terms);
    }
    if let [first, others @ ..] = rest {
        let more = if others.is_empty() { String::new() } else { format!(" ほか{}種類", others.len()) };
        unknown_stage(cells, &format!("{first}{more}"), place, terms);
    }
    Some(statement)
}

/// One cell merged over 取組内容 and 今後の予定: which of them it answers, or both, a person has to say.
fn one_over_both(cells: &mut Cells<'_, '_>, table: &RawTable) {
    for (field, other) in [("done", "planned"), ("planned", "done")] {
        let (Some(own), Some(column)) = (cells.column(field), cells.column(other)) else { continue };
        let row = cells.row;
        let over = |cell: &&RawField| {
            table.columns.iter().any(|known| known.column == column && (cell.at.col + 1..=cell.to).contains(&known.col))
        };
        let covering = row.of(own).find(over).filter(|cell| !cell.text.is_empty());
        if let Some(cell) = covering.filter(|_| row.of(column).all(|other| other.text.is_empty())) {
            let place = Texts::new("左の欄と結合したセル", "the cell at its left, merged with it");
            cells.elsewhere(cell.at, place, &cell.text);
        }
    }
}

/// So many unknown stages of one cell are reported one by one; the others are counted.
const UNKNOWN_STAGES: usize = 10;

fn unknown_stage(cells: &mut Cells<'_, '_>, written: &str, place: Place, terms: &Terms<'_>) {
    if terms.plan.stages.is_empty() {
        return;
    }
    let stages: Vec<&str> = terms.plan.stages.iter().map(|stage| stage.name.as_str()).collect();
    let finding = Finding::new(rules::UNKNOWN_STAGE, place).with("stage", written);
    cells.findings.push(finding.with("stages", stages.join("、")));
}

/// The stages of a text that stand in columns of their own. Those in the text take precedence; a
/// difference is a finding. Without a text there is nothing that could have a stage.
fn stages_apart(cells: &mut Cells<'_, '_>, field: &str, statement: Option<&mut Statement>, terms: &Terms<'_>) {
    let Some(column) = cells.column(field) else { return };
    let apart: Vec<&RawStage> = cells.row.stages.iter().filter(|stage| stage.column == column).collect();
    let Some(first) = apart.first() else { return };
    let Some(statement) = statement else {
        let labels: Vec<&str> = apart.iter().map(|stage| stage.label.as_str()).collect();
        cells.elsewhere(first.at, Texts::new("段階の列だけ", "the column of stages only"), &labels.join("、"));
        return;
    };
    let tagged = !statement.stages.is_empty();
    let whole = statement.text.part(0..statement.text.len());
    for (stage, no) in apart.iter().zip(1..) {
        let key = if no == 1 { format!("{field}_stage") } else { format!("{field}_stage_{no}") };
        cells.note_origin(&key, stage.at);
        let found = terms.ladder.find(&stage.label);
        let same = |name: &Arc<str>| statement.stages.iter().any(|entry| entry.stage.as_ref() == Some(name));
        if tagged && !found.iter().all(same) {
            let written: Vec<&str> = statement.stages.iter().map(|entry| entry.stage_raw.as_str()).collect();
            let finding = Finding::new(rules::CONFLICTING_VALUES, cells.place_at(stage.at)).with("what", "段階");
            let finding = finding.with("what_en", "The stage").with("first", written.join("、"));
            cells.findings.push(finding.with("second", &stage.label));
        } else if !tagged {
            if found.is_empty() {
                unknown_stage(cells, &stage.label, cells.place_at(stage.at), terms);
            }
            let entry = |name| StageEntry { stage_raw: stage.label.as_str().into(), stage: name, text: whole.clone() };
            let names: Vec<Option<Arc<str>>> = if found.is_empty() { vec![None] } else { found.into_iter().map(Some).collect() };
            statement.stages.extend(names.into_iter().map(entry));
        }
    }
}
