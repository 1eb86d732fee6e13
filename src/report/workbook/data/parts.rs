//! What records of every kind have: departments, texts line by line, reasons for absent values.

use std::sync::Arc;

use crate::model::{Absences, Consolidation, Missing, Origin, Progress, Span};
use crate::report::workbook::book::Sheets;
use crate::report::workbook::error::Error;
use crate::report::workbook::field::{Field, Kind, field};
use crate::report::workbook::flat::{Datum, write as write_flat};

static DEPARTMENTS: [Field; 5] = [
    field("表", Kind::Text, 12.0, "記録の種類。記録IDは表の中で一意"),
    field("記録ID", Kind::Text, 14.0, "各表のデータシートの記録ID"),
    field("順", Kind::Number, 6.0, "記録の中での並び順（1から）"),
    field("担当課", Kind::Text, 30.0, "担当課の名称"),
    field("出所セル", Kind::Text, 10.0, "担当課を読み取ったセル"),
];

static TEXTS: [Field; 7] = [
    field("表", Kind::Text, 12.0, "記録の種類。記録IDは表の中で一意"),
    field("記録ID", Kind::Text, 14.0, "各表のデータシートの記録ID"),
    field(
        "項目",
        Kind::Text,
        20.0,
        "どの文か。「段階の本文」は、データ_段階の同じ区分と順の段階に続く文。「期間の内容」は、データ_工程期間の同じ順の文",
    ),
    field("順", Kind::Number, 6.0, "同じ項目の文が複数あるときの並び順（1から）"),
    field("行番号", Kind::Number, 8.0, "文の中の行（1から）。文は行に分けて、この順に並べる"),
    field("本文", Kind::Long, 90.0, "1行分の文。書かれたとおり。空行では空。32,767字を超える行は、同じ行番号の次の行に続く"),
    field("出所セル", Kind::Text, 10.0, "文を読み取ったセル"),
];

static ABSENCES: [Field; 4] = [
    field("表", Kind::Text, 12.0, "記録の種類。記録IDは表の中で一意"),
    field("記録ID", Kind::Text, 14.0, "各表のデータシートの記録ID"),
    field("項目", Kind::Text, 24.0, "値のない項目"),
    field("理由", Kind::Text, 20.0, "値のない理由。意味はデータ_コード表にある"),
];

/// Writes the sheets.
pub fn write(sheets: &mut Sheets<'_, '_>) -> Result<(), Error> {
    let consolidation = sheets.report().consolidation;
    write_flat(sheets, "データ_担当課", &DEPARTMENTS, departments(consolidation))?;
    write_flat(sheets, "データ_本文", &TEXTS, texts(consolidation))?;
    write_flat(sheets, "データ_値なし", &ABSENCES, absences(consolidation))
}

fn departments(consolidation: &Consolidation) -> impl Iterator<Item = [Datum<'_>; 5]> {
    let records = &consolidation.records;
    let progress = records.progress.iter().map(|r| ("取組状況", &r.id, &r.departments, &r.origin));
    let schedule = records.schedule.iter().map(|r| ("工程表", &r.id, &r.departments, &r.origin));
    let indicators = records.indicators.iter().map(|r| ("指標", &r.id, &r.departments, &r.origin));
    let measures = records.measures.iter().map(|r| ("施策", &r.id, &r.departments, &r.origin));
    progress.chain(schedule).chain(indicators).chain(measures).flat_map(|(table, id, departments, origin)| {
        departments.iter().zip(1usize..).map(move |(department, n)| {
            [table.into(), (&**id).into(), n.into(), (&**department).into(), cell(origin, "departments")]
        })
    })
}

/// A text of a record: item, place among its like, text, field of the origin.
type Text<'a> = (&'static str, usize, &'a str, &'static str);

