//! A part on disk: a row a file.
//!
//! What engines may want to ask is in typed columns. The cells themselves are one JSON text a file: their shape
//! follows the forms and is read by this program alone, all at once; columns of columns would be no faster and more code.

use std::fs::{self, File};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::Path;
use std::sync::Arc;

use arrow_array::cast::AsArray;
use arrow_array::{ArrayRef, Int64Array, RecordBatch, StringArray};
use arrow_schema::{DataType, Field, Schema};
use parquet::arrow::ArrowWriter;
use parquet::arrow::arrow_reader::ParquetRecordBatchReaderBuilder;
use parquet::arrow::arrow_writer::ArrowWriterOptions;
use parquet::basic::{Compression, ZstdLevel};
use parquet::file::metadata::KeyValue;
use parquet::file::properties::{EnabledStatistics, WriterProperties};
use parquet::schema::types::ColumnPath;
use serde::Serialize;
use serde::de::DeserializeOwned;

use crate::model::{Input, Period, json_word};
use crate::store::publish::closed_around;
use crate::store::shards::{Entry, Reading, ShardError};

const NAME: &str = "torimatome.part/";
/// The version this program writes, and the newest it reads. It changes with anything that [`Entry`] holds.
const VERSION: u32 = 1;
/// The column with the cells.
const CONTENT: &str = "content";
/// What is held in memory before it goes to disk.
const GROUP_BYTES: usize = 64 << 20;

/// Writes a part. It is there whole or not at all: a process that is killed leaves at most a file without the name.
///
/// # Errors
/// When it cannot be written.
pub fn write<F>(path: &Path, entries: &[Entry<F>], reading: &Reading, rows_of: impl Fn(&F) -> u64) -> Result<(), ShardError>
where
    F: AsRef<Input> + Serialize,
{
    let broken = |reason: String| ShardError::Broken { path: path.to_owned(), reason };
    check_place(path)?;
    let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
    fs::create_dir_all(folder).map_err(|error| broken(error.to_string()))?;
    // not tempfile's own way, which keeps the file from everybody else
    let create = |path: &Path| File::options().write(true).create_new(true).open(path);
    let waiting = tempfile::Builder::new().prefix(".torimatome-").make_in(folder, create);
    let waiting = waiting.map_err(|error| broken(error.to_string()))?;
    rows(waiting.as_file(), entries, reading, rows_of).map_err(|error| broken(error.to_string()))?;
    waiting.as_file().sync_all().map_err(|error| broken(error.to_string()))?;
    waiting.persist(path).map_err(|error| broken(error.error.to_string()))?;
    Ok(())
}

/// A part replaces a part and nothing else, and outputs that are closed get no files beside them.
fn check_place(path: &Path) -> Result<(), ShardError> {
    if fs::symlink_metadata(path).is_ok() {
        match read::<serde_json::Value>(path) {
            Ok(_) | Err(ShardError::Newer { .. }) => {}
            Err(_) => return Err(ShardError::Taken(path.to_owned())),
        }
    }
    match closed_around(path) {
        Some(_) => Err(ShardError::Taken(path.to_owned())),
        None => Ok(()),
    }
}

fn rows<F>(
    out: &File,
    entries: &[Entry<F>],
    reading: &Reading,
    rows_of: impl Fn(&F) -> u64,
) -> Result<(), parquet::errors::ParquetError>
where
    F: AsRef<Input> + Serialize,
{
    let text = |name: &str| Field::new(name, DataType::Utf8, true);
    let whole = |name: &str| Field::new(name, DataType::Int64, false);
    let schema = Arc::new(Schema::new(vec![
        text("path"),
        text("sha256"),
        whole("bytes"),
        text("format"),
        text("encoding"),
        text("status"),
        whole("rows"),
        text(CONTENT),
    ]));
    let about = vec![
        KeyValue::new("schema".to_owned(), format!("{NAME}{VERSION}")),
        KeyValue::new("forms".to_owned(), reading.forms.clone()),
        KeyValue::new("period".to_owned(), reading.period.map(Period::id).unwrap_or_default()),
    ];
    let content = ColumnPath::from(CONTENT);
    let properties = WriterProperties::builder()
        .set_compression(Compression::ZSTD(ZstdLevel::default()))
        .set_column_dictionary_enabled(content.clone(), false)
        .set_column_statistics_enabled(content, EnabledStatistics::None)
        .set_key_value_metadata(Some(about))
        .build();
    let options = ArrowWriterOptions::new().with_properties(properties).with_skip_arrow_metadata(true);
    let mut file = ArrowWriter::try_new_with_options(out, Arc::clone(&schema), options)?;
    for entry in entries {
        file.write(&RecordBatch::try_new(Arc::clone(&schema), row(entry, &rows_of)?)?)?;
        if file.in_progress_size() > GROUP_BYTES {
            file.flush()?;
        }
    }
    file.close()?;
    Ok(())
}

