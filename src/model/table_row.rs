//! Rows of tables whose columns the form declares (`record = "table"`).

use std::collections::BTreeMap;
use std::sync::Arc;

use serde::de::Error as _;
use serde::ser::SerializeMap;
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use serde_json::Value;

use super::{Absences, Origin};

/// Fields that every row has; no column can be called so.
pub const OWN_FIELDS: [&str; 7] = ["id", "table", "raw", "extra", "origin", "missing", "edited"];

/// What the cells of a column hold.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum ColumnType {
    /// A text.
    Text,
    /// Lines, each a value of its own.
    Lines,
    /// A number.
    Number,
    /// A figure with its unit.
    Quantity,
    /// A day; where it lasts, its last day is in the field `<field>_to`.
    Date,
    /// A fiscal year; the last of several is in the field `<field>_to`.
    Year,
    /// A period: `2025H1`.
    Period,
    /// One of the choices of the form.
    Choice,
    /// A mark of a scale.
    Mark,
    /// Departments.
    Departments,
    /// An address on the web.
    Url,
}

impl ColumnType {
    /// Can its values have an end of their own?
    pub const fn is_span(self) -> bool {
        matches!(self, Self::Date | Self::Year)
    }

    /// Is it set as a figure?
    pub const fn is_figure(self) -> bool {
        matches!(self, Self::Number | Self::Quantity)
    }
}

/// The columns of a table, as outputs need them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TableShape {
    /// Id of the form.
    pub form: Arc<str>,
    /// Its name: 事務事業評価.
    pub name: String,
    /// Its columns, in the order of print.
    pub columns: Vec<ShapeColumn>,
}

/// A column of a table.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ShapeColumn {
    /// The field it fills.
    pub field: Arc<str>,
    /// Its heading.
    pub heading: String,
    /// What its cells hold.
    pub kind: ColumnType,
    /// Does it name the row?
    pub key: bool,
}

/// A value of a row.
#[derive(Debug, Clone, PartialEq)]
pub enum FieldValue {
    /// A text, a day, a period.
    Text(String),
    /// Several.
    Lines(Vec<String>),
    /// A number, a year.
    Number(f64),
    /// A figure with its unit.
    Quantity(Box<FigureValue>),
}

/// A figure with the words around it.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct FigureValue {
    /// Without the remark in brackets.
    pub text: Option<String>,
    /// The number, percent as 88; absent when the text is not one quantity.
    #[serde(serialize_with = "super::quantity::number")]
    pub value: Option<f64>,
    /// Its unit, folded (％ → %).
    pub unit: Option<String>,
    /// 以上, 以内, 約, 程度.
    pub comparator: Option<String>,
    /// 毎年, 3年ごと.
    pub recurrence: Option<String>,
    /// 1枚あたり.
    pub per: Option<String>,
    /// The remark in brackets.
    pub note: Option<String>,
}

/// One row of a table.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct TableRow {
    /// As its form makes it.
    pub id: Arc<str>,
    /// Id of its form.
    pub table: Arc<str>,
    /// Whose it is.
    pub departments: Vec<Arc<str>>,
    /// The values by field, in the order of the form; those that are absent are not in it.
    pub values: Vec<(Arc<str>, FieldValue)>,
    /// What the sheet shows, where the value does not say it word for word.
    pub raw: BTreeMap<Arc<str>, String>,
    /// Columns that the form does not list and keeps: heading → text.
    pub extra: BTreeMap<Arc<str>, String>,
    /// Where it came from.
    pub origin: Origin,
    /// Why values are absent.
    pub missing: Absences,
    /// Its columns; not known of a row that was read back.
    pub shape: Option<Arc<TableShape>>,
}

impl TableRow {
    /// The value of a field.
    pub fn value(&self, field: &str) -> Option<&FieldValue> {
        self.values.iter().find(|(name, _)| &**name == field).map(|(_, value)| value)
    }

    /// A field as the sheet shows it.
    pub fn shown(&self, field: &str) -> String {
        if let Some(raw) = self.raw.get(field) {
            return raw.clone();
        }
        if field == "departments" {
            return self.departments.join("\n");
        }
        self.value(field).map(FieldValue::plain).unwrap_or_default()
    }

    /// A field as the sheet 一覧 shows it: a figure without more as its number.
    pub fn listed(&self, field: &str) -> Option<String> {
        let number = match self.value(field) {
            Some(FieldValue::Number(number)) => Some(*number),
            Some(FieldValue::Quantity(figure)) => figure.plain_number(),
            _ => None,
        };
        let departments = self.shape.iter().flat_map(|shape| &shape.columns);
        let of_departments = departments.clone().any(|column| *column.field == *field && column.kind == ColumnType::Departments);
        let text = match number {
            Some(number) => number.to_string(),
            None if of_departments => self.departments.join("\n"),
            None => self.shown(field),
        };
        Some(text).filter(|text| !text.is_empty())
    }

