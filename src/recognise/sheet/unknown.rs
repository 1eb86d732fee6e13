//! Tables that are of no kind: one finding each, with what the nearest kind lacks.

use std::collections::BTreeSet;

use super::report::shorten;
use super::{Walk, nearest};
use crate::form::{FieldType, Form};
use crate::model::{CellRange, Finding, Reason, RecordKind, Visibility};
use crate::recognise::heading::{HeadingBlock, HeadingColumn};
use crate::recognise::info;
use crate::recognise::ledger_builder::Use;
use crate::recognise::pairs::Pairs;
use crate::recognise::vocabulary::Closeness;
use crate::rules;
use crate::source::{RawCell, RawValue, is_blank};

/// A heading is quoted up to here, and so many of them.
const QUOTED: usize = 12;
const NAMED: usize = 8;
/// So many rows below the headings are looked at.
const LOOK: u32 = 40;
/// So many rows below a part of a table, the next part begins at the latest.
const GAP: u32 = 3;
/// So many lines make a list of goals, measures and items.
const OUTLINE: usize = 5;

impl Walk<'_, '_> {
    /// Does a heading say what its kind has to have? A list of names and remarks is no report of progress, unless its form
    /// was asked for.
    pub(super) fn is_of_its_kind(&self, block: &HeadingBlock) -> bool {
        let Some(form) = self.vocabulary.forms.get(block.form) else { return false };
        if form.record != RecordKind::Progress || self.vocabulary.forms.len() == 1 || self.out.stamp.is_some() {
            return true;
        }
        let tells = |column: usize| form.columns.get(column).is_some_and(|column| column.kind == FieldType::Stages);
        let describes = |column: usize| form.columns.get(column).is_some_and(|column| column.field == "description");
        let has = |column: &HeadingColumn, is: &dyn Fn(usize) -> bool, surely: bool| {
            let mut own = column.matches.iter().filter(|m| m.form == block.form && is(m.column));
            own.any(|m| (m.closeness != Closeness::Also) == surely)
        };
        let names = |column: usize| form.columns.get(column).is_some_and(|column| column.field == "names");
        let is_named = |column: &HeadingColumn| has(column, &names, true) || has(column, &names, false);
        if !block.columns.iter().any(is_named) {
            return false;
        }
        let columns = || block.columns.iter().enumerate();
        // 内容 alone is no report; beside 施策内容 it is
        let beside = |at: usize| columns().any(|(other, column)| other != at && has(column, &describes, true));
        columns().any(|(at, column)| has(column, &tells, true) || has(column, &tells, false) && beside(at))
            || Pairs::find(self.headings, block).is_some()
    }

    /// Sets aside the tables of a sheet that were not recognised; one finding each.
    pub(super) fn report_unknown_tables(&mut self) {
        if self.grid.visibility != Visibility::Visible || self.is_other_sheet() || self.explains {
            return;
        }
        let blocks = self.unknown_blocks();
        if blocks.is_empty() {
            return self.report_outline();
        }
        for rows in blocks {
            let cells: Vec<&RawCell> = rows.iter().flat_map(|row| self.grid.row(*row)).collect();
            let cols = || cells.iter().map(|cell| cell.at.col);
            let (Some(first), Some(last)) = (rows.first(), rows.last()) else { continue };
            let (Some(left), Some(right)) = (cols().min(), cols().max()) else { continue };
            let range = CellRange::new(crate::model::Address::new(*first, left), crate::model::Address::new(*last, right));
            let within = |at: crate::model::Address| (*first..=*last).contains(&at.row);
            self.others.retain(|(range, _)| !within(range.first));
            let texts: BTreeSet<&str> = cells.iter().map(|cell| cell.shown.trim()).collect();
            self.out.titles.retain(|title| !texts.contains(title.as_str()));
            self.out.unlabelled.retain(|(at, _)| !within(*at));
            self.out.no_records = self.out.no_records.take().filter(|(at, _)| !within(*at));
            self.out.info.department = self.out.info.department.take().filter(|(_, at)| !within(*at));
            if cells.iter().any(|cell| matches!(cell.value, RawValue::Date(_)) || crate::model::date(&cell.shown).is_some()) {
                self.out.info.submitted = None;
            }
            for cell in cells {
                self.ledger.set_aside(cell.at, Reason::UnknownTable);
            }
            let finding = self.unknown_table(*first, range);
            self.out.findings.push(finding);
        }
    }

