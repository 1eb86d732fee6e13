//! Ten months of a town through files only: generated departments with their habits, a coordinator who answers and edits,
//! a program that is killed at any time. At the end everything is where it belongs, and nothing was asked twice.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};
use std::time::{Duration, Instant};

use serde_json::Value;
use tempfile::TempDir;

use crate::common::json;
use crate::coordinator::{cell, resave};

const MONTHS: [(u16, u8); 10] =
    [(2025, 6), (2025, 7), (2025, 8), (2025, 9), (2025, 10), (2025, 11), (2025, 12), (2026, 1), (2026, 2), (2026, 3)];
const DEPARTMENTS: [&str; 8] = ["総務課", "財政課", "税務課", "福祉課", "健康課", "農林課", "建設課", "学校教育課"];
/// In this month (from 0) 農林課 becomes 産業課.
const REORGANISED: usize = 5;
/// In this month a figure of the month before is corrected.
const CORRECTED: usize = 7;
const STAGES: [&str; 4] = ["調査", "準備", "導入", "運用"];
const WORKBOOK: &str = "取りまとめ.xlsx";

const PLAN: &str = "id = \"plan\"\nmunicipality = \"はなだ町\"\ntitle = \"はなだ町デジタル計画\"\n\
[[direction]]\nno = 1\ntitle = \"くらし\"\n[[direction]]\nno = 2\ntitle = \"しごと\"\n\
[[stage]]\nname = \"調査\"\nstep = 1\n[[stage]]\nname = \"準備\"\nstep = 2\n[[stage]]\nname = \"導入\"\nstep = 3\n\
[[stage]]\nname = \"運用\"\nstep = 4\n";

/// Numbers that look like chance and are the same every time.
struct Chance(u64);

impl Chance {
    fn below(&mut self, most: usize) -> usize {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        usize::try_from(self.0 >> 33).unwrap() % most
    }
}

/// What a department does in a month.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Habit {
    InTime,
    Late,
    /// A row is blank at first.
    HalfFilled,
    /// A figure is wrong at first, and a second file mends it.
    Mended,
    /// Last month's form at first.
    WrongPeriod,
    /// Its name is written wrongly.
    Misspelt,
}

struct Row {
    id: String,
    name: String,
    done: String,
    planned: String,
}

struct Town {
    folder: TempDir,
    chance: Chance,
    /// How long a run takes.
    whole: Duration,
    kills: usize,
    /// Month → what has to stand in its data: id → text, and what the department wrote where it was edited.
    expected: BTreeMap<String, BTreeMap<String, (String, Option<String>)>>,
    /// Month and what was asked → the answer.
    answered: BTreeMap<(String, String), &'static str>,
    memos: BTreeSet<(String, String)>,
}

impl Town {
    fn new() -> Self {
        let town = Self {
            folder: tempfile::tempdir().unwrap(),
            chance: Chance(20_250_601),
            whole: Duration::from_millis(300),
            kills: 0,
            expected: BTreeMap::new(),
            answered: BTreeMap::new(),
            memos: BTreeSet::new(),
        };
        let config = "plan = \"seeds/plan.toml\"\ndepartments = \"departments.csv\"\n[office]\nname = \"はなだ町企画課\"\nperson = \"山田\"\n";
        town.write("torimatome.toml", config);
        town.write("seeds/plan.toml", PLAN);
        let list: String = DEPARTMENTS.iter().map(|name| format!("{name},○,,\n")).collect();
        town.write("departments.csv", &format!("課名,提出,旧課名,変更日\n{list}"));
        town
    }

    fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    fn write(&self, name: &str, text: &str) {
        let path = self.path(name);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    }