    /// What it is called: its key fields.
    pub fn name(&self) -> String {
        let keys = self.shape.iter().flat_map(|shape| &shape.columns).filter(|column| column.key);
        let texts: Vec<String> = keys.map(|column| self.shown(&column.field)).filter(|text| !text.is_empty()).collect();
        texts.join(" ").replace('\n', "")
    }
}

impl FigureValue {
    /// Its number, if there is nothing else.
    pub fn plain_number(&self) -> Option<f64> {
        self.value.filter(|_| self.unit.is_none() && self.comparator.is_none() && self.note.is_none())
    }
}

impl FieldValue {
    /// As a text.
    pub fn plain(&self) -> String {
        match self {
            Self::Text(text) => text.clone(),
            Self::Lines(lines) => lines.join("\n"),
            Self::Number(number) => number.to_string(),
            Self::Quantity(figure) => figure.text.clone().unwrap_or_default(),
        }
    }
}

impl Serialize for FieldValue {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            Self::Text(text) => serializer.serialize_str(text),
            Self::Lines(lines) => lines.serialize(serializer),
            Self::Number(number) => super::quantity::number(&Some(*number), serializer),
            Self::Quantity(figure) => figure.serialize(serializer),
        }
    }
}

impl Serialize for TableRow {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(None)?;
        map.serialize_entry("id", &*self.id)?;
        map.serialize_entry("table", &*self.table)?;
        map.serialize_entry("departments", &self.departments)?;
        match &self.shape {
            Some(shape) => {
                for column in shape.columns.iter().filter(|column| column.kind != ColumnType::Departments) {
                    map.serialize_entry(&*column.field, &self.value(&column.field))?;
                    if column.kind.is_span() {
                        let to = format!("{}_to", column.field);
                        map.serialize_entry(&to, &self.value(&to))?;
                    }
                }
            }
            None => {
                for (field, value) in &self.values {
                    map.serialize_entry(&**field, value)?;
                }
            }
        }
        if !self.raw.is_empty() {
            map.serialize_entry("raw", &self.raw)?;
        }
        if !self.extra.is_empty() {
            map.serialize_entry("extra", &self.extra)?;
        }
        map.serialize_entry("origin", &self.origin)?;
        if !self.missing.is_empty() {
            map.serialize_entry("missing", &self.missing)?;
        }
        map.end()
    }
}

impl<'de> Deserialize<'de> for TableRow {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let mut fields = serde_json::Map::<String, Value>::deserialize(deserializer)?;
        let mut take = |name: &str| fields.remove(name).unwrap_or(Value::Null);
        fn read<T: for<'v> Deserialize<'v> + Default, E: serde::de::Error>(value: Value) -> Result<T, E> {
            if value.is_null() { Ok(T::default()) } else { serde_json::from_value(value).map_err(E::custom) }
        }
        let id: String = read::<_, D::Error>(take("id"))?;
        let table: String = read::<_, D::Error>(take("table"))?;
        let (departments, raw, extra) = (take("departments"), take("raw"), take("extra"));
        let (origin, missing, _) = (take("origin"), take("missing"), take("edited"));
        let mut values = Vec::with_capacity(fields.len());
        for (field, value) in fields {
            let value = match value {
                Value::Null => continue,
                Value::String(text) => FieldValue::Text(text),
                Value::Number(number) => FieldValue::Number(number.as_f64().unwrap_or_default()),
                Value::Bool(_) => return Err(D::Error::custom(format!("{field}: a value of no type that tables have"))),
                Value::Array(_) => FieldValue::Lines(read::<_, D::Error>(value)?),
                Value::Object(_) => FieldValue::Quantity(Box::new(serde_json::from_value(value).map_err(D::Error::custom)?)),
            };
            values.push((Arc::from(field.as_str()), value));
        }
        Ok(Self {
            id: Arc::from(id.as_str()),
            table: Arc::from(table.as_str()),
            departments: read::<_, D::Error>(departments)?,
            values,
            raw: read::<_, D::Error>(raw)?,
            extra: read::<_, D::Error>(extra)?,
            origin: serde_json::from_value(origin).map_err(D::Error::custom)?,
            missing: read::<_, D::Error>(missing)?,
            shape: None,
        })
    }
}
