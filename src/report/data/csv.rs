//! `data/<name>.csv`.

use std::borrow::Cow;
use std::collections::BTreeSet;
use std::io::{self, BufWriter, Write};

use super::declared::{self, DataSet};
use crate::model::{
    ChecklistItem, Consolidation, Indicator, Measure, Origin, Progress, RecordKind, Schedule, Span, TableRow, json_word,
};

use crate::report::data::CsvEncoding;
use crate::source::delimited::cp932;

/// A field of a row.
type Text = String;

/// Characters of a field that the encoding lacks.
pub struct LostCharacters {
    /// The index of its record among those of its kind.
    pub record: usize,
    /// The field's heading.
    pub heading: String,
    /// The characters.
    pub chars: BTreeSet<char>,
}

/// Writes the file and returns the characters that the encoding lacks.
pub fn write(
    set: &DataSet,
    consolidation: &Consolidation,
    encoding: CsvEncoding,
    out: impl Write,
) -> io::Result<Vec<LostCharacters>> {
    let mut out = BufWriter::new(out);
    if encoding == CsvEncoding::Utf8 {
        // Excel takes a file without the mark for Shift_JIS
        out.write_all("\u{feff}".as_bytes())?;
    }
    let csv = csv::WriterBuilder::new()
        .terminator(csv::Terminator::CRLF)
        .quote_style(csv::QuoteStyle::Necessary)
        .flexible(false)
        .from_writer(out);
    let mut rows = Rows { csv, encoding, lost: Vec::new() };
    let records = &consolidation.records;
    match set.kind {
        RecordKind::Progress => rows.all(&PROGRESS, &records.progress, progress)?,
        RecordKind::Schedule => rows.all(&SCHEDULE, &records.schedule, schedule)?,
        RecordKind::Indicator => rows.all(&INDICATOR, &records.indicators, indicator)?,
        RecordKind::Measure => rows.all(&MEASURE, &records.measures, measure)?,
        RecordKind::Checklist => rows.all(&CHECKLIST, &records.checklists, checklist)?,
        RecordKind::Table => rows.declared(&set.rows(consolidation))?,
    }
    rows.csv.flush()?;
    Ok(rows.lost)
}

struct Rows<W: Write> {
    csv: csv::Writer<W>,
    encoding: CsvEncoding,
    lost: Vec<LostCharacters>,
}

