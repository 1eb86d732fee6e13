//! Lays a department's initiatives out on sheets, each seed in its own way.

use std::path::Path;

use super::expected::Expected;
use super::office::{DEPARTMENTS, Dice, Entry, FIELDS, Field, STAGES, entries, heading};
use super::paper::{Paper, write};
use super::table::{Direction, Frame};

/// Makes the workbook of a seed, and tells what is in it.
pub fn workbook(seed: u64, path: &Path) -> Expected {
    let mut desk = Desk { dice: Dice::new(seed), paper: Paper::default(), expected: Expected::default(), row: 0 };
    desk.expected.allowed = vec!["missing-department", "near-duplicate-record"];
    desk.paper.name = "取組状況".to_owned();
    match seed % 8 {
        0..4 => desk.one_table(),
        4 => desk.stacked(),
        5 => desk.beside(),
        6 => desk.cards(),
        _ => desk.on_its_side(),
    }
    let Desk { paper, mut expected, .. } = desk;
    expected.cells = paper.count();
    write(&[paper], path);
    expected
}

/// A workbook in the making.
pub struct Desk {
    pub dice: Dice,
    pub paper: Paper,
    pub expected: Expected,
    /// The next row.
    pub row: u32,
}

impl Desk {
    pub fn note(&mut self, what: &str) {
        if !self.expected.layout.is_empty() {
            self.expected.layout.push_str(", ");
        }
        self.expected.layout.push_str(what);
    }

    /// True in so many of a hundred throws, and noted then.
    pub fn chance(&mut self, percent: usize, what: &str) -> bool {
        let so = self.dice.chance(percent);
        if so {
            self.note(what);
        }
        so
    }

    pub fn expect(&mut self, entries: &[Entry]) {
        self.expected.records.extend(entries.iter().map(|entry| (entry.id(), entry.line())));
    }

