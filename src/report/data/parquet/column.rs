//! A JSON value goes to the end of a column.

use arrow_array::builder::{
    ArrayBuilder, BooleanBuilder, Float64Builder, Int32Builder, ListBuilder, MapBuilder, StringBuilder, StructBuilder,
};
use arrow_schema::{DataType, Field};
use serde_json::Value;

/// A column of any type.
type Any = Box<dyn ArrayBuilder>;

/// Appends a value; one that is absent, or not of the column's type, is `null`.
pub fn append(column: &mut dyn ArrayBuilder, of: &DataType, value: &Value) {
    match of {
        DataType::Utf8 => with(column, |column: &mut StringBuilder| column.append_option(value.as_str())),
        DataType::Boolean => with(column, |column: &mut BooleanBuilder| column.append_option(value.as_bool())),
        DataType::Float64 => with(column, |column: &mut Float64Builder| column.append_option(value.as_f64())),
        DataType::Int32 => with(column, |column: &mut Int32Builder| column.append_option(whole(value))),
        DataType::List(item) => with(column, |column: &mut ListBuilder<Any>| {
            for one in value.as_array().into_iter().flatten() {
                append(column.values().as_mut(), item.data_type(), one);
            }
            column.append(value.is_array());
        }),
        DataType::Map(entry, _) => with(column, |column| map(column, entry, value)),
        DataType::Struct(fields) => with(column, |column: &mut StructBuilder| {
            for (field, part) in fields.iter().zip(column.field_builders_mut()) {
                append(part.as_mut(), field.data_type(), &value[field.name()]);
            }
            column.append(value.is_object());
        }),
        // no schema of ours has another type
        _ => {}
    }
}

fn map(column: &mut MapBuilder<Any, Any>, entry: &Field, value: &Value) {
    let DataType::Struct(fields) = entry.data_type() else { return };
    let [key, item] = &fields[..] else { return };
    for (name, one) in value.as_object().into_iter().flatten() {
        append(column.keys().as_mut(), key.data_type(), &Value::from(name.as_str()));
        append(column.values().as_mut(), item.data_type(), one);
    }
    // keys and values were appended in pairs: they cannot differ in number
    let _ = column.append(value.is_object());
}

/// A whole number; keys of JSON objects are texts even where they are years.
fn whole(value: &Value) -> Option<i32> {
    let number = value.as_i64().and_then(|number| i32::try_from(number).ok());
    number.or_else(|| value.as_str()?.parse().ok())
}

/// The column as what the schema made it.
fn with<B: ArrayBuilder>(column: &mut dyn ArrayBuilder, append: impl FnOnce(&mut B)) {
    if let Some(column) = column.as_any_mut().downcast_mut() {
        append(column);
    }
}
