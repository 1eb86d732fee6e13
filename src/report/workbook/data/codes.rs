//! What the data mean: their columns, and the values of those with a fixed list.

use crate::model::Missing;
use crate::report::workbook::book::Sheets;
use crate::report::workbook::data::parts::reason_name;
use crate::report::workbook::error::Error;
use crate::report::workbook::field::{Field, Kind, field};
use crate::report::workbook::flat::{Datum, write as write_flat};

static COLUMNS: [Field; 4] = [
    field("シート名", Kind::Text, 22.0, "データシートの名前"),
    field("項目名", Kind::Text, 18.0, "列の見出し"),
    field("データ型", Kind::Text, 10.0, "文字列または数値"),
    field("説明", Kind::Long, 90.0, "列の意味"),
];

static CODES: [Field; 4] = [
    field("項目名", Kind::Text, 18.0, "値の一覧がある列の見出し"),
    field("順", Kind::Number, 6.0, "並び順（1から）"),
    field("値", Kind::Text, 24.0, "列に入る値"),
    field("意味", Kind::Long, 80.0, "値の意味"),
];

const REASONS: [(Missing, &str); 10] = [
    (Missing::Blank, "何も書かれていない"),
    (Missing::Dash, "「—」など、取組がないことを示す線"),
    (Missing::NotMeasured, "「-」など、数値の代わりに書かれた線"),
    (Missing::Undecided, "「未定」と書かれている"),
    (Missing::Continues, "「→」など、続くことを示す記号"),
    (Missing::Repeated, "「〃」「同上」などで、上の値と同じ"),
    (Missing::Error, "セルがエラー値を示している"),
    (Missing::Picture, "セルに画像が入っている"),
    (Missing::Uncalculated, "数式の計算結果が保存されていない"),
    (Missing::NotSubmitted, "提出がない"),
];

/// Writes the sheets.
pub fn write(sheets: &mut Sheets<'_, '_>) -> Result<(), Error> {
    if sheets.explained.is_empty() {
        return Ok(());
    }
    let plan = &sheets.report().consolidation.plan;
    let mut codes: Vec<[Datum<'_>; 4]> = Vec::new();
    for (stage, n) in plan.stages.iter().zip(1usize..) {
        let meaning = match stage.step {
            Some(step) => format!("取組の段階の{step}番目"),
            None => "段階とは別に記される出来事".to_owned(),
        };
        codes.push(["段階".into(), n.into(), stage.name.as_str().into(), meaning.into()]);
    }
    for ((reason, meaning), n) in REASONS.into_iter().zip(1usize..) {
        codes.push(["理由".into(), n.into(), reason_name(reason).into(), meaning.into()]);
    }
    for ((value, meaning), n) in [("実績", "これまでの取組内容"), ("予定", "今後の取組内容")].into_iter().zip(1usize..)
    {
        codes.push(["区分".into(), n.into(), value.into(), meaning.into()]);
    }
    write_flat(sheets, "データ_コード表", &CODES, codes.into_iter())?;
    let explained: Vec<(&'static str, &'static [Field])> = sheets.explained.clone();
    write_flat(
        sheets,
        "データ_項目説明",
        &COLUMNS,
        explained.into_iter().flat_map(|(sheet, fields)| fields.iter().map(move |field| explain(sheet, field))),
    )
}

fn explain(sheet: &'static str, field: &'static Field) -> [Datum<'static>; 4] {
    let kind = match field.kind {
        Kind::Text | Kind::Long => "文字列",
        Kind::Number => "数値",
    };
    [sheet.into(), field.heading.into(), kind.into(), field.about.into()]
}