    fn command(&self, arguments: &[&str]) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_torimatome"));
        command.args(arguments).current_dir(self.folder.path()).env("SOURCE_DATE_EPOCH", "1776643200").stdin(Stdio::null());
        command
    }

    /// Runs to its end.
    fn run(&mut self, allowed: &[i32], arguments: &[&str]) -> Output {
        let began = Instant::now();
        let out = self.command(arguments).output().unwrap();
        self.whole = began.elapsed();
        let status = out.status.code().unwrap();
        assert!(allowed.contains(&status), "{arguments:?}: {status}\n{}", String::from_utf8_lossy(&out.stderr));
        out
    }

    /// Kills a run at some time.
    fn kill(&mut self, arguments: &[&str]) {
        let share = u32::try_from(self.chance.below(1000)).unwrap();
        let mut child = self.command(arguments).stdout(Stdio::null()).stderr(Stdio::null()).spawn().unwrap();
        std::thread::sleep(self.whole * share / 1000);
        let _ = child.kill();
        child.wait().unwrap();
        self.kills += 1;
    }

    fn build(&mut self, month: &str, more: &[&str]) {
        let arguments = [&["build", "--period", month, "--no-pdf", "-q"], more].concat();
        if self.chance.below(2) == 0 {
            self.kill(&arguments);
        }
        // a run that was killed after its last step has closed the month already
        let allowed: &[i32] = if more.is_empty() { &[0, 1] } else { &[0, 1, 2] };
        self.run(allowed, &arguments);
    }

    fn hand_in(&mut self, at: usize, month: &str, file: &str, department: &str, rows: &[Row]) {
        let text = table(at, department, rows);
        if self.chance.below(2) == 0 {
            return self.write(&format!("inbox/{month}/{file}.csv"), &text);
        }
        let mut book = rust_xlsxwriter::Workbook::new();
        let sheet = book.add_worksheet();
        for (row, line) in
            (0u32..).zip(csv::ReaderBuilder::new().has_headers(false).flexible(true).from_reader(text.as_bytes()).records())
        {
            for (col, cell) in (0u16..).zip(line.unwrap().iter()) {
                sheet.write_string(row, col, cell).unwrap();
            }
        }
        let path = self.path(&format!("inbox/{month}/{file}.xlsx"));
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        book.save(path).unwrap();
    }

    fn remove(&self, month: &str, file: &str) {
        for end in ["csv", "xlsx"] {
            let _ = fs::remove_file(self.path(&format!("inbox/{month}/{file}.{end}")));
        }
    }

    fn run_json(&self, month: &str) -> Value {
        json(&self.path(&format!("out/{month}/run.json")))
    }

    /// The coordinator answers everything that is asked and open, and edits a few texts.
    fn work(&mut self, month: &str, edits: &BTreeMap<String, String>, memo: &str) {
        let run = self.run_json(month);
        // nothing that was answered is asked again
        for finding in run["findings"].as_array().unwrap() {
            let key = question(finding);
            let for_good = self.answered.iter().any(|((_, asked), answer)| *answer == "今後も同じ" && *asked == key);
            let before = self.answered.contains_key(&(month.to_owned(), key.clone()));
            assert!(!finding["decision"].is_null() || !(for_good || before), "{month}: asked twice: {finding}");
        }
        let mut given = Vec::new();
        resave(&self.path(&format!("out/{month}/{WORKBOOK}")), |_, _| {});
        let path = self.path(&format!("out/{month}/{WORKBOOK}"));
        let open: Vec<&Value> =
            run["findings"].as_array().unwrap().iter().filter(|finding| finding["decision"].is_null()).collect();
        let wanted: Vec<(String, &'static str, &'static str)> = open
            .iter()
            .filter_map(|finding| {
                let (answer, note) = match finding["rule"].as_str().unwrap() {
                    "unknown-department" => ("今後も同じ", "財政課"),
                    "stage-fall" => ("確認済み", "課に電話で確認"),
                    "alias-heading" | "near-heading" => ("今後も同じ", ""),
                    _ => return None,
                };
                Some((finding["message"].as_str().unwrap().to_owned(), answer, note))
            })
            .collect();
        for finding in &open {
            let rule = finding["rule"].as_str().unwrap();
            if let Some((_, answer, _)) = wanted.iter().find(|(message, ..)| finding["message"] == message.as_str()) {
                given.push((question(finding), *answer, rule.to_owned()));
            }
        }
        resave(&path, |name, rows| {
            if name == "指摘" && rows.len() > 1 {
                let at = |heading: &str| rows[0].iter().position(|text| text == heading).unwrap();
                let (answer_at, note_at, text_at) = (at("対応"), at("メモ"), at("内容"));
                for row in rows.iter_mut().skip(1) {
                    let found = wanted.iter().find(|(message, ..)| row[text_at] == *message);
                    if let Some((_, answer, note)) = found.filter(|_| row[answer_at].is_empty()) {
                        row[answer_at] = (*answer).to_owned();
                        row[note_at] = (*note).to_owned();
                    }
                }
            }
            if name == "一覧" {
                for (id, text) in edits {
                    *cell(rows, id, "取組内容") = text.clone();
                }
                *cell(rows, memo, "メモ") = format!("{month}のメモ");
                rows[1..].reverse();
            }
        });
        for (key, answer, _) in given {
            self.answered.insert((month.to_owned(), key), answer);
        }
        self.memos.insert((month.to_owned(), memo.to_owned()));
    }

    /// Every value is where it belongs.
    fn check(&self, folder: &str, month: &str) {
        let data = json(&self.path(&format!("out/{folder}/data/progress.json")));
        let found: BTreeMap<String, (String, Option<String>)> = data["records"]
            .as_array()
            .unwrap()
            .iter()
            .map(|record| {
                let text = record["done"]["text"].as_str().unwrap_or_default().to_owned();
                let own = record["edited"]["done"]["before"].as_str().map(str::to_owned);
                (record["id"].as_str().unwrap().to_owned(), (text, own))
            })
            .collect();
        assert_eq!(found, self.expected[month], "{folder}");
    }
}

