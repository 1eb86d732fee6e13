//! 工程表, 指標, 施策 and 一覧 as data.

use crate::model::{Better, Certainty, Indicator, IndicatorValue, Schedule, Span};
use crate::report::workbook::book::Sheets;
use crate::report::workbook::data::{columns, common, joined, origin};
use crate::report::workbook::error::Error;
use crate::report::workbook::field::{Field, Kind, field};
use crate::report::workbook::flat::{Datum, maybe, write as write_flat};

static SCHEDULE: [Field; 17] = columns([
    field("方向番号", Kind::Number, 8.0, "計画の方向の番号"),
    field("方向名", Kind::Text, 24.0, "計画の方向の名称"),
    field("区分コード", Kind::Text, 10.0, "区分を示すコード（例 (1)-1-1）"),
    field("政策コード", Kind::Text, 10.0, "政策を示すコード（例 1-(1)）"),
    field("基本方針名", Kind::Text, 20.0, "基本方針の名称"),
    field("政策名", Kind::Text, 20.0, "政策の名称"),
    field("番号", Kind::Number, 6.0, "区分の中での番号"),
    field("題名", Kind::Text, 24.0, "区分または表の題名"),
    field("名称", Kind::Text, 30.0, "取組の名称"),
]);

static SPANS: [Field; 6] = [
    field("記録ID", Kind::Text, 14.0, "データ_工程の記録ID"),
    field(
        "順",
        Kind::Number,
        6.0,
        "記録の中での並び順（1から）。内容はデータ_本文の同じ順の「期間の内容」、実績の行では「期間の実績」",
    ),
    field("開始年度", Kind::Number, 10.0, "最初の年度（西暦）"),
    field("終了年度", Kind::Number, 10.0, "最後の年度（西暦）"),
    field("段", Kind::Number, 6.0, "同じ年度に複数の線があるときの、上からの順（1から）"),
    field("年度の根拠", Kind::Text, 16.0, "年度を何から読み取ったか"),
];

static INDICATORS: [Field; 18] = columns([
    field("区分コード", Kind::Text, 10.0, "区分を示すコード（例 (1)-1-1）"),
    field("目標番号", Kind::Number, 8.0, "基本目標の番号"),
    field("目標名", Kind::Text, 24.0, "基本目標の名称"),
    field("施策名", Kind::Text, 24.0, "指標が属する施策の名称"),
    field("指標名", Kind::Text, 30.0, "何を測るか"),
    field("望ましい向き", Kind::Text, 10.0, "増加、減少または維持"),
    field("評価", Kind::Text, 8.0, "団体が付けた評価の記号"),
    field("評価の意味", Kind::Text, 14.0, "評価の記号の意味"),
    field("資料", Kind::Text, 20.0, "数値の出典"),
    field("再掲", Kind::Text, 6.0, "ほかにも掲げられた指標なら「再掲」"),
]);

static VALUES: [Field; 11] = [
    field("記録ID", Kind::Text, 14.0, "データ_指標の記録ID"),
    field("順", Kind::Number, 6.0, "記録の中での並び順（1から）"),
    field("値の種類", Kind::Text, 10.0, "基準値、目標値、実績値または見込値"),
    field("対象年度", Kind::Number, 8.0, "値の年度（西暦）"),
    field("表記", Kind::Long, 24.0, "セルに書かれたとおりの表記"),
    field("数値", Kind::Number, 12.0, "値。百分率は88のように書く。1つの量でない表記では空"),
    field("単位", Kind::Text, 10.0, "数値の単位"),
    field("限定", Kind::Text, 10.0, "以上、以内、約などの語"),
    field("繰返し", Kind::Text, 10.0, "毎年、3年ごとなどの語"),
    field("単位あたり", Kind::Text, 12.0, "1枚あたりなどの語"),
    field("注記", Kind::Text, 24.0, "表記に付いた括弧書き"),
];

static MEASURES: [Field; 13] = columns([
    field("目標番号", Kind::Number, 8.0, "基本目標の番号"),
    field("目標名", Kind::Text, 24.0, "基本目標の名称"),
    field("施策番号", Kind::Number, 8.0, "目標の中での施策の番号"),
    field("施策名", Kind::Text, 36.0, "施策の名称。取組はデータ_本文の「取組」"),
    field("重点", Kind::Text, 6.0, "重点施策なら「重点」"),
]);