    fn department(&mut self) -> &'static str {
        DEPARTMENTS[self.dice.below(DEPARTMENTS.len())]
    }

    /// Title, 担当課, 提出日 and notes above everything.
    fn head(&mut self, department: &str, left: u16) {
        self.expected.file = format!("{department}_取組状況.xlsx");
        if self.chance(80, "title") {
            self.paper.put(self.row, left, "桐瀬市デジタル行政推進計画 取組状況調査票（令和7年度上半期）");
            self.row += 1 + self.dice.below(2) as u32;
        }
        match self.dice.below(4) {
            0 => {}
            1 => {
                self.paper.put(self.row, left, format!("担当課：{department}　担当者：髙橋　内線：2111"));
                self.row += 1;
            }
            2 => {
                self.paper.put(self.row, left, "担当課");
                self.paper.put(self.row, left + 1, department);
                self.paper.put(self.row + 1, left, "提出日");
                self.paper.put(self.row + 1, left + 1, "令和7年10月3日");
                self.row += 2;
            }
            _ => {
                self.paper.put(self.row, left + 4, "令和７年１０月３日");
                self.paper.put(self.row + 1, left + 4, department);
                self.row += 2;
            }
        }
        if self.chance(25, "note above") {
            self.paper.put(self.row, left, "※ 段階を【　】で記入してください。");
            self.row += 1;
        }
        self.row += self.dice.below(2) as u32;
    }

    fn one_table(&mut self) {
        let left = self.dice.below(3) as u16;
        let department = self.department();
        self.head(department, left);
        let mut frame = self.frame(left);
        let count = 2 + self.dice.below(6);
        let mut entries = entries(&mut self.dice, count, department, 1);
        if self.chance(8, "a column is missing") {
            frame.columns.retain(|(_, field, _)| *field != Field::Description);
            // a form that no title asks for has no columns that have to be there
            if self.expected.layout.contains("title") {
                self.expected.findings.push("missing-column");
            }
            entries.iter_mut().for_each(|entry| entry.description = "—".to_owned());
        }
        if self.chance(8, "two candidates") {
            frame.depth = 1;
            let col = frame.right() + 1;
            let heading = frame.columns.iter().find(|(_, field, _)| *field == Field::Done).map(|(.., text)| text.clone());
            frame.columns.push((col, Field::Done, heading.unwrap_or_default()));
            self.expected.findings.push("ambiguous-column");
        }
        if let Some(col) = frame.col(Field::Extra).filter(|_| self.dice.chance(40)) {
            self.note("a hidden column");
            self.paper.hidden_columns.insert(col);
            self.expected.findings.push("hidden-column");
        }
        if self.chance(8, "an example table above") {
            self.paper.put(self.row, left, "【記入例】");
            self.row += 1;
            self.headings(&frame);
            self.example(&frame);
            self.row += 1;
        }
        self.headings(&frame);
        if self.chance(8, "numbered columns") {
            for (place, (col, ..)) in frame.columns.iter().enumerate() {
                self.paper.put(self.row, *col, ["①", "②", "③", "④", "⑤", "⑥", "⑦", "⑧", "⑨", "⑩", "⑪", "⑫", "⑬"][place]);
            }
            self.row += 1;
        }
        if self.chance(12, "an example") {
            self.example(&frame);
        } else if self.chance(8, "a caption, then an example") {
            self.captioned_example(&frame);
        }
        let top = self.row;
        if self.chance(6, "choices at the side") {
            for (row, stage) in (top - 1..).zip(["段階"].into_iter().chain(STAGES)) {
                self.paper.put(row, frame.right() + 2, stage);
            }
            self.expected.allowed.extend(["unmapped-column", "outside-form"]);
        }
        self.rows(&frame, &entries);
        if self.chance(12, "an example below") {
            self.row += self.dice.below(2) as u32;
            self.captioned_example(&frame);
            self.row += 1;
        }
        self.foot(&frame, count);
    }

    /// Tables one below the other, each with its department above it.
    fn stacked(&mut self) {
        self.note("stacked");
        self.expected.file = "全課分.xlsx".to_owned();
        self.paper.put(0, 0, "デジタル行政推進計画に基づく取組状況（R7上半期）");
        self.row = 2;
        let frame = self.frame(0);
        let mut from = 1;
        for department in DEPARTMENTS.iter().take(2 + self.dice.below(3)) {
            self.paper.put(
                self.row,
                0,
                match self.dice.below(3) {
                    0 => format!("【{department}】"),
                    1 => (*department).to_owned(),
                    _ => format!("担当課：{department}"),
                },
            );
            self.row += 1 + self.dice.below(2) as u32;
            self.headings(&frame);
            let count = 1 + self.dice.below(4);
            let entries = entries(&mut self.dice, count, department, from);
            from += count as u32;
            self.rows(&frame, &entries);
            self.row += 1 + self.dice.below(2) as u32;
        }
    }

    /// Two tables side by side, a department each.
    fn beside(&mut self) {
        self.note("side by side");
        self.expected.file = "2課分.xlsx".to_owned();
        self.paper.put(0, 0, "取組状況調査票（R7上半期）");
        let columns: Vec<(Field, String)> = FIELDS.iter().map(|field| (*field, heading(&mut self.dice, *field))).collect();
        let mut from = 1;
        for (place, department) in (0_u16..).zip(DEPARTMENTS.iter().take(2)) {
            let left = place * (columns.len() as u16 + 1);
            let own = (left..).zip(&columns).map(|(col, (field, text))| (col, *field, text.clone())).collect();
            let frame = Frame { columns: own, direction: Direction::Each, depth: 1 };
            self.row = 2;
            self.headings(&frame);
            let count = 1 + self.dice.below(4);
            let entries = entries(&mut self.dice, count, department, from);
            from += count as u32;
            for entry in &entries {
                for (col, field, _) in &frame.columns {
                    self.paper.put(self.row, *col, entry.text(*field).unwrap_or_default());
                }
                self.row += 1;
            }
            self.expect(&entries);
        }
    }

    /// A card for each initiative: labels at the left.
    fn cards(&mut self) {
        self.note("cards");
        let department = self.department();
        self.head(department, 0);
        self.row += 1;
        let labels: Vec<(Field, String)> = FIELDS.iter().map(|field| (*field, heading(&mut self.dice, *field))).collect();
        let count = 1 + self.dice.below(4);
        let entries = entries(&mut self.dice, count, department, 1);
        let merged = self.chance(40, "merged values");
        for entry in &entries {
            for (field, label) in &labels {
                self.paper.put(self.row, 0, label.clone());
                let text = entry.text(*field).unwrap_or_default();
                if merged {
                    self.paper.over((self.row, 1), (self.row, 4), text);
                } else {
                    self.paper.put(self.row, 1, text);
                }
                self.row += 1;
            }
            self.row += 1;
        }
        self.expect(&entries);
    }

    /// The table on its side: a column for each initiative.
    fn on_its_side(&mut self) {
        self.note("on its side");
        let department = self.department();
        self.head(department, 0);
        self.row += 1;
        let count = 2 + self.dice.below(4);
        let entries = entries(&mut self.dice, count, department, 1);
        for field in FIELDS {
            let label = heading(&mut self.dice, field);
            self.paper.put(self.row, 0, label);
            for (col, entry) in (1..).zip(&entries) {
                self.paper.put(self.row, col, entry.text(field).unwrap_or_default());
            }
            self.row += 1;
        }
        self.expect(&entries);
    }
}