    /// A list of goals, measures and items without headings, distinguished by their numbers and indents: one finding.
    fn report_outline(&mut self) {
        if !self.out.tables.is_empty() {
            return;
        }
        let mut rows: Vec<u32> = self.grid.cells.iter().map(|cell| cell.at.row).collect();
        rows.dedup();
        let level = |row: &u32| outline_level(self.grid.row(*row));
        let numbered: Vec<(u32, String)> = rows.iter().filter_map(|row| Some((*row, level(row)?))).collect();
        let levels: BTreeSet<&String> = numbered.iter().map(|(_, level)| level).collect();
        let (Some((first, _)), Some((last, _))) = (numbered.first(), numbered.last()) else { return };
        let within: Vec<u32> = rows.iter().copied().filter(|row| (*first..=*last).contains(row)).collect();
        if numbered.len() < OUTLINE || levels.len() < 2 || numbered.len() * 10 < within.len() * 8 {
            return;
        }
        let cells: Vec<&RawCell> = within.iter().flat_map(|row| self.grid.row(*row)).collect();
        let cols = || cells.iter().map(|cell| cell.at.col);
        let (Some(left), Some(right)) = (cols().min(), cols().max()) else { return };
        let range = CellRange::new(crate::model::Address::new(*first, left), crate::model::Address::new(*last, right));
        let texts: BTreeSet<&str> = cells.iter().map(|cell| cell.shown.trim()).collect();
        self.out.titles.retain(|title| !texts.contains(title.as_str()));
        let lines = cells.iter().take(NAMED).map(|cell| format!("「{}」", shorten(cell.shown.trim(), QUOTED)));
        let finding = Finding::new(rules::UNKNOWN_TABLE, self.place.clone().at(range))
            .with("headings", lines.collect::<String>())
            .with("kind", "施策の表")
            .with("kind_en", "a table of measures")
            .with("lacks", "見出しの行（「施策」「主な取組」など）")
            .with("lacks_en", "row of headings (施策, 主な取組)")
            .with("matched", "（番号や字下げだけで書かれています）")
            .with("matched_en", " (it is written with numbers and indents alone)")
            .with("file", self.place.file.as_deref().unwrap_or_default());
        for cell in cells {
            self.ledger.set_aside(cell.at, Reason::UnknownTable);
        }
        self.out.findings.push(finding);
    }

    /// Blocks of rows that make a table: a line of headings and at least one more row of the same columns.
    fn unknown_blocks(&self) -> Vec<Vec<u32>> {
        let mut rows: Vec<u32> = self.grid.cells.iter().map(|cell| cell.at.row).collect();
        rows.dedup();
        let mut blocks: Vec<Vec<u32>> = Vec::new();
        for row in rows.into_iter().filter(|row| self.may_be_of_table(*row)) {
            match blocks.last_mut() {
                Some(block) if block.last().is_some_and(|last| last + 1 == row) => block.push(row),
                _ => blocks.push(vec![row]),
            }
        }
        for block in &mut blocks {
            // a title beside a day stands over the headings
            let widest = block.iter().map(|row| self.grid.row(*row).len()).max().unwrap_or_default();
            let above = block.iter().take_while(|row| self.grid.row(**row).len() * 2 <= widest).count();
            block.drain(..above);
        }
        blocks.retain(|block| block.len() >= 2 && self.has_heading(block));
        // a blank line or a caption between its parts does not make two tables of one
        let mut tables: Vec<Vec<u32>> = Vec::new();
        for block in blocks {
            let goes_on = |table: &&mut Vec<u32>| {
                table
                    .last()
                    .zip(block.first())
                    .is_some_and(|(last, first)| first - last <= GAP && !self.has_own_headings(table, *first))
            };
            match tables.last_mut().filter(goes_on) {
                Some(table) => table.extend(block),
                None => tables.push(block),
            }
        }
        tables
    }

    /// Does a row hold known headings of its own, as many as the first row of the table above?
    fn has_own_headings(&self, table: &[u32], row: u32) -> bool {
        let known = |row: u32| self.grid.row(row).iter().filter(|cell| !self.vocabulary.find(&cell.shown).is_empty()).count();
        table.first().is_some_and(|first| known(row) >= 2 && known(row) >= known(*first))
    }