fn table(at: usize, department: &str, rows: &[Row]) -> String {
    let short = |at: usize| {
        let (year, month) = MONTHS.get(at).copied().unwrap_or((2026, 4));
        format!("R{}.{month}", year - 2018)
    };
    let (done, planned) = (short(at), short(at + 1));
    let heading = format!("方向,取組番号,取組名,担当課,施策内容,{done}までの取組内容,{planned}以降の取組内容（予定）");
    let mut text = format!("{heading}\r\n");
    for row in rows {
        let (direction, number) = row.id.split_once('-').unwrap();
        let _ = write!(text, "{direction},{number},{},{department},施策,\"{}\",{}\r\n", row.name, row.done, row.planned);
    }
    text
}

/// What a finding asks, as far as a reader of `run.json` can tell.
fn question(finding: &Value) -> String {
    format!("{} {} {}", finding["rule"], finding["department"], finding["message"])
}

fn rows_of(department: usize, month: usize, chance: &mut Chance) -> Vec<Row> {
    (0..3)
        .map(|n| {
            let number = department * 3 + n + 1;
            // most go on, some fall back for a month
            let step = ((month + number) / 4).min(3).saturating_sub(usize::from((month + number) % 9 == 8));
            let figure = 1000 + month * 100 + number;
            Row {
                id: format!("{}-{number}", 1 + department % 2),
                name: format!("{}の電子化", ["届出", "台帳", "通知"][n]) + &number.to_string(),
                done: format!("【{}】\n受付{figure}件、研修{}人", STAGES[step], 10 + chance.below(80)),
                planned: format!("受付の案内を{}か所で続ける", 2 + chance.below(7)),
            }
        })
        .collect()
}

fn copied(rows: &[Row]) -> Vec<Row> {
    rows.iter()
        .map(|row| Row { id: row.id.clone(), name: row.name.clone(), done: row.done.clone(), planned: row.planned.clone() })
        .collect()
}

const HABITS: [Habit; 8] = [
    Habit::InTime,
    Habit::Late,
    Habit::HalfFilled,
    Habit::Mended,
    Habit::WrongPeriod,
    Habit::InTime,
    Habit::InTime,
    Habit::InTime,
];

