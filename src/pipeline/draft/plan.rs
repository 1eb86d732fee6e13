//! Drafts of plans: departments, directions, years, marks and stages that files name.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;

use crate::form::{FieldType, Form, Library};
use crate::model::text::fold;
use crate::model::{FieldValue, FiscalYears, Lang, Plan, RecordKind, Texts};
use crate::normalise::integer;
use crate::pipeline::{self, Task};
use crate::recognise::{RecognisedFile, Vocabulary};
use crate::source::{self, Found};

/// A drafted plan.
#[derive(Debug)]
pub(crate) struct PlanDraft {
    /// Its TOML.
    pub text: String,
    /// Number of departments.
    pub departments: usize,
    /// Number of directions.
    pub directions: usize,
    /// Number of marks.
    pub marks: usize,
}

/// What files say about a plan.
#[derive(Debug, Default)]
struct PlanFacts {
    municipality: Option<String>,
    title: Option<String>,
    years: Vec<i16>,
    directions: BTreeMap<u32, String>,
    departments: Vec<String>,
    stages: Vec<String>,
    marks: Vec<String>,
}

/// Drafts a plan from filled-in files.
pub(crate) fn draft_plan(found: &[Found], id: &str, library: &Library, options: &source::Options, lang: Lang) -> PlanDraft {
    let forms: Vec<&Form> = library.forms.iter().collect();
    let vocabulary = Vocabulary::new(forms);
    let plan = Plan::default();
    let task = Task { reading: options.clone(), plans: vec![&plan], departments: Some(Vec::new()), ..Task::default() };
    let files: Vec<RecognisedFile> = found.iter().map(|found| pipeline::read_file(found, &vocabulary, &task)).collect();
    let mut facts = PlanFacts::default();
    for file in &files {
        facts.take_titles(file);
        facts.take_cells(file, &vocabulary.forms);
    }
    let consolidation = pipeline::consolidate_files(files, &vocabulary, &task);
    let records = &consolidation.records;
    let departments = (consolidation.submissions.iter().map(|submission| &submission.department))
        .chain(consolidation.inputs.iter().filter_map(|input| input.department.as_ref()))
        .chain(records.progress.iter().flat_map(|record| &record.departments))
        .chain(records.schedule.iter().flat_map(|record| &record.departments))
        .chain(records.indicators.iter().flat_map(|record| &record.departments))
        .chain(records.checklists.iter().filter_map(|record| record.department.as_ref()))
        .chain(records.tables.iter().flat_map(|record| &record.departments));
    for name in departments {
        push(&mut facts.departments, name);
    }
    for record in &records.indicators {
        facts.years.extend(record.values.iter().filter_map(|value| value.fy));
        let mark = record.evaluation.as_deref().filter(|mark| mark.chars().count() <= 2);
        mark.into_iter().for_each(|mark| push(&mut facts.marks, mark));
        facts.direction(record.goal, record.goal_name.as_deref());
    }
    for record in &records.schedule {
        facts.years.extend(record.spans.iter().flat_map(|span| [span.from, span.to]));
        facts.direction(record.direction, record.direction_name.as_deref());
    }
    for record in &records.measures {
        facts.direction(record.goal, record.goal_name.as_deref());
    }
    for record in &records.progress {
        facts.direction(record.direction, None);
        for entry in [&record.done, &record.planned].into_iter().flatten().flat_map(|statement| &statement.stages) {
            if entry.stage_raw.chars().count() <= 10 {
                push(&mut facts.stages, &entry.stage_raw);
            }
        }
    }
    for record in records.tables.iter() {
        let marks =
            record.shape.iter().flat_map(|shape| &shape.columns).filter(|column| column.kind == crate::model::ColumnType::Mark);
        for column in marks {
            if let Some(FieldValue::Text(mark)) = record.value(&column.field)
                && mark.chars().count() <= 2
            {
                push(&mut facts.marks, mark);
            }
        }
    }
    let has = |kind: RecordKind| records.counts().contains_key(&kind);
    let text = facts.text(id, has(RecordKind::Progress), lang);
    PlanDraft { text, departments: facts.departments.len(), directions: facts.directions.len(), marks: facts.marks.len() }
}

fn push(list: &mut Vec<String>, word: &str) {
    let word = word.trim();
    if !word.is_empty() && !list.iter().any(|known| fold(known) == fold(word)) {
        list.push(word.to_owned());
    }
}

impl PlanFacts {
    fn direction(&mut self, no: Option<u32>, title: Option<&str>) {
        let Some(no) = no.filter(|no| (1..=30).contains(no)) else { return };
        let known = self.directions.entry(no).or_default();
        if let Some(title) = title.filter(|title| known.is_empty() && title.chars().count() >= 2) {
            title.trim().clone_into(known);
        }
    }