    /// Several cells that are not set aside for what they are: no label and its value, no rule of signatures.
    fn may_be_of_table(&self, row: u32) -> bool {
        let cells = self.grid.row(row);
        // beside a table that was recognised, its own titles and notes stay what they are
        let alone = self.out.tables.is_empty();
        let is_label = |at: usize| cells.get(at).is_some_and(|cell: &RawCell| info::label(&cell.shown).is_some());
        // 氏名, 所属, 内線 are headings of a list
        let labelled = is_label(0) && !is_label(1) && cells.len() <= 4;
        let loose = |cell: &RawCell| {
            matches!(self.ledger.usage(cell.at), Some(Use::Open | Use::Aside(Reason::OtherTable | Reason::NoRecords)))
                || alone
                    && matches!(
                        self.ledger.usage(cell.at),
                        Some(Use::Aside(Reason::Title | Reason::Note | Reason::SubmissionInfo))
                    )
        };
        cells.iter().filter(|cell| !is_blank(&cell.shown)).count() >= 2 && !labelled && cells.iter().all(loose)
    }

    /// Is the first row of a block one of headings: short words over columns that the next row goes on with?
    fn has_heading(&self, block: &[u32]) -> bool {
        let [first, below @ ..] = block else { return false };
        let heading = self.grid.row(*first);
        let word = |cell: &RawCell| cell.value == RawValue::Text && cell.shown.chars().count() <= 30;
        // days or months behind a word
        let number = |cell: &RawCell| cell.shown.trim().parse::<u32>().ok();
        let counted = |cells: &[RawCell]| {
            let numbers: Vec<Option<u32>> = cells.iter().map(number).collect();
            numbers.len() >= 3 && numbers.windows(2).all(|pair| matches!(pair, [Some(one), Some(two)] if one + 1 == *two))
        };
        let short = heading.iter().all(word) || heading.split_first().is_some_and(|(first, rest)| word(first) && counted(rest));
        let under = |row: &u32| {
            let own = self.grid.row(*row).iter();
            own.filter(|cell| heading.binary_search_by_key(&cell.at.col, |above| above.at.col).is_ok()).count() >= 2
        };
        // years can stand between a merged heading and the rows
        short && below.iter().take(2).any(under)
    }

    /// The form of declared columns that knows more of the headings than a kind does.
    fn nearest_form(&self, headings: &[&RawCell], known: usize) -> Option<&Form> {
        let declared = self.vocabulary.forms.iter().enumerate().filter(|(_, form)| form.record == RecordKind::Table);
        let matches = |at: usize| {
            let of = |cell: &&&RawCell| self.vocabulary.find(&cell.shown).iter().any(|m| m.form == at);
            headings.iter().filter(of).count()
        };
        let ranked = declared.map(|(at, form)| (matches(at), std::cmp::Reverse(at), *form));
        let (count, _, form) = ranked.max_by_key(|(count, at, _)| (*count, *at))?;
        (count >= 2 && count > known).then_some(form)
    }

    /// A table that is nearest to one of declared columns, and lacks some of them.
    fn unlike_form(&self, form: &Form, cells: &[&RawCell], range: CellRange) -> Finding {
        let quoted = |texts: Vec<String>| texts.iter().take(NAMED).map(|text| format!("「{}」", shorten(text, QUOTED))).collect();
        let of = |text: &str| -> Vec<usize> {
            let found = self.vocabulary.find(text);
            let own = found.iter().filter(|m| self.vocabulary.forms.get(m.form).is_some_and(|other| other.id == form.id));
            own.map(|m| m.column).collect()
        };
        let there: BTreeSet<usize> = cells.iter().flat_map(|cell| of(&cell.shown)).collect();
        let columns = form.columns.iter().enumerate().filter(|(_, column)| !column.derived && column.kind != FieldType::Skip);
        let needed: Vec<_> = columns.clone().filter(|(_, column)| column.required).collect();
        let needed = if needed.is_empty() { columns.collect() } else { needed };
        let lacking = needed.iter().filter(|(at, _)| !there.contains(at)).map(|(_, column)| column.heading_for(None));
        let known = cells.iter().filter(|cell| !of(&cell.shown).is_empty()).map(|cell| cell.shown.trim().to_owned());
        let known: String = quoted(known.collect());
        let lacks: String = quoted(lacking.collect());
        // all columns are there, and the line that says what the table is is not
        let title: String = quoted(form.titles.iter().take(1).cloned().collect());
        let (lacks, lacks_en) = match lacks.is_empty() {
            true => (format!("表題{title}"), format!("title {title}")),
            false => (format!("{lacks}の列"), format!("column {lacks}")),
        };
        let (matched, matched_en) = if known.is_empty() {
            ("（合う見出しは1つもありません）".to_owned(), " (no heading fits)".to_owned())
        } else {
            (format!("（合う見出しは{known}）"), format!(" (what fits: {known})"))
        };
        let headings: String = quoted(cells.iter().map(|cell| cell.shown.trim().to_owned()).collect());
        Finding::new(rules::UNKNOWN_TABLE, self.place.clone().at(range))
            .with("headings", headings)
            .with("kind", format!("様式「{}」", form.name))
            .with("kind_en", format!("the form “{}”", form.id))
            .with("lacks", lacks)
            .with("lacks_en", lacks_en)
            .with("matched", matched)
            .with("matched_en", matched_en)
            .with("file", self.place.file.as_deref().unwrap_or_default())
    }

