//! Tables of a kind, whatever their headings are: between those of forms, which win for their own headings.

use super::Walk;
use crate::form::FieldType;
use crate::form::vocabulary::Facet;
use crate::model::{Address, RecordKind};
use crate::recognise::RawTable;
use crate::recognise::heading::{HeadingBlock, HeadingColumn};
use crate::recognise::kinds::Found;
use crate::recognise::vocabulary::{Closeness, Match};
use crate::source::RawValue;

/// So many rows below a heading are looked at.
const LOOK: u32 = 40;

/// Texts of so many characters tell something.
const TELLING: usize = 7;

/// So many headings of 取組状況 leave no doubt.
const MANY: usize = 5;

impl Walk<'_, '_> {
    /// Takes the tables of a kind that begin at a row, unless a form's own headings are there; gives the first row below.
    pub(super) fn of_a_kind(&mut self, row: u32, of_form: Option<&HeadingBlock>) -> Option<u32> {
        if of_form.is_some_and(|block| self.is_of_form(block) && !self.has_foreign_caption(row, block)) {
            return None;
        }
        let floor = self.out.tables.last().map_or(0, |table| table.range.last.row + 1);
        // lines above the last record are not around what begins here: without this, every part would look at all before it
        let tables = self.out.tables.last().into_iter().chain(self.open.as_ref().map(|open| &open.table));
        let last = tables.filter_map(|table| Some(table.rows.last()?.row)).max();
        let floor = last.map_or(floor, |last| floor.max((last + 1).min(row.saturating_sub(1))));
        let found = self.kinds.find(row, floor);
        let end = found.iter().map(|one| one.end).max()?;
        let firm = found.iter().any(|one| one.firm);
        let figures = found.iter().any(|one| one.firm && one.kind == RecordKind::Indicator);
        // years alone over texts, three at least
        let alone = |heading: &str| {
            let facets = self.vocabulary.facets(heading.rsplit('\n').next().unwrap_or_default().trim());
            facets.time.is_some() && facets.sets.iter().all(|set| set.is_empty()) && facets.known() >= 0.9
        };
        let years_alone: std::collections::BTreeSet<_> = found
            .iter()
            .filter(|one| one.firm && one.kind == RecordKind::Schedule)
            .flat_map(|one| &one.table.columns)
            .filter(|column| alone(&column.heading))
            .filter_map(|column| column.years)
            .collect();
        let by_form = |block: &HeadingBlock| {
            if years_alone.len() >= 3 || self.has_foreign_caption(row, block) || repeats_years(block) {
                return false;
            }
            let of_progress = self.vocabulary.forms.get(block.form).is_some_and(|form| form.record == RecordKind::Progress);
            let is_report = !firm && (self.tells_of_progress(block) || fields_of(block) >= MANY);
            // nothing but figures of two roles tells of no progress, whatever its headings are
            let counts = of_progress && figures && !self.tells_of_progress(block) && fields_of(block) < MANY;
            // what was done and what is planned, of two years, is no schedule
            let years: std::collections::BTreeSet<_> =
                found.iter().flat_map(|one| &one.table.columns).filter_map(|column| column.years).collect();
            let is_stages = |m: &Match| {
                let form = self.vocabulary.forms.get(m.form).and_then(|form| form.columns.get(m.column));
                form.is_some_and(|column| column.kind == FieldType::Stages) && !m.closeness.is_near()
            };
            let texts = block.columns.iter().filter(|column| column.matches.iter().any(is_stages)).count();
            if of_progress && years.len() <= 2 && texts >= 2 && self.tells_of_progress(block) && !figures {
                return true;
            }
            !counts && !self.explains_more(block, &found) || of_progress && (is_report || !figures && self.is_complete(block))
        };
        if of_form.is_some_and(by_form) {
            return None;
        }
        self.close_table();
        self.last_row = self.kinds.rows.iter().copied().take_while(|row| *row < end).last();
        let mut loose = Vec::new();
        for Found { mut table, uses, loose: rows, findings, .. } in found {
            let own = std::mem::take(&mut table.captions);
            table.captions = std::mem::take(&mut self.captions);
            table.captions.extend(own);
            table.info = std::mem::take(&mut self.info);
            for (cell, usage) in uses {
                self.ledger.mark(cell, usage);
            }
            self.out.findings.extend(findings);
            self.out.tables.push(table);
            loose.extend(rows);
        }
        loose.sort_unstable();
        loose.dedup();
        let grid = self.grid;
        for row in loose {
            self.outside(grid.row(row));
        }
        Some(end)
    }

    /// Does the line right above a heading say which goal or measure it is of, in words that the form does not know?
    fn has_foreign_caption(&self, row: u32, block: &HeadingBlock) -> bool {
        let Some(form) = self.vocabulary.forms.get(block.form) else { return false };
        if matches!(form.record, RecordKind::Progress | RecordKind::Table) || self.vocabulary.kinds.is_empty() {
            return false;
        }
        let above = (row.saturating_sub(2)..row)
            .rev()
            .find_map(|row| self.grid.row(row).first().filter(|_| self.grid.row(row).len() == 1));
        above.is_some_and(|cell| {
            let text = cell.shown.trim();
            // of the words that make its ids, those that captions give: (1) 産業 is no 1-1 窓口
            let needed = |name: &str| form.record_id.as_ref().is_some_and(|id| id.contains(&format!("{{{name}}}")));
            let any = form.captions.iter().any(|pattern| {
                let names = pattern.split('{').skip(1).filter_map(|part| part.split(['}', ':']).next());
                names.into_iter().any(needed)
            });
            let patterns = form.caption_patterns();
            let found = patterns.iter().find_map(|caption| caption.find(text));
            let ours = found.is_some_and(|values| !any || values.iter().any(|(name, _)| needed(name)));
            self.kinds.names_a_level(text) && !ours
        })
    }

