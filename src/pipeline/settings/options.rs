//! Options that several commands share.

use std::path::PathBuf;

use clap::{Args, ValueEnum};

use crate::source::Limits;

/// When messages have colours.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, ValueEnum)]
pub enum ColorChoice {
    /// On a terminal only.
    #[default]
    Auto,
    /// Always.
    Always,
    /// Never.
    Never,
}

/// How results are written to standard output.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, ValueEnum)]
pub(crate) enum OutputFormat {
    /// For people.
    #[default]
    Human,
    /// `run.json`.
    Json,
    /// SARIF 2.1.0.
    Sarif,
}

/// Options of all commands that read.
#[derive(Debug, Clone, Default, Args)]
#[command(next_help_heading = "共通のオプション")]
pub(crate) struct Common {
    /// 様式（名前または TOML ファイル）。省略すると見出しから選ぶ
    ///
    /// Form: a name or a TOML file (default: chosen by the headings)
    #[arg(long, value_name = "NAME|FILE")]
    pub template: Option<String>,
    /// 計画（名前または TOML ファイル。none は計画なし）。省略すると表題と課名から選ぶ
    ///
    /// Plan: a name or a TOML file; none for no plan (default: chosen by titles and departments)
    #[arg(long, value_name = "NAME|FILE|none")]
    pub plan: Option<String>,
    /// 報告期間（2025-10、2025Q3、2025H1、FY2025、R7上半期、令和7年10月）
    ///
    /// Reporting period (2025-10, 2025Q3, 2025H1, FY2025, R7上半期, 令和7年10月)
    #[arg(long, value_name = "PERIOD")]
    pub period: Option<String>,
    /// 比べる相手（前回の成果物のフォルダー、または履歴にある期間）。作業場所では自動
    ///
    /// Compare with a folder of outputs or with a period of the history (in a workspace: the previous period)
    #[arg(long, value_name = "DIR|PERIOD")]
    pub previous: Option<String>,
    /// 課の一覧（CSV。「課名」と「…提出」の列。○の課が提出対象）
    ///
    /// List of departments: a CSV file with the column 課名 and one that ends in 提出, where ○ means that the department must submit
    #[arg(long, value_name = "FILE")]
    pub departments: Option<PathBuf>,
    /// パスワードの一覧（1行に「課名,パスワード」または「パスワード」）
    ///
    /// List of passwords, one per line: “department,password” or “password”
    #[arg(long, value_name = "FILE")]
    pub password_file: Option<PathBuf>,
    /// CSV の文字コード（utf-8、cp932、euc-jp、iso-2022-jp、utf-16le、utf-16be）
    ///
    /// Encoding of CSV files (utf-8, cp932, euc-jp, iso-2022-jp, utf-16le, utf-16be)
    #[arg(long, value_name = "NAME")]
    pub encoding: Option<String>,
    /// 設定ファイル（省略すると入力フォルダーとその上の torimatome.toml）
    ///
    /// Configuration file (default: torimatome.toml in the input folder or above it)
    #[arg(long, value_name = "FILE")]
    pub config: Option<PathBuf>,
    /// 標準出力の形式
    ///
    /// Format of standard output
    #[arg(long, value_enum, default_value_t)]
    pub format: OutputFormat,
    /// メッセージの言語
    ///
    /// Language of messages
    #[arg(long, value_name = "LANG", value_parser = ["ja", "en"])]
    pub lang: Option<String>,
    /// 作成日時（同じ入力と日時からは同じ成果物ができる）
    ///
    /// Time of the run; the same input and time give the same bytes
    #[arg(long, value_name = "TIME")]
    pub now: Option<String>,
    /// 同時に読むファイルの数
    ///
    /// Number of files to read at a time
    #[arg(long, value_name = "N", overrides_with = "jobs")]
    pub jobs: Option<usize>,
    /// 表計算ファイルを別の読み取り方で読み直して値を照合することをしない
    ///
    /// Do not read workbooks a second time to compare cell values
    #[arg(long)]
    pub no_witness: bool,
    /// 注意があるときも終了コードを 1 にする
    ///
    /// Exit with status 1 on warnings too
    #[arg(long)]
    pub strict: bool,
    /// 結果以外のメッセージを出さない
    ///
    /// Print nothing but the result
    #[arg(long, short)]
    pub quiet: bool,
    /// 色を付けるか
    ///
    /// Whether to use colours
    #[arg(long, value_enum, default_value_t)]
    pub color: ColorChoice,
    /// 読み取りの上限。
    #[command(flatten)]
    pub limits: LimitOptions,
}

