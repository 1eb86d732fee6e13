//! Makes a workspace.

mod demo;
mod months;

use std::io::Write;
use std::path::Path;

use crate::form::Library;
use crate::model::{Failure, listed};
use crate::model::{Period, Plan, working_day};
use crate::pipeline::errors::io_reason;
use crate::pipeline::errors::publish_failure;
use crate::pipeline::messages::{files, settings};
use crate::pipeline::settings::values::{now, period_named};
use crate::pipeline::settings::workspace::{INBOX, config_in};
use crate::report::handouts::letters::Letter;
use crate::store::publish::{PublishError, closed_around};

const CONFIG: &str = include_str!("assets/torimatome.toml");
const README: &str = include_str!("assets/readme.txt");
const OWN_PLAN: &str = include_str!("assets/plan.toml");
/// The plan of the made-up city.
const DEMO_PLAN: &str = "kirise";

/// What is asked of `init`.
#[derive(Debug, Clone, Copy)]
pub(crate) struct WorkspaceRequest<'a> {
    /// The folder that becomes a workspace.
    pub root: &'a Path,
    /// Name of a plan that is built in, or `blank`.
    pub plan: Option<&'a str>,
    /// The first period; else this half-year.
    pub period: Option<&'a str>,
    /// Are the files of a made-up city put into it?
    pub demo: bool,
    pub now: Option<&'a str>,
}

/// Makes the workspace; gives its first period.
pub(crate) fn make(wanted: &WorkspaceRequest<'_>) -> Result<Period, Failure> {
    let root = wanted.root;
    if config_in(root).is_some() {
        return Err(settings::already_a_workspace(root.display()));
    }
    if let Some((path, period)) = closed_around(&root.join(INBOX)) {
        return Err(publish_failure(&PublishError::Closed { path, period }));
    }
    let library = Library::builtin();
    let named = wanted.plan.map(str::to_owned).or_else(|| wanted.demo.then(|| DEMO_PLAN.to_owned()));
    let blank = named.as_deref() == Some("blank");
    let plan = match named.as_deref().filter(|_| !blank) {
        Some(name) => Some(
            library
                .plan(name)
                .ok_or_else(|| settings::no_plan_for_workspace(name, listed(library.plans.iter().map(|plan| &plan.id))))?,
        ),
        None => None,
    };
    let period = match wanted.period {
        Some(text) => period_named(text)?,
        None if wanted.demo => Period::Half(2025, 1),
        None => half_of(now(wanted.now)?.date()),
    };
    let mut made = NewWorkspace { root };
    for folder in [INBOX, "forms", "out", "templates", "seeds"] {
        made.folder(Path::new(folder))?;
    }
    made.folder(&Path::new(INBOX).join(period.id()))?;
    if wanted.demo {
        for (path, bytes) in demo::FILES {
            made.file(&Path::new(INBOX).join(path), bytes)?;
        }
        if let Some(plan) = plan {
            for (path, bytes) in months::files(plan, &library) {
                made.file(Path::new(&path), &bytes)?;
            }
        }
        made.file(Path::new("departments.csv"), months::DEPARTMENTS)?;
        made.file(Path::new("decisions.toml"), months::DECISIONS)?;
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
    made.file(Path::new("torimatome.toml"), windows(&config(own, period, wanted.demo)).as_bytes())?;
    Ok(period)
}

/// Writes what is not there yet.
struct NewWorkspace<'a> {
    root: &'a Path,
}

impl NewWorkspace<'_> {
    fn folder(&mut self, path: &Path) -> Result<(), Failure> {
        let path = self.root.join(path);
        std::fs::create_dir_all(&path).map_err(|error| Self::failure(&path, &error))
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
        write().map_err(|error| Self::failure(&path, &error))
    }

    fn failure(path: &Path, error: &std::io::Error) -> Failure {
        files::workspace(path.display(), io_reason(error))
    }
}

fn config(plan: Option<&str>, period: Period, demo: bool) -> String {
    let plan = plan.map_or_else(|| "# plan = \"…\"".to_owned(), |id| format!("plan = \"{id}\""));
    let due = if demo {
        let months = months::due().map(|(month, day)| format!("\n\"{}\" = \"{day}\"", month.id()));
        format!("[due]\n\"2025H1\" = \"2025-10-10\"\n\"2025H2\" = \"2026-04-10\"{}", months.collect::<String>())
    } else {
        format!("# [due]\n# \"{}\" = \"{}\"", period.id(), working_day(period.end().saturating_add(jiff::Span::new().days(10))))
    };
    let text = CONFIG.replace("{plan}", &plan).replace("{due}", &due);
    if !demo {
        return text;
    }
    let office = "[office]\nname = \"桐瀬市企画部デジタル推進課\"\nsection = \"計画推進係\"\nperson = \"相原\"\n\
        telephone = \"0000-00-0000（内線 213）\"\nmail = \"dx@city.kirise.example\"\n";
    text.replacen("[office]\n", office, 1)
}

/// The list of those that have to hand in, for Excel.
fn departments(plan: Option<&Plan>) -> String {
    let mut text = "\u{feff}番号,課名,取組状況の提出,メール,旧課名,変更日\r\n".to_owned();
    let list = plan.into_iter().flat_map(|plan| &plan.departments).filter(|department| !department.generic);
    for (n, department) in list.enumerate() {
        let quoted =
            |name: &str| if name.contains([',', '"']) { format!("\"{}\"", name.replace('"', "\"\"")) } else { name.to_owned() };
        let mark = if department.submits { "○" } else { "" };
        text.push_str(&format!("{},{},{mark},,,\r\n", n + 1, quoted(&department.name)));
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_made_can_be_read() {
        crate::form::parse_plan(Path::new("plan.toml"), OWN_PLAN).unwrap();
        for demo in [true, false] {
            let text = config(Some("plan"), Period::Half(2025, 2), demo);
            let read = toml::from_str::<crate::pipeline::settings::config::Config>(&text).unwrap();
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