static CHECKLISTS: [Field; 17] = columns([
    field("一覧名", Kind::Text, 12.0, "どの一覧か。記録IDは一覧の中で一意"),
    field("担当課名", Kind::Text, 18.0, "担当課の名称"),
    field("状況", Kind::Text, 8.0, "済、検討など"),
    field("分類", Kind::Text, 20.0, "一覧の中の分類"),
    field("細分類", Kind::Text, 20.0, "分類の中の細分類"),
    field("名称", Kind::Text, 30.0, "手続の名称"),
    field("項目", Kind::Text, 24.0, "○×で答える項目"),
    field("対応", Kind::Text, 8.0, "対応しているか（可または不可）"),
    field("備考", Kind::Long, 24.0, "備考"),
]);

/// Writes the sheets of the kinds that occur.
pub fn write(sheets: &mut Sheets<'_, '_>) -> Result<(), Error> {
    let consolidation = sheets.report().consolidation;
    let records = &consolidation.records;
    let schedule = records.schedule.iter().map(|record| {
        let own: [Datum<'_>; 9] = [
            maybe(record.direction),
            record.direction_name.as_deref().into(),
            record.section.as_deref().into(),
            record.policy.as_deref().into(),
            record.basic_policy.as_deref().into(),
            record.policy_title.as_deref().into(),
            maybe(record.no),
            record.title.as_deref().into(),
            record.name.as_deref().into(),
        ];
        joined(common(consolidation, &record.id), own, origin(&record.origin))
    });
    write_flat(sheets, "データ_工程", &SCHEDULE, schedule)?;
    let spans = records.schedule.iter().flat_map(|r: &Schedule| r.spans.iter().zip(1usize..).map(|(s, n)| span(&r.id, n, s)));
    write_flat(sheets, "データ_工程期間", &SPANS, spans)?;

    let indicators = records.indicators.iter().map(|record| {
        let own: [Datum<'_>; 10] = [
            record.section.as_deref().into(),
            maybe(record.goal),
            record.goal_name.as_deref().into(),
            record.title.as_deref().into(),
            record.indicator.as_str().into(),
            record.better.map(better).into(),
            record.evaluation.as_deref().into(),
            record.evaluation_label.as_deref().into(),
            record.source.as_deref().into(),
            record.relisted.then_some("再掲").into(),
        ];
        joined(common(consolidation, &record.id), own, origin(&record.origin))
    });
    write_flat(sheets, "データ_指標", &INDICATORS, indicators)?;
    let values =
        records.indicators.iter().flat_map(|r: &Indicator| r.values.iter().zip(1usize..).map(|(v, n)| value(&r.id, n, v)));
    write_flat(sheets, "データ_指標値", &VALUES, values)?;

    let measures = records.measures.iter().map(|record| {
        let own: [Datum<'_>; 5] = [
            maybe(record.goal),
            record.goal_name.as_deref().into(),
            maybe(record.no),
            record.title.as_str().into(),
            record.priority.then_some("重点").into(),
        ];
        joined(common(consolidation, &record.id), own, origin(&record.origin))
    });
    write_flat(sheets, "データ_施策", &MEASURES, measures)?;

    let checklists = records.checklists.iter().map(|record| {
        let own: [Datum<'_>; 9] = [
            record.list.as_str().into(),
            record.department.as_deref().into(),
            record.status.as_deref().into(),
            record.category.as_deref().into(),
            record.group.as_deref().into(),
            record.name.as_deref().into(),
            record.item.as_deref().into(),
            record.supported.map(|yes| if yes { "可" } else { "不可" }).into(),
            record.note.as_deref().into(),
        ];
        joined(common(consolidation, &record.id), own, origin(&record.origin))
    });
    write_flat(sheets, "データ_一覧", &CHECKLISTS, checklists)
}

fn span<'a>(id: &'a str, n: usize, span: &'a Span) -> [Datum<'a>; 6] {
    let certainty = match span.certainty {
        Certainty::Cell => "セル",
        Certainty::Merge => "結合セル",
        Certainty::Repeated => "同じ文の繰返し",
        Certainty::Inferred => "表の形",
        Certainty::Unknown => "不明",
    };
    [id.into(), n.into(), span.from.into(), span.to.into(), span.lane.into(), certainty.into()]
}

fn value<'a>(id: &'a str, n: usize, value: &'a IndicatorValue) -> [Datum<'a>; 11] {
    [
        id.into(),
        n.into(),
        value.kind.label().into(),
        maybe(value.fy),
        value.raw.as_deref().into(),
        value.value.map_or(Datum::None, Datum::Float),
        value.unit.as_deref().into(),
        value.comparator.as_deref().into(),
        value.recurrence.as_deref().into(),
        value.per.as_deref().into(),
        value.note.as_deref().into(),
    ]
}

const fn better(better: Better) -> &'static str {
    match better {
        Better::Higher => "増加",
        Better::Lower => "減少",
        Better::Maintain => "維持",
    }
}