fn one_month(town: &mut Town, at: usize) {
    let (year, number) = MONTHS[at];
    let month = format!("{year}-{number:02}");
    if at == REORGANISED {
        let list = fs::read_to_string(town.path("departments.csv")).unwrap();
        town.write("departments.csv", &list.replace("農林課,○,,", &format!("産業課,○,農林課,{year}-{number:02}-01")));
    }
    let mut later: Vec<(String, &str, Vec<Row>, Habit)> = Vec::new();
    let mut truth = BTreeMap::new();
    let mut plain = Vec::new();
    let shift = town.chance.below(8);
    for (index, name) in DEPARTMENTS.into_iter().enumerate() {
        let habit = if name == "財政課" && at < 4 { Habit::Misspelt } else { HABITS[(index + shift) % 8] };
        // by habit some go on under their old name
        let name = if name == "農林課" && at > REORGANISED { "産業課" } else { name };
        let rows = rows_of(index, at, &mut town.chance);
        truth.extend(rows.iter().map(|row| (row.id.clone(), (row.done.clone(), None))));
        let file = format!("{index:02}_{name}");
        match habit {
            Habit::InTime => {
                plain.extend(rows.iter().map(|row| (row.id.clone(), row.done.clone())));
                town.hand_in(at, &month, &file, name, &rows);
            }
            Habit::Misspelt => town.hand_in(at, &month, "回答02", "財政謀", &rows),
            Habit::Late => later.push((file, name, rows, habit)),
            Habit::HalfFilled => {
                let mut first = copied(&rows);
                first[1].done.clear();
                first[1].planned.clear();
                town.hand_in(at, &month, &file, name, &first);
                later.push((format!("{file}（再提出）"), name, rows, habit));
            }
            Habit::Mended => {
                let mut first = copied(&rows);
                first[0].done = first[0].done.replace("受付1", "受付9");
                town.hand_in(at, &month, &file, name, &first);
                later.push((format!("{file}（修正版）"), name, rows, habit));
            }
            Habit::WrongPeriod => {
                let last = rows_of(index, at, &mut Chance(1));
                town.hand_in(at.saturating_sub(1), &month, &file, name, &last);
                later.push((file, name, rows, habit));
            }
        }
    }
    town.build(&month, &[]);

    // the coordinator's work on what is there
    let first = town.chance.below(plain.len() - 1);
    let edits: BTreeMap<String, String> =
        plain[first..first + 2].iter().map(|(id, text)| (id.clone(), format!("{text}（事務局で確認）"))).collect();
    for (id, text) in &edits {
        let own: &mut (String, Option<String>) = truth.get_mut(id).unwrap();
        *own = (text.clone(), Some(own.0.clone()));
    }
    let memo = plain[plain.len() - 1].0.clone();
    town.expected.insert(month.clone(), truth);
    town.work(&month, &edits, &memo);
    town.build(&month, &[]);

    // what is mended, and what comes late
    for (file, name, rows, habit) in later {
        if habit == Habit::WrongPeriod {
            town.remove(&month, &file);
        }
        town.hand_in(at, &month, &file, name, &rows);
    }
    town.build(&month, &[]);
    town.check(&month, &month);
    town.work(&month, &BTreeMap::new(), &memo);
    town.build(&month, &["--finalise"]);
    town.check(&month, &month);
    let run = town.run_json(&month);
    assert_eq!(run["state"], "final", "{month}");
    let waiting: Vec<&Value> = run["submissions"].as_array().unwrap().iter().filter(|one| one["status"] != "submitted").collect();
    assert!(waiting.is_empty() && run["submissions"].as_array().unwrap().len() == 8, "{month}: {waiting:?}");
}