    /// Is a table that a form's labels name rather one of its kind on its side, with more of its rows known?
    pub(super) fn lies_on_its_side(&self, row: u32, by_form: &RawTable) -> bool {
        let record = self.vocabulary.forms.get(by_form.form).map(|form| form.record);
        let own = || self.kinds.on_its_side(row).filter(|found| Some(found.kind) == record);
        !matches!(record, Some(RecordKind::Progress | RecordKind::Table)) && own().is_some()
    }

    /// Are all needed headings of a form there word for word, and no others?
    fn is_of_form(&self, block: &HeadingBlock) -> bool {
        let Some(form) = self.vocabulary.forms.get(block.form) else { return false };
        if form.record == RecordKind::Table {
            return true;
        }
        let known =
            |column: &HeadingColumn| column.matches.iter().any(|m| matches!(m.closeness, Closeness::Exact | Closeness::Alias));
        let has = |at: usize| {
            let of = |m: &Match| m.column == at && matches!(m.closeness, Closeness::Exact | Closeness::Alias);
            block.columns.iter().any(|column| column.matches.iter().any(of))
        };
        let needed = form.columns.iter().enumerate().filter(|(_, column)| column.required && !column.elsewhere);
        form.record != RecordKind::Progress
            && !repeats_years(block)
            && needed.clone().all(|(at, _)| has(at))
            && block.columns.iter().all(known)
    }

    /// Does a table of 取組状況 tell in texts what was done or is planned?
    fn tells_of_progress(&self, block: &HeadingBlock) -> bool {
        let Some(form) = self.vocabulary.forms.get(block.form).filter(|form| form.record == RecordKind::Progress) else {
            return false;
        };
        let telling = [Facet::Done, Facet::Planned, Facet::State, Facet::Actual, Facet::Forecast];
        block.columns.iter().any(|column| {
            let of = |m: &&Match| {
                let stages = form.columns.get(m.column).is_some_and(|column| column.kind == FieldType::Stages);
                stages && matches!(m.closeness, Closeness::Exact | Closeness::Alias)
            };
            let Some(m) = column.matches.iter().find(of) else { return false };
            let facets = self.vocabulary.facets(&column.text);
            let says = m.period.is_some() || m.closeness == Closeness::Exact || telling.iter().any(|facet| facets.has(*facet));
            says && self.holds_texts(block, column.col)
        })
    }

    /// Are the cells of a column texts of some length? Where there are none, they are to be filled in.
    fn holds_texts(&self, block: &HeadingBlock, col: u32) -> bool {
        let cells = (block.rows.end..block.rows.end + LOOK).filter_map(|row| self.grid.get(Address::new(row, col)));
        let (mut count, mut texts) = (0_usize, 0_usize);
        for cell in cells {
            count += 1;
            let long = cell.shown.trim().chars().count() >= TELLING || cell.shown.contains('【');
            texts += usize::from(cell.value == RawValue::Text && long);
        }
        count == 0 || texts * 5 >= count * 2
    }

    /// Does a kind know more of the columns than a form does?
    fn explains_more(&self, block: &HeadingBlock, found: &[Found]) -> bool {
        let by_form = fields_of(block);
        let (known, all) = found.iter().fold((0, 0), |(known, all), one| (known + one.known.0, all + one.known.1));
        !self.is_complete(block) || known > by_form || all > block.columns.len()
    }

    /// Has a form's heading all columns that the form needs?
    fn is_complete(&self, block: &HeadingBlock) -> bool {
        let Some(form) = self.vocabulary.forms.get(block.form) else { return false };
        let has = |at: usize| {
            block.columns.iter().any(|column| column.matches.iter().any(|m| m.column == at && !m.closeness.is_near()))
        };
        form.columns.iter().enumerate().filter(|(_, column)| column.required && !column.elsewhere).all(|(at, _)| has(at))
    }
}

/// How many fields of its form the headings are, word for word; a year counts once.
fn fields_of(block: &HeadingBlock) -> usize {
    let firm = |m: &&Match| matches!(m.closeness, Closeness::Exact | Closeness::Alias);
    let matched = block.columns.iter().filter_map(|column| column.matches.iter().find(firm));
    let mut fields: Vec<_> = matched.map(|m| (m.column, m.years)).collect();
    fields.sort_unstable();
    fields.dedup();
    fields.len()
}

/// Does one year stand over several columns: quarters, or 内容 beside 事業費?
fn repeats_years(block: &HeadingBlock) -> bool {
    let dated = block.columns.iter().filter_map(|column| column.matches.first()).map(|m| (m.column, m.years));
    let mut years: Vec<(usize, Option<crate::model::FiscalYears>)> = dated.filter(|(_, years)| years.is_some()).collect();
    let count = years.len();
    years.sort_unstable();
    years.dedup();
    years.len() != count
}
