//! The tables, and how an older database becomes a newer one.

use std::path::Path;

use rusqlite::{Connection, TransactionBehavior};

use crate::store::history::{HistoryError, translate};

/// Tells our databases from those of other programs: "tori".
const APPLICATION: i64 = 0x746f_7269;

/// Step n brings a database of schema n to schema n + 1. Steps are never changed, only added.
const STEPS: &[&str] = &[
    // 1: runs and what they read, found and wrote. Records are kept once a content: most do not change from run to run.
    "CREATE TABLE run (
        id INTEGER PRIMARY KEY,
        period TEXT NOT NULL,
        label TEXT NOT NULL,
        plan TEXT NOT NULL,
        municipality TEXT NOT NULL,
        made TEXT NOT NULL,
        tool TEXT NOT NULL,
        folder TEXT NOT NULL,
        run_sha256 TEXT NOT NULL,
        state TEXT NOT NULL CHECK (state IN ('pending', 'done'))
    ) STRICT;
    CREATE INDEX run_period ON run (period, id);
    CREATE TABLE input (
        run INTEGER NOT NULL REFERENCES run (id) ON DELETE CASCADE,
        path TEXT NOT NULL,
        sha256 TEXT,
        bytes INTEGER NOT NULL,
        status TEXT NOT NULL,
        department TEXT,
        PRIMARY KEY (run, path)
    ) STRICT, WITHOUT ROWID;
    CREATE TABLE submission (
        run INTEGER NOT NULL REFERENCES run (id) ON DELETE CASCADE,
        place INTEGER NOT NULL,
        department TEXT NOT NULL,
        status TEXT NOT NULL,
        files TEXT NOT NULL,
        submitted TEXT,
        revision INTEGER NOT NULL,
        content TEXT NOT NULL,
        records INTEGER NOT NULL,
        PRIMARY KEY (run, place)
    ) STRICT, WITHOUT ROWID;
    CREATE TABLE content (
        id INTEGER PRIMARY KEY,
        sha256 TEXT NOT NULL UNIQUE,
        json TEXT NOT NULL
    ) STRICT;
    CREATE TABLE record (
        run INTEGER NOT NULL REFERENCES run (id) ON DELETE CASCADE,
        kind TEXT NOT NULL,
        place INTEGER NOT NULL,
        id TEXT NOT NULL,
        content INTEGER NOT NULL REFERENCES content (id),
        unchanged INTEGER NOT NULL,
        PRIMARY KEY (run, kind, place)
    ) STRICT, WITHOUT ROWID;
    CREATE TABLE finding (
        run INTEGER NOT NULL REFERENCES run (id) ON DELETE CASCADE,
        place INTEGER NOT NULL,
        rule TEXT NOT NULL,
        severity TEXT NOT NULL,
        department TEXT,
        file TEXT,
        sheet TEXT,
        cell TEXT,
        message TEXT NOT NULL,
        PRIMARY KEY (run, place)
    ) STRICT, WITHOUT ROWID;
    CREATE TABLE output (
        run INTEGER NOT NULL REFERENCES run (id) ON DELETE CASCADE,
        kind TEXT NOT NULL,
        path TEXT NOT NULL,
        sha256 TEXT NOT NULL,
        PRIMARY KEY (run, path)
    ) STRICT, WITHOUT ROWID;",
    // 2: periods are closed; what is corrected afterwards is an erratum.
    "ALTER TABLE run ADD COLUMN closing INTEGER NOT NULL DEFAULT 0;
    CREATE TABLE closed (
        period TEXT PRIMARY KEY,
        run INTEGER NOT NULL REFERENCES run (id),
        closed TEXT NOT NULL
    ) STRICT, WITHOUT ROWID;
    CREATE TABLE erratum (
        run INTEGER NOT NULL REFERENCES run (id) ON DELETE CASCADE,
        place INTEGER NOT NULL,
        json TEXT NOT NULL,
        PRIMARY KEY (run, place)
    ) STRICT, WITHOUT ROWID;
    CREATE TRIGGER closed_stays BEFORE UPDATE ON closed BEGIN SELECT RAISE(ABORT, 'closed'); END;
    CREATE TRIGGER closed_is_not_opened BEFORE DELETE ON closed BEGIN SELECT RAISE(ABORT, 'closed'); END;
    CREATE TRIGGER closed_run_stays BEFORE UPDATE ON run WHEN OLD.id IN (SELECT run FROM closed)
        BEGIN SELECT RAISE(ABORT, 'closed'); END;
    CREATE TRIGGER closed_run_remains BEFORE DELETE ON run WHEN OLD.id IN (SELECT run FROM closed)
        BEGIN SELECT RAISE(ABORT, 'closed'); END;
    CREATE TRIGGER closed_record_stays BEFORE UPDATE ON record WHEN OLD.run IN (SELECT run FROM closed)
        BEGIN SELECT RAISE(ABORT, 'closed'); END;
    CREATE TRIGGER closed_record_remains BEFORE DELETE ON record WHEN OLD.run IN (SELECT run FROM closed)
        BEGIN SELECT RAISE(ABORT, 'closed'); END;
    CREATE TRIGGER closed_record_is_not_added BEFORE INSERT ON record WHEN NEW.run IN (SELECT run FROM closed)
        BEGIN SELECT RAISE(ABORT, 'closed'); END;
    CREATE TRIGGER content_stays BEFORE UPDATE ON content BEGIN SELECT RAISE(ABORT, 'content'); END;",
    // 3: the figures of a run, so that neither a list of runs nor the trend reads their records. Runs of before have no `json`.
    "CREATE TABLE figures (
        run INTEGER PRIMARY KEY REFERENCES run (id) ON DELETE CASCADE,
        submitted INTEGER NOT NULL,
        departments INTEGER NOT NULL,
        records INTEGER NOT NULL,
        errors INTEGER NOT NULL,
        warnings INTEGER NOT NULL,
        json TEXT
    ) STRICT;
    INSERT INTO figures SELECT id,
        (SELECT count(*) FROM submission WHERE run = run.id AND status IN ('submitted', 'no-records')),
        (SELECT count(*) FROM submission WHERE run = run.id),
        (SELECT count(*) FROM record WHERE run = run.id),
        (SELECT count(*) FROM finding WHERE run = run.id AND severity = 'error'),
        (SELECT count(*) FROM finding WHERE run = run.id AND severity = 'warning'),
        NULL FROM run;
    CREATE INDEX submission_department ON submission (run, department);
    CREATE TRIGGER closed_figures_stay BEFORE UPDATE ON figures WHEN OLD.run IN (SELECT run FROM closed)
        BEGIN SELECT RAISE(ABORT, 'closed'); END;
    CREATE TRIGGER closed_figures_remain BEFORE DELETE ON figures WHEN OLD.run IN (SELECT run FROM closed)
        BEGIN SELECT RAISE(ABORT, 'closed'); END;",
];

