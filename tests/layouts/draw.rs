//! Lays a department's initiatives out on sheets, each seed in its own way.

use std::path::Path;

use crate::office::{DEPARTMENTS, DIRECTIONS, Dice, Entry, FIELDS, Field, STAGES, entries, heading};
use crate::paper::{Paper, write};
use crate::told::Told;

/// Makes the workbook of a seed, and tells what is in it.
pub fn workbook(seed: u64, path: &Path) -> Told {
    let mut desk = Desk { dice: Dice::new(seed), paper: Paper::default(), told: Told::default(), row: 0 };
    desk.told.allowed = vec!["missing-department", "near-duplicate-record"];
    desk.paper.name = "取組状況".to_owned();
    match seed % 8 {
        0..4 => desk.one_table(),
        4 => desk.stacked(),
        5 => desk.beside(),
        6 => desk.cards(),
        _ => desk.on_its_side(),
    }
    let Desk { paper, mut told, .. } = desk;
    told.cells = paper.count();
    write(&[paper], path);
    told
}

/// How a table says the direction of its rows.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Direction {
    /// In a column, in every row.
    Each,
    /// In a column, in the first row of several.
    First,
    /// In a column, merged over its rows.
    Merged,
    /// In a line above its rows.
    Caption,
}

/// A table's columns on the sheet.
struct Frame {
    columns: Vec<(u16, Field, String)>,
    direction: Direction,
    depth: u32,
}

impl Frame {
    fn col(&self, field: Field) -> Option<u16> {
        self.columns.iter().find(|(_, own, _)| *own == field).map(|(col, ..)| *col)
    }

    fn left(&self) -> u16 {
        self.columns.first().map_or(0, |(col, ..)| *col)
    }

    fn right(&self) -> u16 {
        self.columns.last().map_or(0, |(col, ..)| *col)
    }
}

struct Desk {
    dice: Dice,
    paper: Paper,
    told: Told,
    row: u32,
}

impl Desk {
    fn note(&mut self, what: &str) {
        if !self.told.layout.is_empty() {
            self.told.layout.push_str(", ");
        }
        self.told.layout.push_str(what);
    }

    /// True in so many of a hundred throws, and noted then.
    fn chance(&mut self, percent: usize, what: &str) -> bool {
        let so = self.dice.chance(percent);
        if so {
            self.note(what);
        }
        so
    }

    fn expect(&mut self, entries: &[Entry]) {
        self.told.records.extend(entries.iter().map(|entry| (entry.id(), entry.line())));
    }

