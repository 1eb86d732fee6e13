//! One volume after another: each is laid out, written and freed before the next.

use std::collections::{BTreeMap, BTreeSet};

use super::desk::Desk;
use super::fonts::Fonts;
use super::layout::grid::least_width;
use super::layout::{self, Part, Scope};
use super::look::Sheet;
use super::spacing::Spacing;
use super::xmp::About;
use super::{Error, Options, Volume, Volumes, finish};
use crate::form::{Paper, Print};
use crate::model::{Finding, Place, rule};
use crate::report::{Edition, Row};

/// A file of more pages is slow to open and to print.
const MOST_PAGES: usize = 500;

/// Rows that belong together, and what they are called.
struct Bundle<'e> {
    label: Option<String>,
    parts: Vec<Part<'e>>,
}

pub(super) fn write(edition: &Edition<'_>, options: &Options) -> Result<Vec<Volume>, Error> {
    let own;
    let fonts: &Fonts = match &options.font {
        Some(files) => {
            own = Fonts::from_files(files.regular.clone(), files.bold.clone())?;
            &own
        }
        None => Fonts::built_in()?,
    };
    let mut print = edition.tables.first().map(|table| table.print.clone()).unwrap_or_default();
    print.paper = options.paper.unwrap_or(print.paper);
    print.portrait = options.portrait.unwrap_or(print.portrait);
    print.binding = options.binding.unwrap_or(print.binding);
    let options = &fitting(edition, options, &mut print);
    let sheet = Sheet::new(&print);
    let spacing = Spacing::new(fonts, print.latin_gap);
    let limit = match options.volumes {
        Volumes::Pages(pages) => pages.clamp(3, MOST_PAGES),
        _ => MOST_PAGES,
    };
    let mut out: Vec<Volume> = Vec::new();
    for bundle in bundles(edition, options.volumes) {
        let mut parts = bundle.parts;
        loop {
            let scope = Scope { first: out.is_empty() };
            let (volume, rows) = one(edition, options, (fonts, sheet, spacing), &parts, scope, bundle.label.as_deref(), limit)?;
            out.push(volume);
            parts = rest(parts, rows);
            // a volume without a row would go on for ever
            if parts.is_empty() || rows == 0 {
                break;
            }
        }
    }
    if out.len() > 1 {
        for (at, volume) in out.iter_mut().enumerate() {
            volume.name = format!("報告書_{}.pdf", at + 1);
        }
    }
    Ok(out)
}

/// Tables of more columns than the paper holds, as those of many years, get a larger paper where none is asked for, and
/// then smaller type.
fn fitting(edition: &Edition<'_>, options: &Options, print: &mut Print) -> Options {
    const SMALL: [f32; 3] = [7.0, 6.0, 5.0];
    let fits = |print: &Print, size: Option<f32>| {
        let measure = Sheet::new(print).measure();
        edition.tables.iter().all(|table| {
            let columns = table.columns.len() + usize::from(options.origins);
            least_width(size.unwrap_or(table.print.size)) * columns as f32 <= measure
        })
    };
    let mut out = options.clone();
    if !fits(print, out.size) && options.paper.is_none() {
        print.paper = Paper::A3;
    }
    if !fits(print, out.size)
        && let Some(size) = SMALL.into_iter().find(|size| fits(print, Some(*size)))
    {
        out.size = Some(size);
    }
    out
}

fn one<'e>(
    edition: &'e Edition<'e>,
    options: &Options,
    (fonts, sheet, spacing): (&Fonts, Sheet, Spacing),
    parts: &[Part<'e>],
    scope: Scope,
    label: Option<&str>,
    limit: usize,
) -> Result<(Volume, usize), Error> {
    let title = plain(&[edition.title.as_str(), edition.period.as_str()].join(" "));
    let mut desk = Desk::new(fonts, sheet, spacing, title);
    let rows = layout::volume(&mut desk, edition, options, parts, scope, label, limit)?;
    let Desk { doc, missing, .. } = desk;
    let findings = missing_glyphs(missing.into_inner());
    let pages = doc.pages.len();
    let title = doc.title.clone();
    let (author, subject) = (plain(&edition.consolidation.plan.municipality), plain(&edition.period));
    let about = About {
        title: &title,
        author: &author,
        subject: &subject,
        tool: concat!("torimatome ", env!("CARGO_PKG_VERSION")),
        producer: "printpdf, lopdf",
        issued: edition.issued,
    };
    let bytes = finish::file(doc, fonts, &about)?;
    Ok((Volume { name: "報告書.pdf".to_owned(), bytes, pages, findings }, rows))
}