fn row<F>(entry: &Entry<F>, rows_of: impl Fn(&F) -> u64) -> Result<Vec<ArrayRef>, parquet::errors::ParquetError>
where
    F: AsRef<Input> + Serialize,
{
    let text = |value: Option<String>| -> ArrayRef { Arc::new(StringArray::from(vec![value])) };
    let word = |word: String| text(Some(word).filter(|word| !word.is_empty()));
    let whole = |value: u64| -> ArrayRef { Arc::new(Int64Array::from(vec![i64::try_from(value).unwrap_or(i64::MAX)])) };
    let input = entry.input();
    let rows = match entry {
        Entry::Read(file) => rows_of(file),
        Entry::Ignored(..) => 0,
    };
    let content = serde_json::to_string(entry).map_err(|error| parquet::errors::ParquetError::External(error.into()))?;
    Ok(vec![
        text(Some(input.path.to_string())),
        text(input.sha256.clone()),
        whole(input.bytes),
        word(json_word(&input.format)),
        word(json_word(&input.encoding)),
        word(json_word(&input.status)),
        whole(rows),
        text(Some(content)),
    ])
}

/// Reads a part. Whatever the Parquet library makes of a damaged one, even a panic, becomes an error of that part.
pub(super) fn read<F: DeserializeOwned>(path: &Path) -> Result<(Reading, Vec<Entry<F>>), ShardError> {
    let read = catch_unwind(AssertUnwindSafe(|| read_rows(path)));
    read.unwrap_or_else(|_| Err(ShardError::Broken { path: path.to_owned(), reason: "its structure is broken".to_owned() }))
}

fn read_rows<F: DeserializeOwned>(path: &Path) -> Result<(Reading, Vec<Entry<F>>), ShardError> {
    let broken = |reason: String| ShardError::Broken { path: path.to_owned(), reason };
    if !fs::metadata(path).is_ok_and(|meta| meta.is_file()) {
        return Err(ShardError::Foreign(path.to_owned()));
    }
    let file = File::open(path).map_err(|error| broken(error.to_string()))?;
    let reader = ParquetRecordBatchReaderBuilder::try_new(file).map_err(|error| broken(error.to_string()))?;
    let about = reader.metadata().file_metadata().key_value_metadata().cloned().unwrap_or_default();
    let metadata = |key: &str| about.iter().find(|pair| pair.key == key).and_then(|pair| pair.value.clone());
    let schema = metadata("schema").unwrap_or_default();
    let version = schema.strip_prefix(NAME).and_then(|version| version.parse::<u32>().ok());
    match version {
        None => return Err(ShardError::Foreign(path.to_owned())),
        Some(version) if version > VERSION => return Err(ShardError::Newer { path: path.to_owned(), schema }),
        Some(_) => {}
    }
    let reading =
        Reading { forms: metadata("forms").unwrap_or_default(), period: metadata("period").as_deref().and_then(Period::parse) };
    let mut entries = Vec::new();
    for batch in reader.with_batch_size(64).build().map_err(|error| broken(error.to_string()))? {
        let batch = batch.map_err(|error| broken(error.to_string()))?;
        let texts = batch.column_by_name(CONTENT).and_then(|column| column.as_string_opt::<i32>());
        for text in texts.ok_or_else(|| broken(format!("no column {CONTENT}")))?.iter().flatten() {
            entries.push(serde_json::from_str(text).map_err(|error| broken(error.to_string()))?);
        }
    }
    Ok((reading, entries))
}