    fn department(&mut self) -> &'static str {
        DEPARTMENTS[self.dice.below(DEPARTMENTS.len())]
    }

    /// Title, 担当課, 提出日 and notes above everything.
    fn head(&mut self, department: &str, left: u16) {
        self.told.file = format!("{department}_取組状況.xlsx");
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

    fn frame(&mut self, left: u16) -> Frame {
        let direction =
            [Direction::Each, Direction::First, Direction::Merged, Direction::Caption][self.dice.below(4)];
        let mut fields: Vec<Field> = FIELDS.to_vec();
        if direction == Direction::Caption {
            fields.retain(|field| *field != Field::Direction);
        }
        if self.chance(30, "other order") {
            self.dice.shuffle(&mut fields);
        }
        for (field, what) in [(Field::Extra, "a column of its own"), (Field::Gap, "a blank column")] {
            if self.chance(12, what) {
                let at = 1 + self.dice.below(fields.len());
                fields.insert(at, field);
            }
        }
        if self.chance(8, "the stage in a column") {
            fields.push(Field::Stage);
        } else if self.chance(8, "a column a stage") {
            fields.extend((0..STAGES.len()).map(Field::Mark));
        }
        if fields.iter().any(|field| matches!(field, Field::Extra | Field::Stage | Field::Mark(_))) {
            self.told.findings.push("unmapped-column");
        }
        let mut columns: Vec<(u16, Field, String)> = Vec::new();
        for (field, col) in fields.into_iter().zip(left..) {
            if field != Field::Gap {
                columns.push((col, field, heading(&mut self.dice, field)));
            }
        }
        let depth = 1 + [0, 0, 1, 1, 2, 3][self.dice.below(6)];
        self.note(&format!("{direction:?}, {depth} heading rows"));
        Frame { columns, direction, depth }
    }

    /// The heading rows of a table.
    fn headings(&mut self, frame: &Frame) {
        let (top, bottom) = (self.row, self.row + frame.depth - 1);
        let pair = |a: Field, b: Field| {
            let (a, b) = (frame.col(a)?, frame.col(b)?);
            (b == a + 1).then_some((a, b))
        };
        let grouped = if frame.depth > 1 { pair(Field::Done, Field::Planned) } else { None };
        let numbered = if frame.depth > 1 { pair(Field::Number, Field::Name) } else { None };
        let marks = frame.col(Field::Mark(0)).filter(|_| frame.depth > 1);
        for (col, field, text) in &frame.columns {
            let in_group = |group: Option<(u16, u16)>| group.is_some_and(|(a, b)| (a..=b).contains(col));
            if in_group(grouped) || in_group(numbered) {
                let low = match field {
                    Field::Number => "番号",
                    Field::Name => "名称",
                    Field::Done => "R7上半期まで",
                    _ => "R7下半期以降（予定）",
                };
                self.paper.put(bottom, *col, low);
            } else if matches!(field, Field::Mark(_)) && marks.is_some() {
                self.paper.put(bottom, *col, text.clone());
            } else {
                self.paper.over((top, *col), (bottom, *col), text.clone());
            }
        }
        if let Some(first) = marks {
            self.paper.over((top, first), (bottom - 1, first + STAGES.len() as u16 - 1), "進捗の段階");
        }
        for (group, words) in [(grouped, ["取組内容", "進捗", "令和7年度"]), (numbered, ["取組", "計画", "計画の位置付け"])] {
            let Some((a, b)) = group else { continue };
            // the word that makes the heading stands right above the lowest row
            for (row, word) in (top..bottom).rev().zip(words) {
                self.paper.over((row, a), (row, b), word);
            }
        }
        self.row = bottom + 1;
    }

    /// A line that says the direction of what follows.
    fn caption(&mut self, frame: &Frame, direction: u32) {
        let title = DIRECTIONS[direction as usize - 1];
        let text = match self.dice.below(4) {
            0 => format!("方向{direction} {title}"),
            1 => format!("（{direction}）{title}"),
            2 => format!("【方向{direction}】{title}"),
            _ => format!("■方向{direction}　{title}"),
        };
        if self.dice.chance(40) {
            self.paper.over((self.row, frame.left()), (self.row, frame.right()), text);
        } else {
            self.paper.put(self.row, frame.left(), text);
        }
        self.row += 1;
    }

    /// The rows of a table.
    fn rows(&mut self, frame: &Frame, entries: &[Entry]) {
        let subtotals = frame.direction != Direction::Caption && self.chance(12, "subtotals");
        let gaps = self.chance(15, "blank rows inside");
        let again = self.chance(12, "headings again");
        let hidden = self.chance(10, "a hidden row").then(|| self.dice.below(entries.len()));
        let below = self.row;
        let mut before = None;
        let mut first = self.row;
        for (index, entry) in entries.iter().enumerate() {
            let next = before != Some(entry.direction);
            if next && before.is_some() {
                self.close_group(frame, first, subtotals);
                self.row += u32::from(gaps);
            }
            if next && frame.direction == Direction::Caption {
                self.caption(frame, entry.direction);
            }
            if index == 3 && again && self.row > below && !next {
                self.close_group(frame, first, false);
                self.headings(frame);
                first = self.row;
            }
            if next {
                first = self.row;
            }
            for (col, field, _) in &frame.columns {
                let shown = match field {
                    Field::Direction => frame.direction == Direction::Each || self.row == first,
                    _ => true,
                };
                let text = match field {
                    Field::Extra => Some("継続".to_owned()),
                    Field::Stage => Some(STAGES[index % STAGES.len()].to_owned()),
                    Field::Mark(stage) => (index % STAGES.len() == *stage).then(|| "○".to_owned()),
                    field => entry.text(*field),
                };
                if let Some(text) = text.filter(|_| shown) {
                    self.paper.put(self.row, *col, text);
                }
            }
            if hidden == Some(index) {
                self.paper.hidden_rows.insert(self.row);
                self.told.findings.push("hidden-row");
            }
            before = Some(entry.direction);
            self.row += 1;
        }
        self.close_group(frame, first, subtotals);
        self.expect(entries);
    }

    /// The end of the rows of one direction.
    fn close_group(&mut self, frame: &Frame, first: u32, subtotals: bool) {
        if let (Direction::Merged, Some(col), true) = (frame.direction, frame.col(Field::Direction), self.row > first + 1) {
            self.paper.merge((first, col), (self.row - 1, col));
        }
        if subtotals && let Some(col) = frame.col(Field::Name) {
            self.paper.put(self.row, col, "小計");
            self.row += 1;
        }
    }

    /// What stands below a table.
    fn foot(&mut self, frame: &Frame, count: usize) {
        if self.chance(15, "a total") {
            self.paper.put(self.row, frame.col(Field::Name).unwrap_or_default(), "合　計");
            if let Some(col) = frame.col(Field::Done) {
                self.paper.put(self.row, col, format!("{count}件"));
            }
            self.row += 1;
        }
        self.row += self.dice.below(2) as u32;
        if self.chance(20, "note below") {
            self.paper.put(self.row, frame.left(), "※ 行が足りない場合は追加してください。");
            self.row += 1;
        }
        if self.chance(10, "signatures") {
            self.row += 1;
            for (col, text) in (frame.left()..).zip(["課長", "係長", "担当"]) {
                self.paper.put(self.row, col, text);
            }
            self.row += 1;
        }
        if self.chance(15, "以上") {
            self.paper.put(self.row, frame.right(), "以上");
            self.row += 1;
        }
    }

    /// An example in the first row.
    fn example(&mut self, frame: &Frame) {
        for (col, field, _) in &frame.columns {
            let text = match field {
                Field::Direction => "1",
                Field::Number => "（例）",
                Field::Name => "○○システムの導入",
                Field::Department => "○○課",
                Field::Description => "○○を効率化する",
                Field::Done => "【導入】\n○月に導入",
                Field::Planned => "【運用開始】\n○月から運用",
                _ => "",
            };
            self.paper.put(self.row, *col, text);
        }
        self.row += 1;
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
            self.told.findings.push("missing-column");
            entries.iter_mut().for_each(|entry| entry.description = "—".to_owned());
        }
        if self.chance(8, "two candidates") {
            frame.depth = 1;
            let col = frame.right() + 1;
            let heading = frame.columns.iter().find(|(_, field, _)| *field == Field::Done).map(|(.., text)| text.clone());
            frame.columns.push((col, Field::Done, heading.unwrap_or_default()));
            self.told.findings.push("ambiguous-column");
        }
        if let Some(col) = frame.col(Field::Extra).filter(|_| self.dice.chance(40)) {
            self.note("a hidden column");
            self.paper.hidden_columns.insert(col);
            self.told.findings.push("hidden-column");
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
        }
        let top = self.row;
        if self.chance(6, "choices at the side") {
            for (row, stage) in (top - 1..).zip(["段階"].into_iter().chain(STAGES)) {
                self.paper.put(row, frame.right() + 2, stage);
            }
            self.told.allowed.extend(["unmapped-column", "outside-form"]);
        }
        self.rows(&frame, &entries);
        self.foot(&frame, count);
    }

    /// Tables one below the other, each with its department above it.
    fn stacked(&mut self) {
        self.note("stacked");
        self.told.file = "全課分.xlsx".to_owned();
        self.paper.put(0, 0, "デジタル行政推進計画に基づく取組状況（R7上半期）");
        self.row = 2;
        let frame = self.frame(0);
        let mut from = 1;
        for department in DEPARTMENTS.iter().take(2 + self.dice.below(3)) {
            self.paper.put(self.row, 0, match self.dice.below(3) {
                0 => format!("【{department}】"),
                1 => (*department).to_owned(),
                _ => format!("担当課：{department}"),
            });
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
        self.told.file = "2課分.xlsx".to_owned();
        self.paper.put(0, 0, "取組状況調査票（R7上半期）");
        let columns: Vec<(Field, String)> =
            FIELDS.iter().map(|field| (*field, heading(&mut self.dice, *field))).collect();
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
