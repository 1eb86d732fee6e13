//! Options that several commands share, and the settings they come to.

use std::path::{Path, PathBuf};

use clap::{Args, ValueEnum};
use jiff::civil::DateTime;
use jiff::{Timestamp, Zoned};

use crate::form::{Form, Library, parse_form_with, parse_plan};
use crate::model::{Department, Encoding, Failure, Finding, Lang, Message, Period, Plan, japan, listed};
use crate::normalise::ListFault;
use crate::pipeline::errors::{configuration_failure, io_reason};
use crate::pipeline::messages::settings as catalogue;
use crate::pipeline::settings::config::{Config, beside};
use crate::pipeline::settings::workspace::{self, Workspace};
use crate::source::settings::{self, in_any_case};
use crate::source::{self, Collected, Limits};

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
    fn resolve(&self) -> Limits {
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

/// More threads than this, or than twice the number of cores, gain nothing.
const MOST_JOBS: usize = 16;

/// Options and configuration, resolved.
pub(crate) struct Settings {
    pub lang: Lang,
    /// The forms and plans there are.
    pub known: Library,
    /// The form that was asked for.
    pub form: Option<Form>,
    /// The plan that was asked for.
    pub plan: Option<Plan>,
    pub period: Option<Period>,
    pub departments: Option<Vec<Department>>,
    pub reading: source::Options,
    /// Time of this run in Japan.
    pub now: DateTime,
    pub config: Config,
    /// The workspace that this run belongs to.
    pub workspace: Option<Workspace>,
}

impl Common {
    /// Reads configuration and resolves every option. `collected` names the configuration in the input folders.
    pub(crate) fn resolve(&self, inputs: &[PathBuf], collected: &Collected) -> Result<Settings, Failure> {
        let config = Config::load(self.config.as_deref(), inputs, collected)?;
        let lang = config.language(self.lang.as_deref())?;
        if let Some(jobs) = self.jobs.filter(|jobs| *jobs > 0) {
            // more threads only compete for memory, and the system may refuse them
            let cores = std::thread::available_parallelism().map_or(1, std::num::NonZero::get);
            let jobs = jobs.min(MOST_JOBS.max(2 * cores));
            // a second call in one process keeps the first pool
            let _ = rayon::ThreadPoolBuilder::new().num_threads(jobs).build_global();
        }
        let mut library = Library::builtin();
        config.extend(&mut library)?;
        let template = self.template.clone().or_else(|| config.template.clone());
        let form = template.map(|name| form_named(&name, &library, &config)).transpose()?;
        let plan_name = self.plan.clone().or_else(|| config.plan.clone());
        let plan = plan_name.map(|name| plan_named(&name, &library, &config)).transpose()?;
        let named = |text: &String| period_named(text);
        let folder = || workspace::period_of(inputs, config.folder.as_deref());
        let period = match self.period.as_ref().map(named).transpose()?.or_else(folder) {
            Some(period) => Some(period),
            None => config.period.as_ref().map(named).transpose()?,
        };
        let workspace = Workspace::of(&config);
        let list = self.departments.clone().or_else(|| config.file(config.departments.as_deref()).map(|path| in_any_case(&path)));
        let list = list.or_else(|| settings::named(&collected.configuration, "departments.csv").cloned());
        // a list without departments is as good as none
        let departments = list.map(|path| department_list(&path)).transpose()?.filter(|list| !list.is_empty());
        let passwords = self.password_file.clone().or_else(|| config.file(config.password_file.as_deref()));
        let reading = source::Options {
            limits: self.limits.resolve(),
            encoding: self.encoding.as_deref().map(encoding_named).transpose()?,
            passwords: passwords.map(|path| passwords_in(&path)).transpose()?.unwrap_or_default(),
            no_witness: self.no_witness,
            ..source::Options::default()
        };
        let now = now(self.now.as_deref())?;
        Ok(Settings { lang, known: library, form, plan, period, departments, reading, now, config, workspace })
    }

    /// The limits alone, for reading inputs before the configuration is known.
    pub(crate) fn limits(&self) -> Limits {
        self.limits.resolve()
    }
}

impl Settings {
    /// Default output folder outside a workspace.
    pub(crate) fn output_folder(&self) -> PathBuf {
        self.config.file(self.config.output.as_deref()).unwrap_or_else(|| PathBuf::from("out"))
    }

    /// The form that was asked for, else all forms.
    pub(crate) fn forms(&self) -> Vec<&Form> {
        self.form.as_ref().map_or_else(|| self.known.forms.iter().collect(), |form| vec![form])
    }

    /// The plan that was asked for, else all plans.
    pub(crate) fn plans(&self) -> Vec<&Plan> {
        self.plan.as_ref().map_or_else(|| self.known.plans.iter().collect(), |plan| vec![plan])
    }
}

fn form_named(name: &str, library: &Library, config: &Config) -> Result<Form, Failure> {
    if let Some(form) = library.form(name) {
        return Ok(form.clone());
    }
    let known = || listed(library.forms.iter().map(|form| &form.id));
    let (path, text) = named_file(name, config, || catalogue::unknown_form(name, known()))?;
    parse_form_with(&path, &text, &beside(&path)).map_err(|fault| configuration_failure(&fault))
}

fn plan_named(name: &str, library: &Library, config: &Config) -> Result<Plan, Failure> {
    if matches!(name, "none" | "なし") {
        return Ok(Plan::default());
    }
    if let Some(plan) = library.plan(name) {
        return Ok(plan.clone());
    }
    let known = || listed(library.plans.iter().map(|plan| &plan.id));
    let (path, text) = named_file(name, config, || catalogue::unknown_plan(name, known()))?;
    parse_plan(&path, &text).map_err(|fault| configuration_failure(&fault))
}

fn named_file(name: &str, config: &Config, unknown: impl Fn() -> Failure) -> Result<(PathBuf, String), Failure> {
    let path = config.file(Some(Path::new(name))).unwrap_or_else(|| PathBuf::from(name));
    let path = if path.exists() { path } else { PathBuf::from(name) };
    match source::settings::text(&path) {
        Ok(text) => Ok((path, text)),
        Err(error) if path.exists() => Err(catalogue::unreadable_toml(path.display(), io_reason(&error))),
        Err(_) => Err(unknown()),
    }
}

pub(crate) fn period_named(text: &str) -> Result<Period, Failure> {
    Period::parse(text).ok_or_else(|| catalogue::period(text))
}

fn encoding_named(name: &str) -> Result<Encoding, Failure> {
    Ok(match name.to_ascii_lowercase().replace('_', "-").as_str() {
        "utf-8" | "utf8" => Encoding::Utf8,
        "utf-8-sig" | "utf8-sig" => Encoding::Utf8Sig,
        "cp932" | "shift-jis" | "sjis" | "windows-31j" | "ms932" => Encoding::Cp932,
        "euc-jp" | "eucjp" => Encoding::EucJp,
        "iso-2022-jp" | "jis" => Encoding::Iso2022Jp,
        "utf-16le" | "utf-16" => Encoding::Utf16Le,
        "utf-16be" => Encoding::Utf16Be,
        _ => {
            return Err(catalogue::encoding(name));
        }
    })
}

/// Reads a list of departments like any other delimited file.
fn department_list(path: &Path) -> Result<Vec<Department>, Failure> {
    let unusable = |reason: Message| catalogue::departments(path.display(), reason);
    source::settings::bytes(path).map_err(|error| unusable(io_reason(&error)))?;
    let found = source::Found { path: path.display().to_string().into(), location: source::Location::Disk(path.to_owned()) };
    let reading = source::read(&found, &source::Options::default());
    let Some(book) = reading.book else {
        let why = |finding: &Finding| Message::new(finding.message(Lang::Ja), finding.message(Lang::En));
        let reason = reading.findings.first().map(why).unwrap_or_default();
        return Err(unusable(reason));
    };
    let mut last = ListFault::NoNames;
    for grid in &book.sheets {
        match crate::normalise::department_list(&grid.texts()) {
            Ok(list) => return Ok(list),
            Err(fault) => last = fault,
        }
    }
    Err(match last {
        ListFault::NoNames => unusable(catalogue::no_name_column()),
        ListFault::Day { row, text } => catalogue::department_day(path.display(), row, text),
    })
}

fn passwords_in(path: &Path) -> Result<Vec<String>, Failure> {
    let bytes = source::settings::bytes(path).map_err(|error| catalogue::passwords(path.display(), io_reason(&error)))?;
    // Excel and old editors write CP932
    let text = source::utf8_or_cp932(&bytes);
    let lines = text.trim_start_matches('\u{feff}').lines().map(str::trim).filter(|line| !line.is_empty());
    Ok(lines
        .flat_map(|line| {
            let own = line.split_once([',', '\t']).map(|(_, password)| password.trim().to_owned());
            own.into_iter().chain(std::iter::once(line.to_owned()))
        })
        .collect())
}

/// `--now`, else `SOURCE_DATE_EPOCH`, else the clock, in Japan's time.
pub(crate) fn now(option: Option<&str>) -> Result<DateTime, Failure> {
    let japan = japan::time_zone();
    let wrong = |text: &str| catalogue::time(text);
    let whole = |time: DateTime| time.with().subsec_nanosecond(0).build().unwrap_or(time);
    if let Some(text) = option {
        if let Ok(instant) = text.parse::<Timestamp>() {
            return Ok(whole(instant.to_zoned(japan).datetime()));
        }
        return text.parse().map(whole).map_err(|_| wrong(text));
    }
    if let Ok(text) = std::env::var("SOURCE_DATE_EPOCH") {
        let instant = text.trim().parse().ok().and_then(|seconds| Timestamp::from_second(seconds).ok());
        return instant.map(|instant| instant.to_zoned(japan).datetime()).ok_or_else(|| wrong(&text));
    }
    Ok(whole(clock().with_time_zone(japan).datetime()))
}

/// Reads the clock. Nothing else does: every other time comes from an option or a variable.
#[allow(clippy::disallowed_methods, reason = "--now and SOURCE_DATE_EPOCH come first; the stages are given the time")]
fn clock() -> Zoned {
    Zoned::now()
}