/// Limits of reading.
#[derive(Debug, Clone, Default, Args)]
#[command(next_help_heading = "読み取りの上限")]
pub(crate) struct LimitOptions {
    /// ファイルの大きさ（バイト）
    ///
    /// Largest file, in bytes
    #[arg(long, value_name = "BYTES")]
    pub max_file_size: Option<u64>,
    /// zip の項目数
    ///
    /// Most entries in a zip archive
    #[arg(long, value_name = "N")]
    pub max_zip_entries: Option<u64>,
    /// 展開後の大きさ（バイト）
    ///
    /// Largest unpacked size, in bytes
    #[arg(long, value_name = "BYTES")]
    pub max_inflated_size: Option<u64>,
    /// zip の圧縮率
    ///
    /// Highest compression ratio
    #[arg(long, value_name = "N")]
    pub max_zip_ratio: Option<u64>,
    /// 1ファイルのセルの数
    ///
    /// Most cells in a file
    #[arg(long, value_name = "N")]
    pub max_cells: Option<u64>,
    /// 1セルの文字数
    ///
    /// Most characters in a cell
    #[arg(long, value_name = "N")]
    pub max_cell_length: Option<u64>,
    /// 結合セルや〃で繰り返される文字の量（バイト）
    ///
    /// Most text repeated by merged cells and ditto marks, in bytes
    #[arg(long, value_name = "BYTES")]
    pub max_repeated_size: Option<u64>,
    /// XML の入れ子の深さ
    ///
    /// Deepest nesting of XML
    #[arg(long, value_name = "N")]
    pub max_xml_depth: Option<u64>,
    /// フォルダーの深さ
    ///
    /// Deepest nesting of folders
    #[arg(long, value_name = "N")]
    pub max_folder_depth: Option<u64>,
    /// 1ファイルの読み取りに使うメモリー（バイト、見積り）
    ///
    /// Estimated memory for reading one file, in bytes
    #[arg(long, value_name = "BYTES")]
    pub max_file_memory: Option<u64>,
    /// 全ファイルを合わせたメモリー（バイト、見積り）
    ///
    /// Estimated memory for all files together, in bytes
    #[arg(long, value_name = "BYTES")]
    pub max_memory: Option<u64>,
    /// 1ファイルの読み取りの手間（事務用パソコンでの秒数に換算。どの機械でも同じ）
    ///
    /// Work on one file, in seconds of an office computer; the same on every machine
    #[arg(long, value_name = "SECONDS")]
    pub max_seconds: Option<u64>,
}

impl LimitOptions {
    pub(super) fn resolve(&self) -> Limits {
        let standard = Limits::default();
        Limits {
            file_bytes: self.max_file_size.unwrap_or(standard.file_bytes),
            zip_entries: self.max_zip_entries.unwrap_or(standard.zip_entries),
            inflated_bytes: self.max_inflated_size.unwrap_or(standard.inflated_bytes),
            zip_ratio: self.max_zip_ratio.unwrap_or(standard.zip_ratio),
            cells: self.max_cells.unwrap_or(standard.cells),
            cell_chars: self.max_cell_length.unwrap_or(standard.cell_chars),
            repeated_bytes: self.max_repeated_size.unwrap_or(standard.repeated_bytes),
            xml_depth: self.max_xml_depth.unwrap_or(standard.xml_depth),
            folder_depth: self.max_folder_depth.unwrap_or(standard.folder_depth),
            file_memory: self.max_file_memory.unwrap_or(standard.file_memory),
            run_memory: self.max_memory.unwrap_or(standard.run_memory),
            seconds: self.max_seconds.unwrap_or(standard.seconds),
        }
    }
}

impl Common {
    /// The limits alone, for reading inputs before the configuration is known.
    pub(crate) fn limits(&self) -> Limits {
        self.limits.resolve()
    }
}
