//! Failures for the errors of other rooms.

use std::io;
use std::path::{Path, PathBuf};

use crate::form;
use crate::model::{Failure, Message, listed};
use crate::pipeline::messages::{files, settings};
use crate::report::pdf;
use crate::source::settings::Unusable;
use crate::store::history::HistoryError;
use crate::store::publish::{self, PublishError};

/// The outputs cannot be written.
pub(crate) fn publish_failure(error: &PublishError) -> Failure {
    match error {
        PublishError::Folder { path, source } => files::unwritable(path.display(), io_reason(source)),
        PublishError::Foreign(paths) => files::foreign_files(first_of(paths)),
        PublishError::Closed { path, period } => files::closed_outputs(path.display(), period),
        PublishError::InUse { path, source } if source.kind() == io::ErrorKind::PermissionDenied => {
            files::protected(path.display(), io_reason(source))
        }
        PublishError::InUse { path, source } => files::in_use(path.display(), io_reason(source)),
        PublishError::Busy(path) => files::busy(path.display(), publish::holder(path).map(files::holder).unwrap_or_default()),
        PublishError::Halfway { path, source } => files::halfway(path.display(), io_reason(source)),
        PublishError::Stopped => files::stopped(),
    }
}

/// The first paths, and how many more there are.
fn first_of(paths: &[PathBuf]) -> Message {
    const NAMED: usize = 10;
    let names = listed(paths.iter().take(NAMED).map(|path| path.display().to_string()));
    if paths.len() > NAMED { files::and_more(names, paths.len() - NAMED) } else { names }
}

/// Outputs belong to a closed period that the history does not know.
pub(crate) fn lost_history(history: &Path, folder: &Path, period: &str) -> Failure {
    files::history_lost(folder.display(), history.display(), period)
}

/// The reason of an I/O error.
pub(crate) fn io_reason(error: &io::Error) -> Message {
    use std::io::ErrorKind as Kind;
    match error.get_ref().and_then(|inner| inner.downcast_ref::<Unusable>()) {
        Some(Unusable::NoRegularFile) => return files::no_regular_file(),
        Some(Unusable::LargerThan { mebibytes }) => return files::larger_than(mebibytes),
        Some(Unusable::UnknownEncoding) => return files::unknown_encoding(),
        None => {}
    }
    match error.kind() {
        Kind::PermissionDenied => files::no_permission(),
        Kind::StorageFull | Kind::QuotaExceeded => files::disk_full(),
        Kind::ReadOnlyFilesystem => files::read_only(),
        Kind::NotADirectory | Kind::AlreadyExists => files::name_taken(),
        Kind::NotFound => files::not_found(),
        Kind::IsADirectory => files::is_a_folder(),
        Kind::ResourceBusy | Kind::ExecutableFileBusy => files::open_elsewhere(),
        _ if publish::is_in_use(error) => files::open_elsewhere(),
        Kind::FileTooLarge => files::too_large_for_disk(),
        Kind::InvalidFilename => files::bad_name(),
        _ => Message::verbatim(error.to_string()),
    }
}

/// The history cannot be used.
pub(crate) fn history_failure(error: &HistoryError) -> Failure {
    match error {
        HistoryError::Newer { path, found, known } => files::history_newer(path.display(), found, known),
        HistoryError::Foreign(path) => files::history_foreign(path.display()),
        HistoryError::Busy(path) => files::history_busy(path.display()),
        HistoryError::ReadOnly(path) => files::history_read_only(path.display()),
        HistoryError::Database { path, source } => files::history_unusable(path.display(), source),
        HistoryError::Broken { path, reason } => files::history_broken(path.display(), reason),
    }
}

/// A shard cannot be used.
#[cfg(feature = "parquet")]
pub(crate) fn shard_failure(error: &crate::store::shards::ShardError) -> Failure {
    use crate::pipeline::messages::shards;
    use crate::store::shards::ShardError;

    match error {
        ShardError::Broken { path, reason } => shards::part_broken(path.display(), reason),
        ShardError::Foreign(path) => shards::part_foreign(path.display()),
        ShardError::Taken(path) => shards::part_taken(path.display()),
        ShardError::Newer { path, schema } => shards::part_newer(path.display(), schema),
        ShardError::OtherForms(path) => shards::part_other_forms(path.display()),
        ShardError::OtherPeriod { path, period } => {
            let period = period.map_or_else(shards::no_period, |period| Message::verbatim(period.id()));
            shards::part_other_period(path.display(), period)
        }
    }
}

/// The report cannot be made.
pub(crate) fn pdf_failure(error: &pdf::Error) -> Failure {
    match error {
        pdf::Error::ColumnsDoNotFit { columns, fit } => files::columns_do_not_fit(columns, fit),
        pdf::Error::Font { reason } => files::font(match reason {
            pdf::FontFault::Unreadable => files::font_unreadable(),
            pdf::FontFault::NoCharacters => files::font_without_characters(),
            pdf::FontFault::NotJapanese => files::font_not_japanese(),
        }),
        pdf::Error::Writer { reason } => files::pdf_writer(reason),
    }
}

/// A form or plan cannot be parsed.
pub(crate) fn configuration_failure(fault: &form::Fault) -> Failure {
    settings::form_or_plan_fault(fault.place(), &fault.message)
}
