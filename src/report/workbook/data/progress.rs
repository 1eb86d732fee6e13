//! 取組状況 as data: records, numbers with names, stages.

use crate::consolidate::highest_stage;
use crate::model::{Progress, Statement};
use crate::report::workbook::book::Sheets;
use crate::report::workbook::data::{columns, common, joined, origin};
use crate::report::workbook::error::Error;
use crate::report::workbook::field::{Field, Kind, field};
use crate::report::workbook::flat::{Datum, maybe, write as write_flat};

static RECORDS: [Field; 11] = columns([
    field("方向番号", Kind::Number, 8.0, "計画の方向の番号"),
    field("方向名", Kind::Text, 30.0, "計画の方向の名称"),
    field("到達段階", Kind::Text, 12.0, "これまでの取組内容に書かれた段階のうち最も進んだもの"),
]);

static NAMES: [Field; 5] = [
    field("記録ID", Kind::Text, 14.0, "データ_記録の記録ID"),
    field("順", Kind::Number, 6.0, "記録の中での並び順（1から）"),
    field("取組番号", Kind::Text, 12.0, "取組の番号。名称と番号の数が違う記録では、同じ順のものが対応するとは限らない"),
    field("取組名", Kind::Long, 70.0, "取組の名称（1行に1つ）"),
    field("出所セル", Kind::Text, 10.0, "取組名を読み取ったセル"),
];

static STAGES: [Field; 6] = [
    field("記録ID", Kind::Text, 14.0, "データ_記録の記録ID"),
    field("区分", Kind::Text, 8.0, "実績（これまでの取組内容）か予定（今後の取組内容）か"),
    field("順", Kind::Number, 6.0, "文の中での並び順（1から）"),
    field("段階の表記", Kind::Text, 20.0, "【】の中に書かれたとおりの表記"),
    field("段階", Kind::Text, 16.0, "計画の段階の名称。計画にない表記では空"),
    field("出所セル", Kind::Text, 10.0, "文を読み取ったセル"),
];

/// Writes the sheets.
pub fn write(sheets: &mut Sheets<'_, '_>) -> Result<(), Error> {
    let consolidation = sheets.report().consolidation;
    let plan = &consolidation.plan;
    let records = &consolidation.records.progress;
    write_flat(
        sheets,
        "データ_記録",
        &RECORDS,
        records.iter().map(|record| {
            let direction = record.direction.and_then(|no| plan.direction(no));
            let stage = highest_stage(plan, record).and_then(|index| plan.stages.get(index));
            let own = [
                maybe(record.direction),
                direction.map(|direction| direction.title.as_str()).into(),
                stage.map(|stage| stage.name.as_str()).into(),
            ];
            joined(common(consolidation, &record.id), own, origin(&record.origin))
        }),
    )?;
    write_flat(sheets, "データ_番号名称", &NAMES, records.iter().flat_map(names))?;
    write_flat(
        sheets,
        "データ_段階",
        &STAGES,
        records.iter().flat_map(|record| {
            let done = stages(record, "実績", "done", record.done.as_ref());
            done.chain(stages(record, "予定", "planned", record.planned.as_ref()))
        }),
    )
}

fn names(record: &Progress) -> impl Iterator<Item = [Datum<'_>; 5]> {
    let count = record.numbers.len().max(record.names.len());
    let cell = record.origin.cell("names").or_else(|| record.origin.cell("numbers"));
    (0..count).map(move |n| {
        [
            (&*record.id).into(),
            (n + 1).into(),
            record.numbers.get(n).map(String::as_str).into(),
            record.names.get(n).map(String::as_str).into(),
            cell.map(|cell| cell.to_string()).unwrap_or_default().into(),
        ]
    })
}

fn stages<'a>(
    record: &'a Progress,
    kind: &'static str,
    field: &'static str,
    statement: Option<&'a Statement>,
) -> impl Iterator<Item = [Datum<'a>; 6]> {
    let cell = record.origin.cell(field);
    statement.into_iter().flat_map(|statement| &statement.stages).zip(1usize..).map(move |(entry, n)| {
        [
            (&*record.id).into(),
            kind.into(),
            n.into(),
            entry.stage_raw.as_str().into(),
            entry.stage.as_deref().into(),
            cell.map(|cell| cell.to_string()).unwrap_or_default().into(),
        ]
    })
}
