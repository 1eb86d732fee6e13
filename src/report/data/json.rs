//! `data/<name>.json`.

use std::io::{self, BufWriter, Write};

use serde::Serialize;

use super::declared::DataSet;
use crate::model::{Consolidation, EditedFields, Period, RecordKind};

/// Writes the file.
pub fn write(set: &DataSet, consolidation: &Consolidation, out: impl Write) -> io::Result<()> {
    let mut out = BufWriter::new(out);
    out.write_all(b"{\"schema\":")?;
    value(&mut out, &format!("torimatome.{}/1", set.name()))?;
    out.write_all(b",\"municipality\":")?;
    value(&mut out, &consolidation.plan.municipality)?;
    out.write_all(b",\"period\":")?;
    value(&mut out, &consolidation.period.map(Period::id))?;
    out.write_all(b",\"records\":[")?;
    let records = &consolidation.records;
    match set.kind {
        RecordKind::Progress => {
            lines(&mut out, records.progress.iter().map(|record| edited(consolidation, set.kind, &record.id, record)))?
        }
        RecordKind::Schedule => lines(&mut out, records.schedule.iter())?,
        RecordKind::Indicator => lines(&mut out, records.indicators.iter())?,
        RecordKind::Measure => lines(&mut out, records.measures.iter())?,
        RecordKind::Checklist => lines(&mut out, records.checklists.iter())?,
        RecordKind::Table => {
            let rows = set.rows(consolidation).into_iter();
            lines(&mut out, rows.map(|record| edited(consolidation, set.kind, &record.id, record)))?
        }
    }
    out.write_all(b"]}\n")?;
    out.flush()
}

/// One record per line, so that files can be compared line by line.
fn lines<T: Serialize>(out: &mut impl Write, records: impl ExactSizeIterator<Item = T>) -> io::Result<()> {
    let is_empty = records.len() == 0;
    for (n, record) in records.enumerate() {
        out.write_all(if n == 0 { b"\n" } else { b",\n" })?;
        value(out, &record)?;
    }
    if !is_empty {
        out.write_all(b"\n")?;
    }
    Ok(())
}

/// A record, with what its departments wrote where the coordinator edited it.
#[derive(Serialize)]
#[serde(untagged)]
enum MayBeEdited<'a, T: Serialize> {
    AsWritten(&'a T),
    Edited {
        #[serde(flatten)]
        record: &'a T,
        edited: &'a EditedFields,
    },
}

fn edited<'a, T: Serialize>(consolidation: &'a Consolidation, kind: RecordKind, id: &str, record: &'a T) -> MayBeEdited<'a, T> {
    match consolidation.edited(kind, id) {
        Some(edited) => MayBeEdited::Edited { record, edited },
        None => MayBeEdited::AsWritten(record),
    }
}

fn value(out: &mut impl Write, value: &(impl Serialize + ?Sized)) -> io::Result<()> {
    serde_json::to_writer(out, value).map_err(io::Error::from)
}
