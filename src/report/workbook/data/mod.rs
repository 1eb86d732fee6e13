//! The データ sheets: what programs read. Joined by table and record id.

mod codes;
mod declared;
mod figures;
mod parts;
mod progress;

use crate::model::{Consolidation, Period};
use crate::report::workbook::book::Sheets;
use crate::report::workbook::error::Error;
use crate::report::workbook::field::{Field, Kind, field};
use crate::report::workbook::flat::Datum;

/// Writes the data sheets of every kind of record that occurs, and the sheets that explain them.
pub fn write(sheets: &mut Sheets<'_, '_>) -> Result<(), Error> {
    progress::write(sheets)?;
    figures::write(sheets)?;
    declared::write(sheets)?;
    parts::write(sheets)?;
    codes::write(sheets)
}

/// Columns that every sheet of records begins with.
const COMMON: [Field; 5] = [
    field("記録ID", Kind::Text, 12.0, "記録を表ごとに一意に示すID。ほかのデータシートとこのIDで結合する"),
    field("団体コード", Kind::Text, 10.0, "全国地方公共団体コード（6桁）"),
    field("団体名", Kind::Text, 12.0, "地方公共団体の名称"),
    field(
        "報告期間",
        Kind::Text,
        10.0,
        "報告の対象期間。2025-10は月、2025Q3は四半期、2025H1は半期（4月から始まる年度）、FY2025は年度",
    ),
    field("年度", Kind::Number, 8.0, "報告期間が属する年度（西暦）"),
];

/// Columns that say where a record came from.
const ORIGIN: [Field; 3] = [
    field("出所ファイル", Kind::Long, 46.0, "記録を読み取ったファイルの、入力フォルダーからのパス"),
    field("出所シート", Kind::Text, 14.0, "記録を読み取ったシート。CSVなどには無い"),
    field("出所行", Kind::Number, 8.0, "記録を読み取った最初の行（1から数える）"),
];

/// A table's own columns between those that all have.
#[expect(clippy::indexing_slicing, reason = "evaluated at compile time")]
const fn columns<const OWN: usize, const ALL: usize>(own: [Field; OWN]) -> [Field; ALL] {
    let mut all = [COMMON[0]; ALL];
    let mut at = 0;
    while at < ALL {
        all[at] = if at < COMMON.len() {
            COMMON[at]
        } else if at < COMMON.len() + OWN {
            own[at - COMMON.len()]
        } else {
            ORIGIN[at - COMMON.len() - OWN]
        };
        at += 1;
    }
    all
}

/// Values of [`COMMON`].
fn common<'a>(consolidation: &'a Consolidation, id: &'a str) -> [Datum<'a>; 5] {
    let period = consolidation.period;
    [
        id.into(),
        consolidation.plan.code.as_deref().into(),
        consolidation.plan.municipality.as_str().into(),
        period.map(Period::id).unwrap_or_default().into(),
        crate::report::workbook::flat::maybe(period.map(Period::fiscal_year)),
    ]
}

/// Values of [`ORIGIN`].
fn origin(origin: &crate::model::Origin) -> [Datum<'_>; 3] {
    [(&*origin.file).into(), origin.sheet.as_deref().into(), (origin.row as usize + 1).into()]
}

/// Arrays one after the other.
fn joined<T, const A: usize, const B: usize, const C: usize, const N: usize>(a: [T; A], b: [T; B], c: [T; C]) -> [T; N]
where
    T: Default,
{
    let mut values = a.into_iter().chain(b).chain(c);
    std::array::from_fn(|_| values.next().unwrap_or_default())
}
