//! `init`: makes a workspace.

mod demo;

use std::io::Write;
use std::path::{Path, PathBuf};

use clap::Args;

use crate::cli::exit::Outcome;
use crate::cli::messages::Failure;
use crate::cli::messages::console::{ColorChoice, Console};
use crate::cli::messages::errors::io_reason;
use crate::cli::settings::options::{now, period_named};
use crate::cli::settings::workspace::INBOX;
use crate::form::Library;
use crate::model::{Lang, Period, Plan};
use crate::report::handouts::letters::Letter;

const CONFIG: &str = include_str!("assets/torimatome.toml");
const README: &str = include_str!("assets/readme.txt");
const OWN_PLAN: &str = include_str!("assets/plan.toml");
/// The plan of the made-up city.
const DEMO_PLAN: &str = "kirise";

#[derive(Debug, Args)]
pub(crate) struct Arguments {
    /// 作業場所にするフォルダー
    #[arg(value_name = "DIR")]
    folder: PathBuf,
    /// 計画（torimatome plans list の名前、または新しく書くなら blank）
    #[arg(long, value_name = "NAME|blank")]
    plan: Option<String>,
    /// 最初の期間（省略すると今の半期）
    #[arg(long, value_name = "PERIOD")]
    period: Option<String>,
    /// 架空の市の2期分のファイルを入れる
    #[arg(long)]
    demo: bool,
    /// 作成日時
    #[arg(long, value_name = "TIME")]
    now: Option<String>,
    /// メッセージの言語（ja、en）
    #[arg(long, value_name = "LANG")]
    lang: Option<String>,
}

pub(crate) fn run(arguments: &Arguments) -> Result<Outcome, Failure> {
    let lang = if arguments.lang.as_deref() == Some("en") { Lang::En } else { Lang::Ja };
    let console = Console::new(lang, false, ColorChoice::Auto);
    let root = &arguments.folder;
    if root.join("torimatome.toml").exists() {
        return Err(Failure::in_lang(
            lang,
            (
                format!("{} はすでに作業場所です（torimatome.toml があります）。", root.display()),
                "そのまま使うか、別のフォルダーを指定してください。何も書き換えていません。",
            ),
            (format!("{} is a workspace already.", root.display()), "Use it, or give another folder. Nothing was changed."),
        ));
    }
    let library = Library::builtin();
    let named = arguments.plan.clone().or_else(|| arguments.demo.then(|| DEMO_PLAN.to_owned()));
    let blank = named.as_deref() == Some("blank");
    let plan = match named.as_deref().filter(|_| !blank) {
        Some(name) => Some(library.plan(name).ok_or_else(|| unknown_plan(name, &library, lang))?),
        None => None,
    };
    let period = match &arguments.period {
        Some(text) => period_named(text, lang)?,
        None if arguments.demo => Period::Half(2025, 1),
        None => half_of(now(arguments.now.as_deref(), lang)?.date()),
    };
    let mut made = Made { root, lang };
    for folder in [INBOX, "forms", "out", "templates", "seeds"] {
        made.folder(Path::new(folder))?;
    }
    made.folder(&Path::new(INBOX).join(period.id()))?;
    if arguments.demo {
        for (path, bytes) in demo::FILES {
            made.file(&Path::new(INBOX).join(path), bytes)?;
        }
        made.file(Path::new("departments.csv"), demo::DEPARTMENTS)?;
    } else {
        made.file(Path::new("departments.csv"), departments(plan).as_bytes())?;
    }
    // read only under a name that ends in .toml: as they are, an upgrade brings the new ones
    for form in &library.forms {
        if let Some(text) = Library::form_text(&form.id) {
            made.file(&Path::new("templates").join(format!("{}.toml.example", form.id)), text.as_bytes())?;
        }
    }
    if let Some(plan) = plan
        && let Some(text) = Library::plan_text(&plan.id)
    {
        made.file(&Path::new("seeds").join(format!("{}.toml.example", plan.id)), text.as_bytes())?;
    }
    if blank {
        made.file(Path::new("seeds/plan.toml"), OWN_PLAN.as_bytes())?;
    }
    for letter in Letter::ALL {
        made.file(&Path::new("templates").join(letter.file_name()), windows(letter.standard()).as_bytes())?;
    }
    let readme = README.replace("{period}", &period.id()).replace("{next}", &period.next().id());
    made.file(Path::new("はじめに.txt"), windows(&readme).as_bytes())?;
    // last: without it the folder is no workspace, and init can be called again
    let own = if blank { Some("plan") } else { plan.map(|plan| plan.id.as_str()) };
    made.file(Path::new("torimatome.toml"), windows(&config(own, period, arguments.demo)).as_bytes())?;
    last_words(&console, root, period, arguments.demo);
    Ok(Outcome::Done)
}

/// Writes what is not there yet.
struct Made<'a> {
    root: &'a Path,
    lang: Lang,
}