fn texts(consolidation: &Consolidation) -> impl Iterator<Item = [Datum<'_>; 7]> {
    let records = &consolidation.records;
    let progress = records.progress.iter().map(|r| ("取組状況", &r.id, &r.origin, progress_texts(r)));
    let schedule = records.schedule.iter().map(|r| {
        let item = |span: &Span| if span.done { "期間の実績" } else { "期間の内容" };
        let spans = r.spans.iter().zip(1..).map(|(span, n)| (item(span), n, span.text.as_str(), "texts"));
        let texts = r.texts.iter().zip(1..).map(|(text, n)| ("内容", n, text.as_str(), "texts"));
        let target = r.target.iter().map(|text| ("目標", 1, text.as_str(), "target"));
        ("工程表", &r.id, &r.origin, spans.chain(texts).chain(target).collect())
    });
    let indicators = records.indicators.iter().map(|r| {
        let notes = r.notes.iter().zip(1..).map(|(text, n)| ("備考", n, text.as_str(), "notes"));
        let footnote = r.footnote.iter().map(|text| ("欄外の注", 1, text.as_str(), "footnote"));
        ("指標", &r.id, &r.origin, notes.chain(footnote).collect())
    });
    let measures = records.measures.iter().map(|r| {
        let items = r.items.iter().zip(1..).map(|(text, n)| ("取組", n, text.as_str(), "items"));
        ("施策", &r.id, &r.origin, items.collect())
    });
    let all = progress.chain(schedule).chain(indicators).chain(measures);
    all.flat_map(|(table, id, origin, texts)| lines(table, id, origin, texts))
}

fn lines<'a>(
    table: &'static str,
    id: &'a Arc<str>,
    origin: &'a Origin,
    texts: Vec<Text<'a>>,
) -> impl Iterator<Item = [Datum<'a>; 7]> {
    texts.into_iter().flat_map(move |(item, n, text, field)| {
        let from = cell(origin, field);
        text.split('\n')
            .zip(1usize..)
            .map(move |(line, no)| [table.into(), (&**id).into(), item.into(), n.into(), no.into(), line.into(), from.clone()])
    })
}

fn progress_texts(record: &Progress) -> Vec<Text<'_>> {
    let mut texts: Vec<Text<'_>> = Vec::new();
    if let Some(text) = &record.description {
        texts.push(("施策内容", 1, text, "description"));
    }
    for (statement, whole, part, field) in [
        (&record.done, "取組内容（実績）", "段階の本文（実績）", "done"),
        (&record.planned, "取組内容（予定）", "段階の本文（予定）", "planned"),
    ] {
        let Some(statement) = statement else { continue };
        texts.push((whole, 1, &statement.text, field));
        for (entry, n) in statement.stages.iter().zip(1..) {
            if !entry.text.is_empty() {
                texts.push((part, n, &entry.text, field));
            }
        }
    }
    texts
}

fn absences(consolidation: &Consolidation) -> impl Iterator<Item = [Datum<'_>; 4]> {
    let records = &consolidation.records;
    let all = (records.progress.iter().map(|r| ("取組状況", &r.id, &r.missing)))
        .chain(records.schedule.iter().map(|r| ("工程表", &r.id, &r.missing)))
        .chain(records.indicators.iter().map(|r| ("指標", &r.id, &r.missing)))
        .chain(records.measures.iter().map(|r| ("施策", &r.id, &r.missing)))
        .chain(records.checklists.iter().map(|r| ("一覧", &r.id, &r.missing)))
        .chain(records.tables.iter().map(|r| ("表", &r.id, &r.missing)));
    all.flat_map(|(table, id, missing): (&'static str, &Arc<str>, &Absences)| {
        missing.iter().map(move |(item, reason)| [table.into(), (&**id).into(), item_name(item), reason_name(*reason).into()])
    })
}

/// The item's name in Japanese, or the field's own where it has none here.
fn item_name(field: &str) -> Datum<'_> {
    match field {
        "direction" => "方向".into(),
        "numbers" => "取組番号".into(),
        "names" => "取組名".into(),
        "departments" => "担当課".into(),
        "description" => "施策内容".into(),
        "done" => "取組内容（実績）".into(),
        "planned" => "取組内容（予定）".into(),
        other => other.into(),
    }
}

/// The word for a reason.
pub const fn reason_name(reason: Missing) -> &'static str {
    match reason {
        Missing::Blank => "記入なし",
        Missing::Dash => "横線",
        Missing::NotMeasured => "未計測",
        Missing::Undecided => "未定",
        Missing::Continues => "継続",
        Missing::Repeated => "上に同じ",
        Missing::Error => "エラー値",
        Missing::Picture => "画像",
        Missing::Uncalculated => "未計算",
        Missing::NotSubmitted => "未提出",
    }
}

fn cell(origin: &Origin, field: &str) -> Datum<'static> {
    origin.cell(field).map(|cell| cell.to_string()).unwrap_or_default().into()
}
