//! Parquet files as JSON: another reader than the program's own.

use std::collections::BTreeMap;
use std::fs::File;
use std::path::Path;

use arrow_array::cast::AsArray;
use arrow_array::types::{Float64Type, Int32Type, Int64Type};
use arrow_array::{Array, RecordBatch};
use arrow_schema::DataType;
use parquet::arrow::arrow_reader::ParquetRecordBatchReaderBuilder;
use serde_json::{Map, Value, json};

/// One value of a column, as JSON has it.
fn value(column: &dyn Array, row: usize) -> Value {
    if column.is_null(row) {
        return Value::Null;
    }
    match column.data_type() {
        DataType::Utf8 => column.as_string::<i32>().value(row).into(),
        DataType::Boolean => column.as_boolean().value(row).into(),
        DataType::Int32 => column.as_primitive::<Int32Type>().value(row).into(),
        DataType::Int64 => column.as_primitive::<Int64Type>().value(row).into(),
        DataType::Float64 => column.as_primitive::<Float64Type>().value(row).into(),
        DataType::List(_) => {
            let items = column.as_list::<i32>().value(row);
            (0..items.len()).map(|n| value(&items, n)).collect()
        }
        DataType::Struct(fields) => {
            let parts = column.as_struct().columns();
            Value::Object(fields.iter().zip(parts).map(|(field, part)| (field.name().clone(), value(part, row))).collect())
        }
        DataType::Map(..) => {
            let entries = column.as_map().value(row);
            let key = |n| match value(entries.column(0), n) {
                Value::String(key) => key,
                other => other.to_string(),
            };
            Value::Object((0..entries.len()).map(|n| (key(n), value(entries.column(1), n))).collect())
        }
        other => panic!("no column of ours is {other}"),
    }
}

/// A Parquet file: its metadata and its rows.
pub fn read(path: &Path) -> (BTreeMap<String, String>, Vec<Map<String, Value>>) {
    let reader = ParquetRecordBatchReaderBuilder::try_new(File::open(path).expect("there")).expect("Parquet");
    let about = reader.metadata().file_metadata().key_value_metadata().cloned().unwrap_or_default();
    let about = about.into_iter().map(|pair| (pair.key, pair.value.unwrap_or_default())).collect();
    let mut rows = Vec::new();
    for batch in reader.build().expect("rows") {
        let batch: RecordBatch = batch.expect("rows");
        for row in 0..batch.num_rows() {
            let names = batch.schema().fields().iter().map(|field| field.name().clone()).collect::<Vec<_>>();
            rows.push(names.into_iter().zip(batch.columns()).map(|(name, column)| (name, value(column, row))).collect());
        }
    }
    (about, rows)
}

/// `null` and absent are the same, and so are 88 and 88.0.
pub fn plain(value: &Value) -> Value {
    match value {
        Value::Object(fields) => {
            Value::Object(fields.iter().filter(|(_, v)| !v.is_null()).map(|(k, v)| (k.clone(), plain(v))).collect())
        }
        Value::Array(items) => items.iter().map(plain).collect(),
        Value::Number(number) => json!(number.as_f64()),
        other => other.clone(),
    }
}
