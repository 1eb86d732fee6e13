//! `data/<name>.json`.

use std::io::{self, BufWriter, Write};

use serde::Serialize;

use crate::model::{Consolidation, Period, RecordKind};

/// Writes the file.
pub fn write(kind: RecordKind, consolidation: &Consolidation, out: impl Write) -> io::Result<()> {
    let mut out = BufWriter::new(out);
    out.write_all(b"{\"schema\":")?;
    value(&mut out, &format!("torimatome.{}/1", kind.file_stem()))?;
    out.write_all(b",\"municipality\":")?;
    value(&mut out, &consolidation.plan.municipality)?;
    out.write_all(b",\"period\":")?;
    value(&mut out, &consolidation.period.map(Period::id))?;
    out.write_all(b",\"records\":[")?;
    let records = &consolidation.records;
    match kind {
        RecordKind::Progress => lines(&mut out, &records.progress)?,
        RecordKind::Schedule => lines(&mut out, &records.schedule)?,
        RecordKind::Indicator => lines(&mut out, &records.indicators)?,
        RecordKind::Measure => lines(&mut out, &records.measures)?,
        RecordKind::Checklist => lines(&mut out, &records.checklists)?,
    }
    out.write_all(b"]}\n")?;
    out.flush()
}

/// A record a line, so that two files can be compared line by line.
fn lines<T: Serialize>(out: &mut impl Write, records: &[T]) -> io::Result<()> {
    for (n, record) in records.iter().enumerate() {
        out.write_all(if n == 0 { b"\n" } else { b",\n" })?;
        value(out, record)?;
    }
    if !records.is_empty() {
        out.write_all(b"\n")?;
    }
    Ok(())
}

fn value(out: &mut impl Write, value: &(impl Serialize + ?Sized)) -> io::Result<()> {
    serde_json::to_writer(out, value).map_err(io::Error::from)
}