impl<W: Write> Rows<W> {
    fn all<T, const N: usize>(
        &mut self,
        heading: &[&'static str; N],
        records: &[T],
        row: impl Fn(&T) -> [Text; N],
    ) -> io::Result<()> {
        self.record(heading, &heading.map(str::to_owned), None)?;
        for (at, record) in records.iter().enumerate() {
            self.record(heading, &row(record).map(safe), Some(at))?;
        }
        Ok(())
    }

    fn record(&mut self, heading: &[impl AsRef<str>], row: &[Text], at: Option<usize>) -> io::Result<()> {
        match self.encoding {
            CsvEncoding::Utf8 => self.csv.write_record(row)?,
            CsvEncoding::Cp932 => {
                for (heading, text) in heading.iter().zip(row) {
                    let mut chars = BTreeSet::new();
                    // no second byte of the encoding is a quote, a comma or a line end
                    self.csv.write_field(cp932(text, |c| _ = chars.insert(c)))?;
                    if let Some(record) = at.filter(|_| !chars.is_empty()) {
                        self.lost.push(LostCharacters { record, heading: heading.as_ref().to_owned(), chars });
                    }
                }
                self.csv.write_record(None::<&[u8]>)?;
            }
        }
        Ok(())
    }

    fn declared(&mut self, records: &[&TableRow]) -> io::Result<()> {
        let frame = declared::Frame::of(records.iter().copied());
        let heading: Vec<Text> = declared::csv_heading(&frame).into_iter().map(safe).collect();
        self.record(&heading, &heading, None)?;
        for (at, record) in records.iter().enumerate() {
            let [file, sheet, row] = origin(&record.origin);
            let cells = declared::csv_row(&frame, record).into_iter().chain([place(file, &sheet), row]);
            self.record(&heading, &cells.map(safe).collect::<Vec<_>>(), Some(at))?;
        }
        Ok(())
    }
}

/// Escapes a field that a spreadsheet would calculate as a formula with an apostrophe. A field that already has an
/// apostrophe before such a character gets another one, so that removing one always restores the text.
fn safe(text: Text) -> Text {
    let after = text.trim_start_matches('\'');
    if after.starts_with(['=', '+', '-', '@', '\t', '\r', '＝', '＋', '－', '＠']) { format!("'{text}") } else { text }
}

/// The values of a list, one per line.
fn list<T: AsRef<str>>(values: &[T]) -> Text {
    values.iter().map(AsRef::as_ref).collect::<Vec<&str>>().join("\n")
}

fn text(value: Option<&str>) -> Text {
    value.unwrap_or_default().to_owned()
}

fn number<T: ToString>(value: Option<T>) -> Text {
    value.map(|value| value.to_string()).unwrap_or_default()
}

fn origin(origin: &Origin) -> [Text; 3] {
    [origin.file.to_string(), text(origin.sheet.as_deref()), (u64::from(origin.row) + 1).to_string()]
}

const PROGRESS: [&str; 12] = [
    "記録ID",
    "方向",
    "取組番号",
    "取組名",
    "担当課",
    "施策内容",
    "取組内容",
    "取組内容の段階",
    "予定",
    "予定の段階",
    "出所",
    "出所行",
];

fn progress(record: &Progress) -> [Text; 12] {
    let [file, sheet, row] = origin(&record.origin);
    let stages = |statement: &Option<crate::model::Statement>| {
        let names = statement.iter().flat_map(|statement| &statement.stages);
        list(&names.map(|entry| entry.stage.as_deref().unwrap_or(&entry.stage_raw)).collect::<Vec<_>>())
    };
    [
        record.id.to_string(),
        record.direction.map(|no| no.to_string()).or_else(|| record.direction_text.clone()).unwrap_or_default(),
        list(&record.numbers),
        list(&record.names),
        list(&record.departments),
        text(record.description.as_deref()),
        text(record.done.as_ref().map(|statement| statement.text.as_str())),
        stages(&record.done),
        text(record.planned.as_ref().map(|statement| statement.text.as_str())),
        stages(&record.planned),
        place(file, &sheet),
        row,
    ]
}

/// File and sheet: 建設課.xlsx › 進捗.
fn place(file: Text, sheet: &str) -> Text {
    if sheet.is_empty() { file } else { format!("{file} › {sheet}") }
}

const SCHEDULE: [&str; 13] =
    ["記録ID", "方向", "方向名", "区分", "施策", "番号", "名称", "担当課", "期間", "内容", "目標", "出所", "出所行"];

fn schedule(record: &Schedule) -> [Text; 13] {
    let [file, sheet, row] = origin(&record.origin);
    let spans: Vec<Text> = record.spans.iter().map(|span| format!("{}-{}", span.from, span.to)).collect();
    let texts: Vec<Cow<'_, str>> = record.spans.iter().map(Span::shown).collect();
    let mut departments = list(&record.departments);
    if record.and_others {
        departments.push_str("\nほか");
    }
    [
        record.id.to_string(),
        number(record.direction),
        text(record.direction_name.as_deref().or(record.basic_policy.as_deref())),
        text(record.section.as_deref().or(record.policy.as_deref())),
        text(record.title.as_deref().or(record.policy_title.as_deref())),
        number(record.no),
        text(record.name.as_deref()),
        departments,
        list(&spans),
        if texts.is_empty() { list(&record.texts) } else { list(&texts) },
        text(record.target.as_deref()),
        place(file, &sheet),
        row,
    ]
}

const INDICATOR: [&str; 20] = [
    "記録ID",
    "区分",
    "目標番号",
    "目標名",
    "記号",
    "施策",
    "担当課",
    "指標",
    "望ましい向き",
    "値の種類",
    "年度",
    "表記",
    "数値",
    "単位",
    "評価",
    "評価の意味",
    "資料",
    "備考",
    "出所",
    "出所行",
];

fn indicator(record: &Indicator) -> [Text; 20] {
    let [file, sheet, row] = origin(&record.origin);
    // lists of the same length: the nth value's kind, year, spelling, number and unit stand in the nth lines
    let values = |of: &dyn Fn(&crate::model::IndicatorValue) -> Text| list(&record.values.iter().map(of).collect::<Vec<_>>());
    let mut notes = record.notes.clone();
    notes.extend(record.footnote.clone());
    [
        record.id.to_string(),
        text(record.section.as_deref()),
        number(record.goal),
        text(record.goal_name.as_deref()),
        text(record.mark.as_deref()),
        text(record.title.as_deref()),
        list(&record.departments),
        record.indicator.clone(),
        record.better.map(|better| json_word(&better)).unwrap_or_default(),
        values(&|value| value.kind.label().to_owned()),
        values(&|value| number(value.fy)),
        values(&|value| text(value.raw.as_deref()).replace('\n', " ")),
        values(&|value| number(value.value)),
        values(&|value| text(value.unit.as_deref())),
        text(record.evaluation.as_deref()),
        text(record.evaluation_label.as_deref()),
        text(record.source.as_deref()),
        list(&notes),
        place(file, &sheet),
        row,
    ]
}

const MEASURE: [&str; 10] = ["記録ID", "目標番号", "目標名", "記号", "番号", "施策", "担当課", "重点", "取組", "出所"];

fn measure(record: &Measure) -> [Text; 10] {
    let [file, sheet, row] = origin(&record.origin);
    [
        record.id.to_string(),
        number(record.goal),
        text(record.goal_name.as_deref()),
        text(record.mark.as_deref()),
        number(record.no),
        record.title.clone(),
        list(&record.departments),
        if record.priority { "重点".to_owned() } else { Text::new() },
        list(&record.items),
        format!("{} {row}行", place(file, &sheet)),
    ]
}

const CHECKLIST: [&str; 13] =
    ["記録ID", "一覧", "担当課", "状況", "分類", "区分", "記号", "名称", "項目", "対応", "備考", "出所", "出所行"];

fn checklist(record: &ChecklistItem) -> [Text; 13] {
    let [file, sheet, row] = origin(&record.origin);
    let supported = match record.supported {
        Some(true) => "○",
        Some(false) => "×",
        None => "",
    };
    [
        record.id.to_string(),
        record.list.clone(),
        text(record.department.as_deref()),
        text(record.status.as_deref()),
        text(record.category.as_deref()),
        text(record.group.as_deref()),
        text(record.mark.as_deref()),
        text(record.name.as_deref()),
        text(record.item.as_deref()),
        supported.to_owned(),
        text(record.note.as_deref()),
        place(file, &sheet),
        row,
    ]
}

/// The field of a heading, as origins name it; empty for columns about the origin itself.
pub fn field_of(heading: &str) -> &'static str {
    match heading {
        "取組名" => "names",
        "担当課" => "departments",
        "施策内容" => "description",
        "取組内容" => "done",
        "予定" => "planned",
        "名称" => "name",
        "指標" => "indicator",
        "施策" => "title",
        _ => "",
    }
}
