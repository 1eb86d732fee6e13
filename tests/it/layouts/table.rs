//! A table on a sheet: its headings, its rows, and what stands below.

use super::draw::Desk;
use super::office::{DIRECTIONS, Entry, FIELDS, Field, STAGES, heading};

/// How a table says the direction of its rows.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Direction {
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
pub struct Frame {
    pub columns: Vec<(u16, Field, String)>,
    pub direction: Direction,
    pub depth: u32,
}

impl Frame {
    pub fn col(&self, field: Field) -> Option<u16> {
        self.columns.iter().find(|(_, own, _)| *own == field).map(|(col, ..)| *col)
    }

    pub fn left(&self) -> u16 {
        self.columns.first().map_or(0, |(col, ..)| *col)
    }

    pub fn right(&self) -> u16 {
        self.columns.last().map_or(0, |(col, ..)| *col)
    }
}

impl Desk {
    pub fn frame(&mut self, left: u16) -> Frame {
        let direction = [Direction::Each, Direction::First, Direction::Merged, Direction::Caption][self.dice.below(4)];
        let mut fields: Vec<Field> = FIELDS.to_vec();
        if direction == Direction::Caption {
            fields.retain(|field| *field != Field::Direction);
        }
        if self.chance(30, "other order") {
            self.dice.shuffle(&mut fields);
        }
        for (field, what) in [(Field::Extra, "a column of its own"), (Field::Gap, "a blank column")] {
            if self.chance(12, what) {
                // a column behind a gap is none of the table's
                let at = 1 + self.dice.below(fields.len() - usize::from(field == Field::Gap));
                fields.insert(at, field);
            }
        }
        if self.chance(8, "the stage in a column") {
            fields.push(Field::Stage);
        } else if self.chance(8, "a column a stage") {
            fields.extend((0..STAGES.len()).map(Field::Mark));
        }
        if fields.contains(&Field::Extra) {
            self.expected.findings.push("unmapped-column");
        }
        if fields.iter().any(|field| matches!(field, Field::Stage | Field::Mark(_))) {
            self.expected.findings.push("stage-column");
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
    pub fn headings(&mut self, frame: &Frame) {
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
        for (group, words) in [(grouped, ["取組内容", "進捗", "令和7年度"]), (numbered, ["取組", "計画", "計画の位置付け"])]
        {
            let Some((a, b)) = group else { continue };
            // the word that makes the heading stands right above the lowest row
            for (row, word) in (top..bottom).rev().zip(words) {
                self.paper.over((row, a), (row, b), word);
            }
        }
        self.row = bottom + 1;
    }

    /// A line that says the direction of what follows.
    pub fn caption(&mut self, frame: &Frame, direction: u32) {
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
    pub fn rows(&mut self, frame: &Frame, entries: &[Entry]) {
        let apart = frame.columns.iter().any(|(_, field, _)| matches!(field, Field::Stage | Field::Mark(_)));
        let entries: Vec<Entry> = entries.iter().map(|entry| if apart { entry.without_tag() } else { entry.clone() }).collect();
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
                    Field::Stage => Some(entry.stage.to_owned()),
                    Field::Mark(stage) => (STAGES[*stage] == entry.stage).then(|| "○".to_owned()),
                    field => entry.text(*field),
                };
                if let Some(text) = text.filter(|_| shown) {
                    self.paper.put(self.row, *col, text);
                }
            }
            if hidden == Some(index) {
                self.paper.hidden_rows.insert(self.row);
                self.expected.findings.push("hidden-row");
            }
            before = Some(entry.direction);
            self.row += 1;
        }
        self.close_group(frame, first, subtotals);
        self.expect(&entries);
    }

    /// The end of the rows of one direction.
    pub fn close_group(&mut self, frame: &Frame, first: u32, subtotals: bool) {
        if let (Direction::Merged, Some(col), true) = (frame.direction, frame.col(Field::Direction), self.row > first + 1) {
            self.paper.merge((first, col), (self.row - 1, col));
        }
        if subtotals && let Some(col) = frame.col(Field::Name) {
            self.paper.put(self.row, col, "小計");
            self.row += 1;
        }
    }

    /// What stands below a table.
    pub fn foot(&mut self, frame: &Frame, count: usize) {
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

    /// A caption, and an example under it that nothing else tells from an answer than what it holds.
    pub fn captioned_example(&mut self, frame: &Frame) {
        let caption = self.dice.pick(&["（記入例）", "【記入例】", "記入例", "↓記入例", "（例）", "《記載例》"]);
        if self.dice.chance(40) {
            self.paper.over((self.row, frame.left()), (self.row, frame.right()), caption);
        } else {
            self.paper.put(self.row, frame.left(), caption);
        }
        self.row += 1;
        let spelt_out = self.chance(30, "spelt out");
        if spelt_out {
            self.expected.findings.push("unclear-example");
        }
        for (col, field, _) in &frame.columns {
            let text = match (field, spelt_out) {
                (Field::Direction, _) => "1",
                (Field::Number, _) => "1",
                (Field::Name, false) => "窓口の予約",
                (Field::Name, true) => "健診の予約",
                (Field::Department, _) => "健康づくり課",
                (Field::Description, _) => "待つ時間を半分にする",
                (Field::Done, false) => "【導入】○月に契約した",
                (Field::Done, true) => "【導入】8月に契約した",
                (Field::Planned, _) => "【運用開始】次の4月から受け付ける",
                _ => "",
            };
            self.paper.put(self.row, *col, text);
        }
        self.row += 1;
    }

    /// An example in the first row.
    pub fn example(&mut self, frame: &Frame) {
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
}
