//! The kind that a table of no kind is nearest to: by how many of a kind's defining fields its headings are.

use std::collections::HashMap;

use crate::form::vocabulary::{CellWord, Facet, HeadingFacets, Lexicon};
use crate::model::{RecordKind, Texts};
use crate::recognise::Vocabulary;
use crate::source::RawCell;

/// A part of its words that has to be known for a heading to say anything.
const KNOWN: f64 = 0.6;

/// The nearest kind.
pub(super) struct Nearest<'c> {
    /// Its name.
    pub kind: Texts,
    /// The headings that are fields of it.
    pub matched: Vec<&'c RawCell>,
    /// What it needs and the table does not have.
    pub lacks: Vec<Texts>,
}

/// A defining field of a kind.
struct Needed {
    name: Texts,
    /// Fields of forms that are it.
    fields: &'static [&'static str],
    /// Facets that are it.
    facets: &'static [Facet],
    /// Is it a time?
    time: bool,
    /// Is it a column of marks?
    marks: bool,
}

const fn needed(name: Texts, fields: &'static [&'static str], facets: &'static [Facet]) -> Needed {
    Needed { name, fields, facets, time: false, marks: false }
}

/// A kind with its defining fields, and what is missing where all of these are there.
struct Kind {
    record: RecordKind,
    name: Texts,
    needed: [Needed; 2],
    else_lacks: Texts,
}

const NAMES: &[Facet] = &[Facet::Initiative, Facet::Project, Facet::Measure, Facet::Procedure];

static KINDS: [Kind; 5] = [
    Kind {
        record: RecordKind::Progress,
        name: Texts::new("取組状況の表", "a table of progress"),
        needed: [
            needed(Texts::new("取組の名称の列", "column of names"), &["names"], NAMES),
            needed(
                Texts::new("取組内容か予定の列", "column of what was done or is planned"),
                &["done", "planned"],
                &[Facet::Done, Facet::Planned, Facet::Content],
            ),
        ],
        else_lacks: Texts::new("取組の内容を書いた文章", "texts of what was done"),
    },
    Kind {
        record: RecordKind::Indicator,
        name: Texts::new("指標の表", "a table of indicators"),
        needed: [
            needed(Texts::new("指標の列", "column of what is measured"), &["indicator"], &[Facet::Indicator]),
            needed(
                Texts::new("基準・目標・実績の値の列", "column of values"),
                &["baseline", "target", "actual", "forecast", "values"],
                &[Facet::Baseline, Facet::Target, Facet::Actual, Facet::Forecast],
            ),
        ],
        else_lacks: Texts::new("指標の数値", "figures"),
    },
    Kind {
        record: RecordKind::Schedule,
        name: Texts::new("工程表", "a schedule"),
        needed: [
            needed(Texts::new("取組の名称の列", "column of names"), &["name", "title"], NAMES),
            Needed {
                time: true,
                ..needed(Texts::new("年度・月の列", "columns of years or months"), &["years", "spans", "from", "to"], &[])
            },
        ],
        else_lacks: Texts::new("年度ごとの予定", "plans for the years"),
    },
    Kind {
        record: RecordKind::Measure,
        name: Texts::new("施策の表", "a table of measures"),
        needed: [
            needed(Texts::new("施策の題名の列", "column of titles"), &["title"], &[Facet::Measure]),
            needed(Texts::new("施策ごとの項目の列", "column of items"), &["items"], &[Facet::Initiative, Facet::Project]),
        ],
        else_lacks: Texts::new("施策ごとの項目", "items of the measures"),
    },
    Kind {
        record: RecordKind::Checklist,
        name: Texts::new("一覧表（○×）", "a checklist"),
        needed: [
            needed(Texts::new("項目の列", "column of items"), &["item"], &[Facet::Item, Facet::Procedure]),
            Needed {
                marks: true,
                ..needed(Texts::new("○×や状況の列", "column of marks"), &["status", "mark", "entries", "online"], &[Facet::State])
            },
        ],
        else_lacks: Texts::new("○×や状況だけの列", "column of nothing but marks"),
    },
];

/// Returns the kind whose defining fields the headings match best; `below` are the cells under them.
pub(super) fn nearest<'c>(vocabulary: &Vocabulary<'_>, headings: &[&'c RawCell], below: &[&RawCell]) -> Nearest<'c> {
    let facets: Vec<_> = headings.iter().map(|cell| vocabulary.facets(cell.shown.trim())).collect();
    let lexicon = Lexicon::get();
    // cells under each heading, and how many of them are marks
    let mut counts: HashMap<u32, (usize, usize)> = HashMap::new();
    for cell in below {
        let is_mark = [CellWord::Yes, CellWord::No].iter().any(|word| lexicon.is(&cell.shown, *word));
        let (all, marks) = counts.entry(cell.at.col).or_default();
        (*all, *marks) = (*all + 1, *marks + usize::from(is_mark));
    }
    let marked = |heading: &RawCell| counts.get(&heading.at.col).is_some_and(|(all, marks)| marks * 10 >= all * 8);
    let is = |needed: &Needed, heading: &RawCell, facets: &HeadingFacets, record: RecordKind| {
        let known = facets.known() >= KNOWN;
        let timed = needed.time && facets.time.is_some() && known;
        let of_facets = known && needed.facets.iter().any(|facet| facets.has(*facet));
        let of_field = || {
            vocabulary.find(&heading.shown).iter().any(|m| {
                let form = vocabulary.forms.get(m.form).filter(|form| form.record == record && !m.closeness.is_near());
                let field = form.and_then(|form| form.columns.get(m.column)).map(|column| column.field.as_str());
                field.is_some_and(|field| needed.fields.contains(&field))
            })
        };
        timed || of_facets || of_field() || needed.marks && marked(heading)
    };
    let score = |kind: &Kind| {
        let found = kind.needed.each_ref().map(|needed| {
            headings.iter().zip(&facets).filter(|(heading, facets)| is(needed, heading, facets, kind.record)).count()
        });
        (found.iter().filter(|count| **count > 0).count(), found.iter().sum::<usize>())
    };
    // of equal ones the first
    let [first, others @ ..] = &KINDS;
    let mut best = (first, score(first));
    for kind in others {
        let own = score(kind);
        if own > best.1 {
            best = (kind, own);
        }
    }
    let kind = best.0;
    let matches = |needed: &Needed| {
        let own = headings.iter().zip(&facets).filter(|(heading, facets)| is(needed, heading, facets, kind.record));
        own.map(|(heading, _)| *heading).collect::<Vec<_>>()
    };
    let mut matched: Vec<&RawCell> = kind.needed.iter().flat_map(matches).collect();
    matched.sort_by_key(|cell| cell.at);
    matched.dedup_by_key(|cell| cell.at);
    let lacks: Vec<Texts> = kind.needed.iter().filter(|needed| matches(needed).is_empty()).map(|needed| needed.name).collect();
    Nearest { kind: kind.name, matched, lacks: if lacks.is_empty() { vec![kind.else_lacks] } else { lacks } }
}
