//! `data/<name>/period=…/municipality=…/<name>.parquet`: the same records for engines that read columns.
//!
//! The columns are the fields of the JSON records, by name and in their order (`docs/parquet.md`).

mod column;
mod schema;

use std::io::{self, Write};
use std::sync::Arc;

use arrow_array::RecordBatch;
use arrow_array::builder::make_builder;
use arrow_schema::{Schema, SchemaRef};
use parquet::arrow::arrow_writer::{ArrowWriter, ArrowWriterOptions};
use parquet::basic::{Compression, ZstdLevel};
use parquet::file::metadata::KeyValue;
use parquet::file::properties::WriterProperties;
use serde::Serialize;
use serde_json::Value;

use super::declared::DataSet;
use crate::model::{Consolidation, Period, RecordKind};

/// Records that are held as columns at a time.
const BATCH: usize = 4_096;
/// What Hive writes for a partition without a value; engines read it as `null`.
const NO_VALUE: &str = "__HIVE_DEFAULT_PARTITION__";

/// Where the file lies below the output folder, with `/`.
pub fn path(set: &DataSet, consolidation: &Consolidation) -> String {
    let period = consolidation.period.map(Period::id).unwrap_or_default();
    let plan = &consolidation.plan;
    let name = set.name();
    let own = name.rsplit('/').next().unwrap_or(&name);
    // there are two 府中市: their files lie side by side
    let file = plan.code.as_deref().map_or_else(|| own.to_owned(), |code| format!("{own}-{}", partition(code)));
    format!("data/{name}/period={}/municipality={}/{file}.parquet", partition(&period), partition(&plan.municipality))
}

/// A partition's value as Hive writes it: what a path cannot hold is `%2F`.
fn partition(value: &str) -> String {
    if value.is_empty() {
        return NO_VALUE.to_owned();
    }
    let mut out = String::with_capacity(value.len());
    for c in value.chars() {
        if c.is_ascii_control() || "\"#%'*/:=?\\{[]^<>|".contains(c) || (c == '.' && out.is_empty()) {
            out.push_str(&format!("%{:02X}", u32::from(c)));
        } else {
            out.push(c);
        }
    }
    out
}

/// Writes the file. Same records, same bytes.
pub fn write(set: &DataSet, consolidation: &Consolidation, out: impl Write + Send) -> io::Result<()> {
    let tables = set.rows(consolidation);
    let schema = Arc::new(schema::of(set.kind, &tables));
    let options = ArrowWriterOptions::new()
        .with_properties(properties(set, consolidation))
        // engines need no Arrow to know the types, and its metadata has no order of its own
        .with_skip_arrow_metadata(true);
    let mut file = ArrowWriter::try_new_with_options(out, Arc::clone(&schema), options)?;
    let code = consolidation.plan.code.as_deref();
    let records = &consolidation.records;
    match set.kind {
        RecordKind::Progress => rows(&mut file, &schema, &records.progress, code)?,
        RecordKind::Schedule => rows(&mut file, &schema, &records.schedule, code)?,
        RecordKind::Indicator => rows(&mut file, &schema, &records.indicators, code)?,
        RecordKind::Measure => rows(&mut file, &schema, &records.measures, code)?,
        RecordKind::Checklist => rows(&mut file, &schema, &records.checklists, code)?,
        RecordKind::Table => rows(&mut file, &schema, &tables, code)?,
    }
    file.close()?;
    Ok(())
}

fn properties(set: &DataSet, consolidation: &Consolidation) -> WriterProperties {
    let plan = &consolidation.plan;
    let mut about = vec![
        KeyValue::new("schema".to_owned(), format!("torimatome.{}/{}", set.name(), schema::VERSION)),
        KeyValue::new("municipality".to_owned(), plan.municipality.clone()),
    ];
    about.extend(plan.code.iter().map(|code| KeyValue::new("municipality_code".to_owned(), code.clone())));
    about.extend(consolidation.period.map(|period| KeyValue::new("period".to_owned(), period.id())));
    WriterProperties::builder()
        .set_compression(Compression::ZSTD(ZstdLevel::default()))
        .set_key_value_metadata(Some(about))
        .build()
}

fn rows<W: Write + Send, T: Serialize>(
    file: &mut ArrowWriter<W>,
    schema: &SchemaRef,
    records: &[T],
    code: Option<&str>,
) -> io::Result<()> {
    for some in records.chunks(BATCH) {
        file.write(&batch(schema, some, code)?)?;
    }
    Ok(())
}

/// Records as columns. What JSON leaves out is `null` here.
fn batch<T: Serialize>(schema: &Schema, records: &[T], code: Option<&str>) -> io::Result<RecordBatch> {
    let fields = schema.fields();
    let mut columns: Vec<_> = fields.iter().map(|field| make_builder(field.data_type(), records.len())).collect();
    for record in records {
        let mut record = serde_json::to_value(record)?;
        if let (Value::Object(fields), Some(code)) = (&mut record, code) {
            fields.insert(schema::CODE.to_owned(), code.into());
        }
        for (field, column) in fields.iter().zip(&mut columns) {
            column::append(column.as_mut(), field.data_type(), record.get(field.name()).unwrap_or(&Value::Null));
        }
    }
    let columns = columns.iter_mut().map(|column| column.finish()).collect();
    RecordBatch::try_new(Arc::new(schema.clone()), columns).map_err(io::Error::other)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_partition_stays_one_folder() {
        assert_eq!(partition("府中市"), "府中市");
        assert_eq!(partition("a/b=c:d"), "a%2Fb%3Dc%3Ad");
        assert_eq!(partition("..\\x"), "%2E.%5Cx");
        assert_eq!(partition(""), NO_VALUE);
    }
}
