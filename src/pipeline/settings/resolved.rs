//! The settings of a run: options and configuration, resolved.

use std::path::{Path, PathBuf};

use jiff::civil::DateTime;

use crate::form::{Form, Library, parse_form_with, parse_plan};
use crate::model::{Department, Failure, Finding, Lang, Message, Period, Plan, listed};
use crate::normalise::ListFault;
use crate::pipeline::errors::{configuration_failure, io_reason};
use crate::pipeline::messages::settings as catalogue;
use crate::pipeline::settings::config::{Config, beside};
use crate::pipeline::settings::options::Common;
use crate::pipeline::settings::values::{encoding_named, now, period_named};
use crate::pipeline::settings::workspace::{self, Workspace};
use crate::source::settings::{self, in_any_case};
use crate::source::{self, Collected};

/// More threads than this, or than twice the number of cores, gain nothing.
const MOST_JOBS: usize = 16;

/// Options and configuration, resolved.
pub(crate) struct Settings {
    pub lang: Lang,
    /// The known forms and plans.
    pub known: Library,
    /// The requested form.
    pub form: Option<Form>,
    /// The requested plan.
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
}

impl Settings {
    /// Default output folder outside a workspace.
    pub(crate) fn output_folder(&self) -> PathBuf {
        self.config.file(self.config.output.as_deref()).unwrap_or_else(|| PathBuf::from("out"))
    }

    /// The requested form, else all forms.
    pub(crate) fn forms(&self) -> Vec<&Form> {
        self.form.as_ref().map_or_else(|| self.known.forms.iter().collect(), |form| vec![form])
    }

    /// The requested plan, else all plans.
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