/// A department finds out that a figure of the month before was wrong.
fn correct(town: &mut Town, at: usize) {
    let (year, number) = MONTHS[at];
    let month = format!("{year}-{number:02}");
    let closed = fs::read(town.path(&format!("out/{month}/run.json"))).unwrap();
    let rows = town.expected[&month].clone();
    let (id, (text, _)) = rows.iter().find(|(_, (_, own))| own.is_none()).unwrap();
    let right = text.replace("研修", "研修（延べ）");
    let mut found = false;
    for entry in fs::read_dir(town.path(&format!("inbox/{month}"))).unwrap() {
        let path = entry.unwrap().path();
        found |= replaced(&path, text, &right);
    }
    assert!(found, "{id} {text}");
    town.expected.get_mut(&month).unwrap().insert(id.clone(), (right, None));
    town.build(&month, &[]);
    let folder = format!("{month}-訂正");
    town.check(&folder, &month);
    let run = json(&town.path(&format!("out/{folder}/run.json")));
    let errata = run["errata"].as_array().unwrap();
    assert_eq!((errata.len(), &errata[0]["id"], &run["state"]), (1, &Value::from(id.as_str()), &Value::from("correction")));
    assert_eq!(fs::read(town.path(&format!("out/{month}/run.json"))).unwrap(), closed, "what is closed stays");
}

/// Replaces a text in a hand-in, whatever it is saved as.
fn replaced(path: &Path, from: &str, to: &str) -> bool {
    if path.extension().is_some_and(|end| end == "csv") {
        let text = fs::read_to_string(path).unwrap();
        fs::write(path, text.replace(from, to)).unwrap();
        return text.contains(from);
    }
    let found = std::cell::Cell::new(false);
    resave(path, |_, rows| {
        for cell in rows.iter_mut().flatten().filter(|cell| *cell == from) {
            *cell = to.to_owned();
            found.set(true);
        }
    });
    found.get()
}

#[test]
fn ten_months_through_files_with_kills() {
    let mut town = Town::new();
    for at in 0..MONTHS.len() {
        one_month(&mut town, at);
        if at == CORRECTED {
            correct(&mut town, at - 1);
        }
    }
    assert!(town.kills > 10, "{}", town.kills);
    // the closed months are as they were closed, and the history has each once
    for month in town.expected.keys() {
        let folder = town.path(&format!("out/{month}"));
        assert!(folder.join("run.json").is_file() && !folder.join(".torimatome").exists());
    }
    let history: Value = serde_json::from_slice(&town.run(&[0], &["history", "--format", "json"]).stdout).unwrap();
    let closed: Vec<&str> = history["runs"]
        .as_array()
        .unwrap()
        .iter()
        .filter(|run| run["closed"] == true)
        .map(|run| run["period"].as_str().unwrap())
        .collect();
    assert_eq!(closed, town.expected.keys().collect::<Vec<_>>());
    // every edit, memo and answer is kept once
    let kept: Value = toml::from_str(&fs::read_to_string(town.path("decisions.toml")).unwrap()).unwrap();
    let blocks = |name: &str| kept[name].as_array().cloned().unwrap_or_default();
    let edits: BTreeSet<(String, String, String, String)> = blocks("edit")
        .iter()
        .map(|edit| {
            let text = |key: &str| edit[key].as_str().unwrap_or_default().to_owned();
            (text("period"), text("record"), text("field"), text("after"))
        })
        .collect();
    assert_eq!(edits.len(), blocks("edit").len());
    let mut wanted: BTreeSet<(String, String, String, String)> = BTreeSet::new();
    for (month, records) in &town.expected {
        let edited = records.iter().filter(|(_, (_, own))| own.is_some());
        wanted.extend(edited.map(|(id, (text, _))| (month.clone(), id.clone(), "done".to_owned(), text.clone())));
    }
    wanted.extend(town.memos.iter().map(|(month, id)| (month.clone(), id.clone(), "memo".to_owned(), format!("{month}のメモ"))));
    assert_eq!(edits, wanted);
    let answers: BTreeSet<String> = blocks("decision").iter().map(|one| one.to_string()).collect();
    assert_eq!(answers.len(), blocks("decision").len());
    assert_eq!(answers.len(), town.answered.len(), "{:#?}\n{:#?}", blocks("decision"), town.answered);
    assert!(
        town.answered.values().any(|answer| *answer == "今後も同じ")
            && town.answered.values().any(|answer| *answer == "確認済み")
    );
}
