//! Tables of declared columns: a row a value, whatever columns the forms have.

use super::{columns, common, joined, origin};
use crate::model::{ColumnType, FieldValue, TableRow};
use crate::report::workbook::book::Sheets;
use crate::report::workbook::error::Error;
use crate::report::workbook::field::{Field, Kind, field};
use crate::report::workbook::flat::{Datum, write as write_flat};

static VALUES: [Field; 15] = columns([
    field("様式", Kind::Text, 16.0, "様式のID"),
    field("順", Kind::Number, 6.0, "記録の中での並び順（1から）"),
    field("項目", Kind::Text, 18.0, "様式の列の見出し。様式にない列は、表の見出し"),
    field("値", Kind::Long, 40.0, "値。行が複数あるときは、行ごとに1行"),
    field("数値", Kind::Number, 12.0, "数として読み取った値"),
    field("単位", Kind::Text, 8.0, "数値の単位"),
    field("終わり", Kind::Text, 12.0, "期間の終わりの日または年度"),
]);

/// Writes the sheet.
pub fn write(sheets: &mut Sheets<'_, '_>) -> Result<(), Error> {
    let consolidation = sheets.report().consolidation;
    let rows = consolidation.records.tables.iter().flat_map(|record| {
        let own = values(record).into_iter().zip(1usize..);
        own.map(|([heading, text, number, unit, to], n)| {
            let own = [(&*record.table).into(), n.into(), heading, text, number, unit, to];
            joined(common(consolidation, &record.id), own, origin(&record.origin))
        })
    });
    write_flat(sheets, "データ_様式の表", &VALUES, rows)
}

/// Heading, text, number, unit and end of each value.
fn values(record: &TableRow) -> Vec<[Datum<'_>; 5]> {
    let mut out = Vec::new();
    let shape = record.shape.iter().flat_map(|shape| &shape.columns);
    for column in shape {
        if column.kind == ColumnType::Departments {
            let names = record.departments.iter();
            out.extend(
                names.map(|name| [column.heading.as_str().into(), (&**name).into(), Datum::None, Datum::None, Datum::None]),
            );
            continue;
        }
        let to = || record.value(&format!("{}_to", column.field)).map(FieldValue::plain).unwrap_or_default();
        let (number, unit) = match record.value(&column.field) {
            Some(FieldValue::Number(number)) => (Datum::Float(*number), Datum::None),
            Some(FieldValue::Quantity(figure)) => (figure.value.map_or(Datum::None, Datum::Float), figure.unit.as_deref().into()),
            _ => (Datum::None, Datum::None),
        };
        let text = record.shown(&column.field);
        if !text.is_empty() {
            out.push([column.heading.as_str().into(), text.into(), number, unit, to().into()]);
        }
    }
    let extra = record.extra.iter();
    out.extend(extra.map(|(heading, text)| [(&**heading).into(), text.as_str().into(), Datum::None, Datum::None, Datum::None]));
    out
}