    /// Reads municipality, plan and years from titles.
    fn take_titles(&mut self, file: &RecognisedFile) {
        let captions = file.sheets.iter().flat_map(|sheet| &sheet.tables).flat_map(|table| &table.captions);
        let captions: Vec<String> = captions.map(|caption| caption.text.clone()).collect();
        for line in file.sheets.iter().flat_map(|sheet| &sheet.titles).chain(&captions) {
            self.years.extend(years(line));
            if let Some((no, title)) = numbered(line) {
                self.direction(Some(no), Some(&title));
            }
            let name = municipality(line);
            if self.municipality.is_none() {
                self.municipality.clone_from(&name);
            }
            let plan = plan_title(line);
            if self.title.is_none() {
                self.title = plan;
            }
        }
    }

    /// Reads columns of directions and goals: number and title in one cell, or side by side.
    fn take_cells(&mut self, file: &RecognisedFile, forms: &[&Form]) {
        for table in file.sheets.iter().flat_map(|sheet| &sheet.tables) {
            let Some(form) = forms.get(table.form).filter(|form| form.record != RecordKind::Table) else { continue };
            let of = |names: &[&str]| names.iter().find_map(|name| form.column(name));
            let Some(number) = of(&["direction", "goal"]) else { continue };
            let name = of(&["goal_name", "direction_name"])
                .filter(|at| form.columns.get(*at).is_some_and(|c| c.kind == FieldType::Text));
            for row in &table.rows {
                let Some(cell) = row.of(number).next() else { continue };
                let (no, title) = match numbered(&cell.text) {
                    Some((no, title)) => (Some(no), title),
                    None => (integer(&cell.text), String::new()),
                };
                let beside = name.and_then(|at| row.of(at).next()).map(|cell| cell.text.clone());
                self.direction(no, Some(title.as_str()).filter(|title| !title.is_empty()).or(beside.as_deref()));
            }
        }
    }

    fn text(&self, id: &str, progress: bool, lang: Lang) -> String {
        let say = |ja: &'static str, en: &'static str| Texts::new(ja, en).get(lang);
        let about = say(
            "記入済みのファイルから作った計画の下書き。「要確認」の行を確かめ、直してから使う。",
            "A first version of a plan, from filled-in files. Look at the lines with CHECK before it is used.",
        );
        let mut out = format!("# {about}\n\n");
        let guessed = |value: &Option<String>, blank: &str| match value {
            Some(value) => (quoted(value), String::new()),
            None => {
                let doubt = say("要確認: ファイルからは分からなかった", "CHECK: the files do not say it");
                (quoted(blank), format!(" # {doubt}"))
            }
        };
        let (municipality, doubt) = guessed(&self.municipality, "○○市");
        let _ = writeln!(out, "id = {} # {}", quoted(id), say("コマンドで使う短い名前", "its short name in commands"));
        let _ = writeln!(out, "municipality = {municipality}{doubt}");
        let (title, doubt) = guessed(&self.title, say("（計画の名前）", "(name of the plan)"));
        let _ = writeln!(out, "title = {title}{doubt}");
        let years: BTreeSet<i16> = self.years.iter().copied().filter(|year| (2000..=2100).contains(year)).collect();
        if let (Some(from), Some(to)) = (years.first(), years.last()) {
            let first = say(
                "要確認: 計画の最初の年度（表に出てくる最も早い年度）",
                "CHECK: the first year of the plan (the earliest in the files)",
            );
            let last = say(
                "要確認: 計画の最後の年度（表に出てくる最も遅い年度）",
                "CHECK: the last year of the plan (the latest in the files)",
            );
            let _ = writeln!(out, "from = {from} # {first}");
            let _ = writeln!(out, "to = {to} # {last}");
        }
        for (no, title) in &self.directions {
            let _ = write!(out, "\n[[direction]]\nno = {no}\n");
            if title.is_empty() {
                let doubt = say("要確認: ファイルには番号だけがある", "CHECK: the files have its number only");
                let _ = writeln!(out, "title = {} # {doubt}", quoted(&format!("方向{no}")));
            } else {
                let _ = writeln!(out, "title = {}", quoted(title));
            }
        }
        if !self.departments.is_empty() {
            let doubt = say(
                "要確認: 課の正式な名前と並び順。別名は aliases = [\"…\"] に書く。submits = true の課に提出を求める",
                "CHECK: their official names and order; other spellings go to aliases = [\"…\"]; submits = true has to hand in",
            );
            let _ = write!(out, "\n# {doubt}\n");
        }
        for name in &self.departments {
            let generic = ["各課", "全課", "全庁", "各担当課", "関係課", "全部署"].contains(&name.as_str());
            let kind = if generic {
                say("generic = true # 1つの課ではない", "generic = true # not one department")
            } else {
                "submits = true"
            };
            let _ = write!(out, "\n[[department]]\nname = {}\n{kind}\n", quoted(name));
        }
        if !self.stages.is_empty() && progress {
            let doubt = say(
                "要確認: 【】の中の言葉。進む順に step = 1、2…を付ける。順のない出来事には付けない",
                "CHECK: words between 【】; step = 1, 2 … in their order, none for an event",
            );
            let _ = write!(out, "\n# {doubt}\n");
            for name in &self.stages {
                let _ = write!(out, "\n[[stage]]\nname = {}\n", quoted(name));
            }
        }
        if !self.marks.is_empty() {
            let doubt = say(
                "要確認: 評価の記号。良い順に並べ、意味を label に書く",
                "CHECK: marks of an evaluation, the best first; label says what each means",
            );
            let _ = write!(out, "\n# {doubt}\n\n[[scale]]\nname = \"評価\"\n");
            let mut marks = self.marks.clone();
            let order = |mark: &String| {
                let sign = fold(mark).chars().next().unwrap_or_default();
                ("s◎○〇◯△▲×✕".chars().position(|c| c == sign).unwrap_or(99), sign)
            };
            marks.sort_by_key(order);
            for mark in &marks {
                let label = match mark.as_str() {
                    "◎" => "目標を上回った",
                    "○" | "〇" | "◯" => "目標を達成した",
                    "△" | "▲" => "目標に届かなかった",
                    "×" | "✕" => "進んでいない",
                    other => other,
                };
                let _ = write!(out, "\n[[scale.mark]]\nmark = {}\nlabel = {}\n", quoted(mark), quoted(label));
            }
        }
        out
    }
}