/// The latest schema.
pub fn known() -> i64 {
    i64::try_from(STEPS.len()).unwrap_or(i64::MAX)
}

/// Checks whose database it is and brings it up to date, all steps in one transaction.
pub fn prepare(db: &mut Connection, path: &Path) -> Result<(), HistoryError> {
    let failed = |source| translate(path, source);
    let pragma = |db: &Connection, name: &str| db.pragma_query_value(None, name, |row| row.get::<_, i64>(0)).map_err(failed);
    let tables =
        |db: &Connection| db.query_row("SELECT count(*) FROM sqlite_schema", [], |row| row.get::<_, i64>(0)).map_err(failed);
    if pragma(db, "application_id")? != APPLICATION && (tables(db)? > 0 || pragma(db, "user_version")? != 0) {
        return Err(HistoryError::Foreign(path.to_owned()));
    }
    let found = pragma(db, "user_version")?;
    if found > known() {
        return Err(HistoryError::Newer { path: path.to_owned(), found, known: known() });
    }
    if found == known() {
        return Ok(());
    }
    let change = db.transaction_with_behavior(TransactionBehavior::Immediate).map_err(failed)?;
    // another run may have done it while this one waited
    let found = usize::try_from(pragma(&change, "user_version")?).unwrap_or_default();
    for step in STEPS.iter().skip(found) {
        change.execute_batch(step).map_err(failed)?;
    }
    change.pragma_update(None, "application_id", APPLICATION).map_err(failed)?;
    change.pragma_update(None, "user_version", known()).map_err(failed)?;
    change.commit().map_err(failed)
}

/// A database as an older version of this program left it.
#[cfg(test)]
pub fn older(path: &Path, version: usize) {
    let db = Connection::open(path).unwrap();
    for step in STEPS.iter().take(version) {
        db.execute_batch(step).unwrap();
    }
    db.pragma_update(None, "application_id", APPLICATION).unwrap();
    db.pragma_update(None, "user_version", i64::try_from(version).unwrap()).unwrap();
}
