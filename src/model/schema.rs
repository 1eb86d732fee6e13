//! JSON Schemas of the types that serialise themselves. All others derive theirs; `report::data::schema` puts them together.

use std::borrow::Cow;
use std::collections::BTreeMap;

use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};

use super::{Absences, Address, CellRange, ChangedColumn, FigureValue, Origin, Period, Rule, SharedText, Spot, TableRow};

/// A type that is written as a string.
macro_rules! string {
    ($type:ty, $description:literal $(, $pattern:literal)?) => {
        impl JsonSchema for $type {
            fn schema_name() -> Cow<'static, str> {
                stringify!($type).into()
            }

            fn json_schema(_: &mut SchemaGenerator) -> Schema {
                json_schema!({"type": "string", "description": $description $(, "pattern": $pattern)?})
            }
        }
    };
}

string!(SharedText, "A text as written in the file.");
string!(Address, "A cell in A1 form: `C12`.", "^[A-Z]+[1-9][0-9]*$");
string!(CellRange, "A rectangle of cells, both corners included: `B3:H48`.", "^[A-Z]+[1-9][0-9]*(:[A-Z]+[1-9][0-9]*)?$");
string!(
    Spot,
    "A cell (`C12`), a range (`C12:D14`), a row (`9:9`) or a column (`F`).",
    "^([A-Z]+[1-9][0-9]*(:[A-Z]+[1-9][0-9]*)?|[1-9][0-9]*:[1-9][0-9]*|[A-Z]+)$"
);
string!(
    Period,
    "A month (`2025-10`), or a quarter, half or whole of a fiscal year, April to March (`2025Q3`, `2025H1`, `FY2025`).",
    "^([0-9]{4}-[0-9]{2}|[0-9]{4}Q[1-4]|[0-9]{4}H[12]|FY[0-9]{4})$"
);
string!(Rule, "Id of a finding rule; docs/rules.md lists all.", "^[a-z0-9]+(-[a-z0-9]+)*$");
string!(ChangedColumn, "The name of a column in reports: 評価, 実績値（令和7年度）.");

impl JsonSchema for TableRow {
    fn schema_name() -> Cow<'static, str> {
        "TableRow".into()
    }

    fn json_schema(generator: &mut SchemaGenerator) -> Schema {
        let (texts, figure) = (generator.subschema_for::<BTreeMap<String, String>>(), generator.subschema_for::<FigureValue>());
        let (origin, missing) = (generator.subschema_for::<Origin>(), generator.subschema_for::<Absences>());
        json_schema!({
            "description": "One row of a table whose columns a form declares. Each column is a field of that name; `null` where the row has no value.",
            "type": "object",
            "properties": {
                "id": {"type": "string", "description": "As the form makes it."},
                "table": {"type": "string", "description": "Id of the form."},
                "departments": {"type": "array", "items": {"type": "string"}, "description": "Whose row it is."},
                "raw": {"description": "What the sheet shows, where the value does not say it word for word.", "allOf": [texts]},
                "extra": {"description": "Columns that the form keeps without declaring them: heading → text.", "allOf": [texts]},
                "origin": {"description": "Where it came from.", "allOf": [origin]},
                "missing": {"description": "Why values are absent.", "allOf": [missing]},
            },
            "required": ["id", "table", "departments", "origin"],
            "additionalProperties": {
                "description": "The value of a column: a text, a date (2025-10-31) or a period; several lines; a number or a fiscal year; a figure with its unit.",
                "anyOf": [
                    {"type": ["null", "string", "number"]},
                    {"type": "array", "items": {"type": "string"}},
                    figure,
                ],
            },
        })
    }
}
