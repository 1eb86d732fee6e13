//! The roll-up of all municipalities' records: every statement of a folder of SQL, by DataFusion, over Parquet files that
//! `torimatome build --data parquet` wrote. `national DATA SQL` prints a JSON object: statement → its rows as texts.
#![forbid(unsafe_code)]

use std::collections::BTreeMap;
use std::error::Error;
use std::path::{Path, PathBuf};
use std::{fs, io};

use datafusion::arrow::array::RecordBatch;
use datafusion::arrow::util::display::{ArrayFormatter, FormatOptions};
use datafusion::prelude::SessionContext;

/// The kinds of records that the statements ask.
const TABLES: [&str; 2] = ["progress", "indicators"];

fn main() -> Result<(), Box<dyn Error>> {
    let [data, sql] =
        std::env::args().skip(1).map(PathBuf::from).collect::<Vec<_>>().try_into().map_err(|_| "national DATA SQL")?;
    let answers = tokio::runtime::Runtime::new()?.block_on(roll_up(&data, &sql))?;
    serde_json::to_writer(io::stdout().lock(), &answers)?;
    Ok(())
}

type Rows = Vec<Vec<String>>;

/// Runs every statement; the views come first.
async fn roll_up(data: &Path, sql: &Path) -> Result<BTreeMap<String, Rows>, Box<dyn Error>> {
    let context = SessionContext::new();
    for table in TABLES {
        let place = fs::canonicalize(data.join(table))?;
        let place = place.to_str().ok_or("the folder's name is no text")?.replace('\'', "''");
        let create =
            format!("CREATE EXTERNAL TABLE {table} STORED AS PARQUET PARTITIONED BY (period, municipality) LOCATION '{place}/'");
        context.sql(&create).await?;
    }
    for statement in fs::read_to_string(sql.join("views/datafusion.sql"))?.split(";\n").filter(|text| !text.trim().is_empty()) {
        context.sql(statement).await?;
    }
    let mut answers = BTreeMap::new();
    for entry in fs::read_dir(sql)? {
        let path = entry?.path();
        let Some(name) = path.file_name().and_then(|name| name.to_str()?.strip_suffix(".sql")) else { continue };
        let batches = context.sql(&fs::read_to_string(&path)?).await?.collect().await?;
        let mut rows = Vec::new();
        for batch in &batches {
            texts(batch, &mut rows)?;
        }
        answers.insert(name.to_owned(), rows);
    }
    Ok(answers)
}

fn texts(batch: &RecordBatch, rows: &mut Rows) -> Result<(), Box<dyn Error>> {
    let options = FormatOptions::default();
    let columns =
        batch.columns().iter().map(|column| ArrayFormatter::try_new(column, &options)).collect::<Result<Vec<_>, _>>()?;
    for row in 0..batch.num_rows() {
        rows.push(columns.iter().map(|column| column.value(row).try_to_string()).collect::<Result<_, _>>()?);
    }
    Ok(())
}