/// The fiscal years of a line: 令和5年度～令和9年度, R7.
fn years(line: &str) -> Vec<i16> {
    let folded = fold(line);
    let mut out = Vec::new();
    let mut before = None;
    for (at, c) in folded.char_indices() {
        let begins = !before.is_some_and(|c: char| c.is_ascii_alphanumeric());
        before = Some(c);
        if let Some((years, _)) = folded.get(at..).filter(|_| begins).and_then(FiscalYears::strip) {
            out.extend([years.from, years.to]);
        }
    }
    out
}

/// 方向1 くらしのデジタル化: the number and the title of an upper level.
fn numbered(line: &str) -> Option<(u32, String)> {
    const WORDS: [&str; 9] = ["基本目標", "基本方針", "基本方向", "重点目標", "政策目標", "方向", "目標", "政策", "柱"];
    let line = line.trim().trim_matches(|c: char| "■□●○◆◇【】＜＞<>〈〉".contains(c));
    let rest = WORDS.iter().find_map(|word| line.strip_prefix(word))?;
    let rest = rest.trim_start_matches(|c: char| "（(第 　-－:：".contains(c));
    let figures: String = rest.chars().take_while(|c| c.is_numeric()).collect();
    let no = fold(&figures).parse().ok()?;
    let title = rest.get(figures.len()..)?.trim_matches(|c: char| c.is_whitespace() || "）).．:：、「」-－".contains(c));
    Some((no, title.to_owned()))
}

/// ○○市 at the beginning of a line.
fn municipality(line: &str) -> Option<String> {
    let line = line.trim().trim_start_matches(|c: char| "■●【「".contains(c));
    let years = line.char_indices().find(|(_, c)| "市町村区".contains(*c)).map(|(at, c)| at + c.len_utf8())?;
    let name = line.get(..years)?;
    let kanji = name.chars().all(|c| matches!(c, '\u{3041}'..='\u{30ff}' | '\u{4e00}'..='\u{9fff}' | '々'));
    let ours = !["令和", "平成", "本", "当", "各"].iter().any(|word| name.starts_with(word));
    ((3..=8).contains(&name.chars().count()) && kanji && ours).then_some(name.to_owned())
}

/// The plan that a line names: up to 計画, 方針, 戦略, プラン.
fn plan_title(line: &str) -> Option<String> {
    const ENDS: [&str; 7] = ["推進計画", "実施計画", "計画", "全体方針", "方針", "戦略", "ビジョン"];
    let line = line.trim().trim_matches(|c: char| "■●【】「」".contains(c));
    let end = ENDS.iter().find_map(|end| line.find(end).map(|at| at + end.len()))?;
    let title = line.get(..end)?;
    ((6..=40).contains(&title.chars().count())).then_some(title.to_owned())
}

fn quoted(text: &str) -> String {
    let mut out = String::from("\"");
    for c in text.chars() {
        match c {
            '"' | '\\' => {
                out.push('\\');
                out.push(c);
            }
            c if c.is_control() => out.push(' '),
            c => out.push(c),
        }
    }
    out.push('"');
    out
}