/// A text for the metadata: what XML does not allow is left out, so that all places say the same.
fn plain(text: &str) -> String {
    text.chars().filter(|c| !c.is_control() && !matches!(c, '\u{fffe}' | '\u{ffff}')).collect::<String>().trim().to_owned()
}

/// One finding a cell, its characters by their codes.
fn missing_glyphs(missing: Vec<(Place, BTreeSet<char>)>) -> Vec<Finding> {
    let mut by_place: BTreeMap<Place, BTreeSet<char>> = BTreeMap::new();
    for (place, chars) in missing {
        by_place.entry(place).or_default().extend(chars);
    }
    by_place
        .into_iter()
        .map(|(place, chars)| {
            let codes: Vec<String> = chars.iter().map(|c| format!("U+{:04X}", *c as u32)).collect();
            Finding::new(rule::MISSING_GLYPH, place).with("codes", codes.join("、"))
        })
        .collect()
}

/// The rows in the order of print, in bundles of a file or more each.
fn bundles<'e>(edition: &'e Edition<'e>, volumes: Volumes) -> Vec<Bundle<'e>> {
    let all: Vec<Part<'e>> = edition
        .tables
        .iter()
        .flat_map(|table| table.sections.iter().map(move |section| Part { table, section, rows: section.rows.iter().collect() }))
        .collect();
    match volumes {
        Volumes::One | Volumes::Pages(_) => vec![Bundle { label: None, parts: all }],
        Volumes::Direction => {
            let mut out: Vec<Bundle<'e>> = Vec::new();
            for part in all {
                out.push(Bundle { label: Some(part.section.title.clone()), parts: vec![part] });
            }
            if out.is_empty() { vec![Bundle { label: None, parts: Vec::new() }] } else { out }
        }
        Volumes::Department => {
            let mut names: Vec<&str> =
                edition.consolidation.plan.departments.iter().map(|department| &*department.name).collect();
            names.extend(all.iter().flat_map(|part| part.rows.iter().flat_map(|row| row.departments.iter().copied())));
            let mut seen = BTreeSet::new();
            names.retain(|name| seen.insert(*name));
            let bundle = |label: Option<&str>, wanted: &dyn Fn(&Row<'e>) -> bool| {
                let parts: Vec<Part<'e>> = all
                    .iter()
                    .filter_map(|part| {
                        let rows: Vec<_> = part.rows.iter().copied().filter(|row| wanted(row)).collect();
                        (!rows.is_empty()).then_some(Part { rows, ..part.clone() })
                    })
                    .collect();
                (!parts.is_empty()).then(|| Bundle { label: label.map(str::to_owned), parts })
            };
            let mut out: Vec<Bundle<'e>> = names
                .into_iter()
                .filter_map(|name| bundle(Some(name), &|row: &Row<'e>| row.departments.contains(&name)))
                .collect();
            out.extend(bundle(Some("担当課の記載なし"), &|row: &Row<'e>| row.departments.is_empty()));
            if out.is_empty() { vec![Bundle { label: None, parts: Vec::new() }] } else { out }
        }
    }
}

/// The parts without their first `rows` rows.
fn rest(parts: Vec<Part<'_>>, mut rows: usize) -> Vec<Part<'_>> {
    let mut out = Vec::new();
    for mut part in parts {
        let done = rows.min(part.rows.len());
        rows -= done;
        part.rows.drain(..done);
        if !part.rows.is_empty() {
            out.push(part);
        }
    }
    out
}