impl Made<'_> {
    fn folder(&mut self, path: &Path) -> Result<(), Failure> {
        let path = self.root.join(path);
        std::fs::create_dir_all(&path).map_err(|error| self.failure(&path, &error))
    }

    /// A file that is there stays as it is.
    fn file(&mut self, path: &Path, bytes: &[u8]) -> Result<(), Failure> {
        if let Some(parent) = path.parent() {
            self.folder(parent)?;
        }
        let path = self.root.join(path);
        let write = || -> std::io::Result<()> {
            match std::fs::File::options().write(true).create_new(true).open(&path) {
                Ok(mut file) => file.write_all(bytes),
                Err(error) if error.kind() == std::io::ErrorKind::AlreadyExists => Ok(()),
                Err(error) => Err(error),
            }
        };
        write().map_err(|error| self.failure(&path, &error))
    }

    fn failure(&self, path: &Path, error: &std::io::Error) -> Failure {
        let reason = io_reason(error, self.lang);
        Failure::in_lang(
            self.lang,
            (
                format!("{} を作れません（{reason}）。", path.display()),
                "書き込みの権限と空き容量を確かめるか、別のフォルダーを指定してください。",
            ),
            (
                format!("{} cannot be made ({reason}).", path.display()),
                "Check permissions and free space, or give another folder.",
            ),
        )
    }
}

fn config(plan: Option<&str>, period: Period, demo: bool) -> String {
    let plan = plan.map_or_else(|| "# plan = \"…\"".to_owned(), |id| format!("plan = \"{id}\""));
    let due = if demo {
        "[due]\n\"2025H1\" = \"2025-10-10\"\n\"2025H2\" = \"2026-04-10\"".to_owned()
    } else {
        format!("# [due]\n# \"{}\" = \"{}\"", period.id(), period.end().saturating_add(jiff::Span::new().days(10)))
    };
    CONFIG.replace("{plan}", &plan).replace("{due}", &due)
}

/// The list of those that have to hand in, for Excel.
fn departments(plan: Option<&Plan>) -> String {
    let mut text = "\u{feff}番号,課名,取組状況の提出,メール\r\n".to_owned();
    let list = plan.into_iter().flat_map(|plan| &plan.departments).filter(|department| !department.generic);
    for (n, department) in list.enumerate() {
        let quoted =
            |name: &str| if name.contains([',', '"']) { format!("\"{}\"", name.replace('"', "\"\"")) } else { name.to_owned() };
        let mark = if department.submits { "○" } else { "" };
        text.push_str(&format!("{},{},{mark},\r\n", n + 1, quoted(&department.name)));
    }
    text
}

/// The half-year that a day lies in.
fn half_of(day: jiff::civil::Date) -> Period {
    let half = if (4..=9).contains(&day.month()) { 1 } else { 2 };
    Period::Half(crate::model::era::fiscal_year(day), half)
}

/// Lines end as Windows' editor wants them.
fn windows(text: &str) -> String {
    text.replace("\r\n", "\n").replace('\n', "\r\n")
}

fn unknown_plan(name: &str, library: &Library, lang: Lang) -> Failure {
    let known = library.plans.iter().map(|plan| plan.id.as_str()).collect::<Vec<_>>().join("、");
    Failure::in_lang(
        lang,
        (
            format!("計画「{name}」はありません。"),
            format!("使えるのは {known} です。新しく書くときは blank を指定してください。"),
        ),
        (format!("There is no plan “{name}”."), format!("Known are {known}; blank gives one to fill in.")),
    )
}

fn last_words(console: &Console, root: &Path, period: Period, demo: bool) {
    let shown = std::path::absolute(root).unwrap_or_else(|_| root.to_owned());
    let inbox = shown.join(INBOX).join(period.id());
    match (console.lang, demo) {
        (Lang::Ja, true) => {
            console.result(&format!("作業場所 {} を作り、架空の市の2期分のファイルを入れました。", shown.display()));
            console.result("次は、そのフォルダーで順に実行してみてください。");
            console.result("  torimatome build --period 2025H1 --finalise   上半期を取りまとめて締める");
            console.result("  torimatome status --period 2025H2             下半期の提出状況");
            console.result("  torimatome build --period 2025H2              下半期を取りまとめ、上半期と比べる");
            console.result("  torimatome diff 2025H1 2025H2                 違いを見る");
        }
        (Lang::Ja, false) => {
            console.result(&format!("作業場所 {} を作りました。", shown.display()));
            console.result(&format!(
                "次は、各課のファイルを {} に入れ、そのフォルダーで torimatome を実行してください。",
                inbox.display()
            ));
            console
                .result("提出する課は departments.csv、計画・期限・事務局は torimatome.toml で決めます（説明は はじめに.txt）。");
        }
        (Lang::En, true) => {
            console.result(&format!("Made the workspace {} with two half-years of a made-up city.", shown.display()));
            console.result("In it, try: torimatome build --period 2025H1 --finalise; torimatome build --period 2025H2; torimatome diff 2025H1 2025H2");
        }
        (Lang::En, false) => {
            console.result(&format!("Made the workspace {}.", shown.display()));
            console.result(&format!("Put the departments' files into {} and run torimatome there.", inbox.display()));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_made_can_be_read() {
        crate::form::parse_plan(Path::new("plan.toml"), OWN_PLAN).unwrap();
        for demo in [true, false] {
            let text = config(Some("plan"), Period::Half(2025, 2), demo);
            let read = toml::from_str::<crate::cli::settings::config::Config>(&text).unwrap();
            assert_eq!(read.departments.as_deref(), Some(Path::new("departments.csv")));
            assert!(!text.contains('{'), "{text}");
        }
    }

    #[test]
    fn march_is_of_the_second_half() {
        assert_eq!(half_of(jiff::civil::Date::constant(2026, 3, 31)).id(), "2025H2");
        assert_eq!(half_of(jiff::civil::Date::constant(2026, 4, 1)).id(), "2026H1");
    }
}