    fn unknown_table(&self, heading: u32, range: CellRange) -> Finding {
        let headings: Vec<&RawCell> = self.grid.row(heading).iter().collect();
        let quoted = |cells: &[&RawCell]| {
            let named = cells.iter().take(NAMED).map(|cell| format!("「{}」", shorten(cell.shown.trim(), QUOTED)));
            named.collect::<String>()
        };
        let below: Vec<&RawCell> =
            (heading + 1..=range.last.row.min(heading + LOOK)).flat_map(|row| self.grid.row(row)).collect();
        let nearest = nearest::nearest(self.vocabulary, &headings, &below);
        if let Some(form) = self.nearest_form(&headings, nearest.matched.len()) {
            return self.unlike_form(form, &headings, range);
        }
        let (matched, matched_en) = if nearest.matched.is_empty() {
            ("（合う見出しは1つもありません）".to_owned(), " (no heading fits)".to_owned())
        } else {
            let named = quoted(&nearest.matched);
            (format!("（合う見出しは{named}）"), format!(" (what fits: {named})"))
        };
        let file = self.place.file.as_deref().unwrap_or_default();
        Finding::new(rules::UNKNOWN_TABLE, self.place.clone().at(range))
            .with("headings", quoted(&headings))
            .with("kind", nearest.kind.ja)
            .with("kind_en", nearest.kind.en)
            .with("lacks", nearest.lacks.iter().map(|texts| texts.ja).collect::<Vec<_>>().join("と"))
            .with("lacks_en", nearest.lacks.iter().map(|texts| texts.en).collect::<Vec<_>>().join(" and no "))
            .with("matched", matched)
            .with("matched_en", matched_en)
            .with("file", file)
    }
}

/// The level of a line of a list, by its column, its indent and the kind of its number: 基本目標1, (1), ①.
fn outline_level(cells: &[RawCell]) -> Option<String> {
    const LONGEST: usize = 50;
    let first = cells.first()?;
    let text = first.shown.trim_start_matches('\n').trim_end();
    let last = cells.last()?.shown.trim();
    if cells.len() > 3 || last.chars().count() > LONGEST || last.contains('。') || info::label(&first.shown).is_some() {
        return None;
    }
    let indent = text.chars().take_while(|c| c.is_whitespace()).count();
    let body = text.trim_start();
    let kind = |c: char| match c {
        '①'..='⑳' => '①',
        'Ⅰ'..='Ⅻ' => 'Ⅰ',
        _ if c.is_numeric() => '1',
        _ => c,
    };
    let mut signs = body.chars();
    let sign = match (signs.next()?, signs.next()) {
        (open @ ('(' | '（'), Some(number)) if number.is_numeric() => format!("({}", kind(number)).replace(open, "("),
        (number, _) if number.is_numeric() => kind(number).to_string(),
        ('・' | '○' | '●' | '■' | '□' | '◆' | '◇', _) => body.chars().take(1).collect(),
        ('第', Some(number)) if number.is_numeric() => "第".to_owned(),
        _ => {
            // 基本目標1 …
            let word: String = body.chars().take_while(|c| !c.is_numeric() && !c.is_whitespace()).collect();
            let counted = body[word.len()..].trim_start().starts_with(char::is_numeric);
            (counted && (2..=4).contains(&word.chars().count())).then_some(word)?
        }
    };
    Some(format!("{} {indent} {sign}", first.at.col))
}
