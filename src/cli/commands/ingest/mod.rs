//! `ingest`: reads some of the files into a part for `build --from`.

#[cfg(feature = "parquet")]
mod part;

use std::path::PathBuf;

use clap::Args;

use crate::model::Failure;
use crate::pipeline::outcome::Outcome;
use crate::pipeline::settings::options::Common;

#[derive(Debug, Args)]
pub(crate) struct Arguments {
    /// ファイル、フォルダー、zip
    ///
    /// Files, folders or zip archives
    #[arg(value_name = "FILE", required = true)]
    inputs: Vec<PathBuf>,
    /// 書き出す部分（Parquet ファイル）
    ///
    /// Part to write (a Parquet file)
    #[arg(short = 'o', long = "output", value_name = "PART")]
    output: PathBuf,
    /// パスの起点とするフォルダー（省略すると build と同じ。1つのフォルダーを分けて読むときは、そのフォルダー）
    ///
    /// Folder that paths are relative to (default: as in build); when one folder is read in several parts, that folder
    #[arg(long, value_name = "DIR")]
    base: Option<PathBuf>,
    #[command(flatten)]
    common: Common,
}

pub(crate) fn run(arguments: Arguments) -> Result<Outcome, Failure> {
    #[cfg(feature = "parquet")]
    return part::write(arguments);
    #[cfg(not(feature = "parquet"))]
    {
        let Arguments { .. } = arguments;
        Err(crate::pipeline::messages::settings::without_feature("ingest", "parquet"))
    }
}
