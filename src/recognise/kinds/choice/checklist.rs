//! Checklists: items, and marks or words for how they stand.

use jiff::civil::Date;

use super::Role;
use super::trial::Trial;
use crate::form::vocabulary::{CellWord, Facet, FacetSet, Lexicon};
use crate::model::text::fold;
use crate::model::{FiscalYears, Period, Reason, date};
use crate::recognise::info;
use crate::recognise::parts::period_of;

/// The year of parts where nothing tells it: it only puts them in their order.
const ANY: i16 = 2000;

impl Trial<'_> {
    pub(super) fn checklist(&mut self) -> bool {
        let lexicon = Lexicon::get();
        self.common();
        let leaf =
            |trial: &Self, at: usize| trial.stacks.get(at).map(|stack| stack.lowest().1.trim().to_owned()).unwrap_or_default();
        let marked = |trial: &Self, at: usize| trial.seen.get(at).is_some_and(|seen| seen.share(seen.marks) >= 0.8);
        // a column a department
        let crossings: Vec<usize> = (0..self.len())
            .filter(|at| self.free(*at) && info::is_department_name(&leaf(self, *at)) && marked(self, *at))
            .collect();
        if crossings.len() >= 2 {
            for at in crossings {
                self.set(at, Role::Crossing(leaf(self, at)), 0.95);
            }
        }
        // a column a state, ○ in one of them
        let states: Vec<usize> = (0..self.len())
            .filter(|at| {
                let word = leaf(self, *at);
                let is = |wanted| lexicon.is(&word, wanted);
                let empty = self.seen.get(*at).is_some_and(|seen| seen.filled == 0);
                self.free(*at)
                    && (is(CellWord::Yes) || is(CellWord::No) || is(CellWord::Status) || is(CellWord::Half))
                    && (marked(self, *at) || empty)
            })
            .collect();
        let filled = states.iter().filter(|at| marked(self, **at)).count();
        if states.len() >= 2 && filled >= 1 && self.exclusive(&states) {
            for at in states {
                self.set(at, Role::State(leaf(self, at)), 0.95);
            }
        }
        self.items_across(&marked, &leaf);
        self.times_of_marks(&marked);
        self.aspects(&marked, &leaf);
        self.fields(&["supported"], Self::weight);
        self.fields(
            &["status"],
            |trial, at, field| if trial.position("supported").is_some() { 0.0 } else { trial.weight(at, field) },
        );
        if self.roles.iter().any(|role| matches!(role, Role::Aspect(_))) {
            // what else is marked is asked apart
        } else if self.position("supported").is_none() && self.position("status").is_none() {
            self.marks_under_no_word(&marked);
        }
        if self.position("supported").is_none() && self.position("status").is_none() {
            self.states_under_no_word();
        }
        let answered = self.position("supported").is_some()
            || self.position("status").is_some()
            || self.roles.iter().any(|role| matches!(role, Role::State(_) | Role::Crossing(_) | Role::Item(_) | Role::Aspect(_)));
        if !answered {
            self.fields(&["department"], Self::weight);
            return self.position("department").is_some() && self.lists();
        }
        self.fields(&["department", "category", "item", "note"], |trial, at, field| {
            let weight = trial.weight(at, field);
            // the column with as many texts as rows names them
            let repeats = trial.seen.get(at).is_some_and(|seen| seen.filled >= 4 && seen.distinct.len() * 2 <= seen.filled);
            match field {
                "item" if repeats || trial.stands_over_items(at) => weight * 0.6,
                "category" if !repeats => weight * 0.7,
                _ => weight,
            }
        });
        if self.position("item").is_none() && !self.roles.iter().any(|role| matches!(role, Role::Item(_))) {
            self.unknown_name();
        }
        for at in (0..self.len()).filter(|at| self.free(*at)).collect::<Vec<_>>() {
            if self.has(at, Facet::Number) {
                self.set(at, Role::Aside(Reason::Mark), 1.0);
            }
        }
        let across = self.roles.iter().any(|role| matches!(role, Role::Item(_)));
        match self.position("item") {
            Some(item) => self.spill_over(item),
            None if across => {}
            None => return false,
        }
        // a table that tells in texts what was done is about progress
        let reports = (0..self.len()).any(|at| {
            let long = self.seen.get(at).is_some_and(|seen| seen.length() >= 15.0 && seen.filled >= 1);
            self.free(at)
                && long
                && self.stacks.get(at).is_some_and(|stack| {
                    [Facet::Content, Facet::Actual, Facet::State, Facet::Planned, Facet::Done]
                        .iter()
                        .any(|facet| stack.leaf.has(*facet))
                })
        });
        // 実績 and 予定 beside each other, both in words
        let tells = |facets: &[Facet]| {
            (0..self.len()).any(|at| {
                let in_words = self.seen.get(at).is_some_and(|seen| seen.filled >= 1 && seen.states == 0 && seen.numeric == 0);
                self.free(at) && in_words && facets.iter().any(|facet| self.has(at, *facet))
            })
        };
        let reports = reports || tells(&[Facet::Actual]) && tells(&[Facet::Content, Facet::Planned]);
        // a list of places or days with a mark among its columns is no list of what is done
        let dated = |at: &usize| self.seen.get(*at).is_some_and(|seen| seen.filled > 0 && seen.share(seen.days) >= 0.8);
        let unknown = (0..self.len()).filter(|at| self.free(*at) && !dated(at)).count();
        let owned = self.position("department").is_some()
            || across
            || self.roles.iter().any(|role| matches!(role, Role::Crossing(_) | Role::Aspect(_) | Role::State(_)));
        // 点検事項 and 適否 ask; what stands beside them does not matter
        let heading = |name: &str| self.position(name).and_then(|at| self.stacks.get(at)).map(|stack| fold(stack.lowest().1));
        let holds = |name: &str, words: &[&str]| heading(name).is_some_and(|text| words.iter().any(|word| text.contains(word)));
        let asked = holds("item", &["点検", "確認", "チェック"])
            || holds("supported", &["適否", "適合", "遵守", "点検", "確認", "チェック"]);
        !reports && (owned || unknown <= 1 || asked && unknown <= 3)
    }

    /// ○ under 4月, 5月, 6月 or under days: the last that is filled in, of the report's period if there is one, is how it stands.
    fn times_of_marks(&mut self, marked: &impl Fn(&Self, usize) -> bool) {
        let year = self.around.report.map(Period::fiscal_year).or(self.around.year).unwrap_or(ANY);
        let time = |trial: &Self, at: usize| {
            let stack = trial.stacks.get(at).filter(|_| trial.free(at))?;
            let plain = stack.leaf.sets.iter().any(|set| set.is_empty());
            let day = || day_of(stack.lowest().1, year);
            let part = || {
                let own = stack.all.time.years.and_then(FiscalYears::only).unwrap_or(year);
                let years = || stack.all.time.years.and_then(FiscalYears::only).map(|year| Period::Year(year).end());
                let of_part = stack.leaf.time.part.map(|part| period_of(part, own).end());
                of_part.filter(|_| plain).or_else(|| years().filter(|_| stack.leaf.time.is_some()))
            };
            let empty = trial.seen.get(at).is_some_and(|seen| seen.filled == 0);
            day().or_else(part).filter(|_| empty || marked(trial, at)).map(|end| (end, at, !empty))
        };
        let mut times: Vec<(Date, usize, bool)> = (0..self.len()).filter_map(|at| time(self, at)).collect();
        times.sort_unstable();
        let filled = || times.iter().filter(|(.., filled)| *filled);
        let of_report = |end: &Date| self.around.report.is_some_and(|report| (report.start()..=report.end()).contains(end));
        let Some((_, last, _)) = filled().rfind(|(end, ..)| of_report(end)).or_else(|| filled().next_back()).copied() else {
            return;
        };
        let Some(field) = self.form.column("supported").filter(|_| times.len() >= 2) else { return };
        for (_, at, _) in times {
            let role = if at == last { Role::Field(field) } else { Role::Aside(Reason::OtherPeriod) };
            self.set(at, role, 0.8);
        }
    }

    /// 電子申請, キャッシュレス, 窓口予約 side by side, each with a mark in every row: what is asked of an item.
    fn aspects(&mut self, marked: &impl Fn(&Self, usize) -> bool, leaf: &impl Fn(&Self, usize) -> String) {
        let answered = |role: &Role| matches!(role, Role::State(_) | Role::Crossing(_) | Role::Item(_) | Role::Field(_));
        if self.roles.iter().any(answered) {
            return;
        }
        let most = self.seen.iter().map(|seen| seen.filled).max().unwrap_or_default();
        let flags: FacetSet = [Facet::Priority, Facet::Relisted, Facet::Number, Facet::Owner, Facet::Note].into_iter().collect();
        let own = |at: &usize| {
            let full = self.seen.get(*at).is_some_and(|seen| seen.filled * 10 >= most * 8 && seen.filled >= 2);
            let named = self.stacks.get(*at).is_some_and(|stack| stack.leaf.sets.iter().all(|set| !set.meets(flags)));
            self.free(*at) && full && named && marked(self, *at)
        };
        let columns: Vec<usize> = (0..self.len()).filter(own).collect();
        let says_no = columns.iter().any(|at| self.seen.get(*at).is_some_and(|seen| seen.no > 0));
        let beside = columns.windows(2).all(|pair| matches!(pair, [one, two] if one + 1 == *two));
        if columns.len() >= 2 && says_no && beside {
            for at in columns {
                self.set(at, Role::Aspect(leaf(self, at)), 0.8);
            }
        }
    }

    /// 項目 merged over several 点検事項?
    fn stands_over_items(&self, at: usize) -> bool {
        let Some(own) = self.seen.get(at).filter(|_| self.has(at, Facet::Item)) else { return false };
        let more = |other: usize| self.seen.get(other).is_some_and(|seen| seen.filled > own.filled);
        (at + 1..self.len()).any(|other| self.free(other) && self.has(other, Facet::Item) && more(other))
    }

    /// はい／いいえ, ○・×: the only column of marks, whose heading says nothing else.
    fn marks_under_no_word(&mut self, marked: &impl Fn(&Self, usize) -> bool) {
        let Some(field) = self.form.column("supported") else { return };
        let marks: Vec<usize> = (0..self.len())
            .filter(|at| self.free(*at) && marked(self, *at) && self.seen.get(*at).is_some_and(|seen| seen.filled >= 2))
            .collect();
        let [only] = marks.as_slice() else { return };
        let heading = self.stacks.get(*only).map(|stack| fold(stack.lowest().1)).unwrap_or_default();
        let lexicon = Lexicon::get();
        let words = heading.split(['/', '・', '、', ',', '(', ')', '又', '×']).filter(|word| !word.is_empty());
        let answers = |word: &str| lexicon.is(word, CellWord::Yes) || lexicon.is(word, CellWord::No);
        if words.clone().count() > 0 && words.clone().all(answers) {
            self.set(*only, Role::Field(field), 0.8);
        }
    }

    /// 標準準拠システムへの移行 over 対応済 and 対応中: the only column of states, beside one of items and one of departments.
    fn states_under_no_word(&mut self) {
        let item = (0..self.len()).any(|at| self.free(at) && (self.has(at, Facet::Item) || self.has(at, Facet::Procedure)));
        let office = (0..self.len()).any(|at| self.free(at) && self.has(at, Facet::Office));
        let states: Vec<usize> = (0..self.len())
            .filter(|at| {
                let seen = self.seen.get(*at).filter(|seen| seen.filled >= 2 && seen.distinct.len() >= 2);
                self.free(*at) && seen.is_some_and(|seen| seen.share(seen.states) >= 0.9 && seen.states > seen.marks)
            })
            .collect();
        if let ([only], Some(field), true) = (states.as_slice(), self.form.column("status"), item && office) {
            self.set(*only, Role::Field(field), 0.6);
        }
    }

    /// A row a department and a column an item.
    fn items_across(&mut self, marked: &impl Fn(&Self, usize) -> bool, leaf: &impl Fn(&Self, usize) -> String) {
        if self.roles.iter().any(|role| matches!(role, Role::State(_) | Role::Crossing(_))) {
            return;
        }
        let office = (0..self.len()).find(|at| {
            self.free(*at) && self.seen.get(*at).is_some_and(|seen| seen.filled >= 2 && seen.share(seen.offices) >= 0.8)
        });
        let Some(office) = office.filter(|at| self.has(*at, Facet::Office) || self.has(*at, Facet::Owner)) else { return };
        let columns: Vec<usize> = (0..self.len()).filter(|at| *at != office && self.free(*at) && marked(self, *at)).collect();
        let texts = (0..self.len()).any(|at| {
            let named = self.form.column("item").is_some_and(|item| self.fit(at, item) >= 0.4);
            at != office
                && self.free(at)
                && !columns.contains(&at)
                && named
                && self.seen.get(at).is_some_and(|seen| seen.filled > 0)
        });
        if columns.len() >= 2 && !texts {
            for at in columns {
                self.set(at, Role::Item(leaf(self, at)), 0.8);
            }
        }
    }

    /// Is at most one of these columns filled in a row?
    fn exclusive(&self, columns: &[usize]) -> bool {
        let most = self.seen.iter().map(|seen| seen.filled).max().unwrap_or_default();
        columns.iter().filter_map(|at| self.seen.get(*at)).map(|seen| seen.filled - seen.no.min(seen.filled)).sum::<usize>()
            <= most + most / 5
    }

    /// A column whose heading nobody knows names the rows, where a department and a mark stand beside it.
    fn unknown_name(&mut self) {
        let owned = self.position("department").is_some() || self.roles.iter().any(|role| matches!(role, Role::Crossing(_)));
        let texts = (0..self.len()).filter(|at| {
            let Some(seen) = self.seen.get(*at) else { return false };
            (owned || self.has(*at, Facet::Name))
                && self.free(*at)
                && seen.filled >= 2
                && seen.share(seen.years) < 0.5
                && ![Facet::Planned, Facet::State, Facet::Note].iter().any(|facet| self.has(*at, *facet))
                && seen.share(seen.numeric) < 0.5
                && seen.distinct.len() * 10 >= seen.filled * 9
                && seen.length() >= 2.0
        });
        let all: Vec<usize> = texts.collect();
        if let (&[only], Some(field)) = (all.as_slice(), self.form.column("item")) {
            self.set(only, Role::Field(field), 0.6);
        }
    }

    /// 対応済の手続 and 未対応の手続: a list of each in a row a department.
    fn lists(&mut self) -> bool {
        let lexicon = Lexicon::get();
        let subject: FacetSet = [Facet::Procedure, Facet::Item, Facet::Initiative, Facet::Project].into_iter().collect();
        let mut found = Vec::new();
        for at in (0..self.len()).filter(|at| self.free(*at)) {
            let Some(stack) = self.stacks.get(at) else { continue };
            let text = fold(&stack.text());
            let named = stack.all.sets.iter().any(|set| set.meets(subject));
            let word = state_in(&text, lexicon);
            if let Some(word) = word.filter(|_| named) {
                found.push((at, word));
            }
        }
        let several = found.len() >= 2;
        for (at, word) in found.into_iter().filter(|_| several) {
            self.set(at, Role::List(word), 0.9);
        }
        several
    }
}

/// 2025/10/1, 10/1 and 10月1日 of a fiscal year.
fn day_of(text: &str, year: i16) -> Option<Date> {
    let short = || {
        let folded = fold(text);
        let (month, day) = folded.trim_end_matches('日').split_once(['/', '月', '.'])?;
        let month: i8 = month.parse().ok()?;
        Date::new(if month < 4 { year + 1 } else { year }, month, day.parse().ok()?).ok()
    };
    date(text).or_else(short)
}

/// The word of a state that a heading holds: 対応済 in 対応済の手続.
fn state_in(folded: &str, lexicon: &Lexicon) -> Option<String> {
    let starts: Vec<usize> = folded.char_indices().map(|(at, _)| at).chain([folded.len()]).collect();
    let mut best: Option<&str> = None;
    for (from, start) in starts.iter().enumerate() {
        for end in starts.iter().skip(from + 1).take(8) {
            let word = &folded[*start..*end];
            let is = |wanted| lexicon.is(word, wanted);
            if (is(CellWord::Yes) || is(CellWord::No) || is(CellWord::Status))
                && best.is_none_or(|known| known.chars().count() < word.chars().count())
            {
                best = Some(word);
            }
        }
    }
    best.map(str::to_owned)
}
