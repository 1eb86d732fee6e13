//! Volumes: each is laid out, drawn, passed on and freed.

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet, VecDeque};

use rayon::prelude::*;

use crate::form::{Paper, Print};
use crate::report::handouts::forms::FileNames;
use crate::report::pdf::fonts::{Fonts, LoadedFonts};
use crate::report::pdf::layout::display_list::Document;
use crate::report::pdf::layout::page_builder::PageBuilder;
use crate::report::pdf::layout::spacing::Spacing;
use crate::report::pdf::layout::theme::Sheet;
use crate::report::pdf::layout::type_size::{LEAST, MOST_STEPS};
use crate::report::pdf::layout::{self, Part, Scope};
use crate::report::pdf::writer::finish;
use crate::report::pdf::writer::xmp::About;
use crate::report::pdf::{Error, Options, Volume, Volumes};
use crate::report::{ReportData, Row, Table};

const ANNEX: &str = "事務局資料.pdf";

/// Longer files are slow to open and to print.
const MOST_PAGES: usize = 500;

/// Longer volumes are laid out only once.
const MOST_TRIED: usize = 60;

/// Rows that belong together, and their name.
struct Bundle<'e> {
    label: Option<String>,
    parts: Vec<Part<'e>>,
}

/// A volume that is laid out and not yet drawn.
struct LaidOutVolume {
    name: String,
    doc: Document,
    rows: usize,
    left: usize,
}

/// The layout cursor: bundles not yet laid out.
struct VolumeLayouter<'e> {
    report: &'e ReportData<'e>,
    options: &'e Options,
    fonts: &'e Fonts,
    sheet: Sheet,
    spacing: Spacing,
    bundles: VecDeque<Bundle<'e>>,
    /// Volumes so far.
    laid: usize,
    /// Names of the volumes so far.
    names: FileNames,
}

/// Makes the volumes and passes each to `take` when it is done, in order.
///
/// Layout continues where the volume before ended; while the next volumes are laid out, earlier ones are drawn
/// on the other cores. At most twice as many volumes as cores are in memory.
pub(super) fn write<E: From<Error> + Send>(
    report: &ReportData<'_>,
    options: &Options,
    mut take: impl FnMut(Volume) -> Result<(), E>,
) -> Result<(), E> {
    let fonts = LoadedFonts::of(options)?;
    let fonts: &Fonts = &fonts;
    let print = paper(report, options);
    let sheet = Sheet::new(&print);
    let spacing = Spacing::new(fonts, print.latin_gap);
    // a table of more years than fit is continued in further tables
    let tables: Vec<Cow<'_, Table<'_>>> =
        report.tables.iter().flat_map(|table| table.across(ems(sheet, options, table))).collect();
    let bundles = bundles(report, &tables, options.volumes).into();
    let mut layouter = VolumeLayouter { report, options, fonts, sheet, spacing, bundles, laid: 0, names: FileNames::default() };
    let mut waiting = layouter.some()?;
    while !waiting.is_empty() {
        let (next, done) = rayon::join(
            || layouter.some(),
            || waiting.into_par_iter().map(|laid| laid.draw(report, fonts)).collect::<Result<Vec<Volume>, Error>>(),
        );
        for volume in done? {
            take(volume)?;
        }
        waiting = next?;
    }
    Ok(())
}

/// Makes 事務局資料.pdf.
pub(super) fn annex(report: &ReportData<'_>, options: &Options) -> Result<Volume, Error> {
    let fonts = LoadedFonts::of(options)?;
    let print = Print { paper: options.paper.unwrap_or_default(), ..paper(report, options) };
    let title = plain(&[report.title.as_str(), report.period.as_str(), "事務局資料"].join(" "));
    let mut builder = PageBuilder::new(&fonts, Sheet::new(&print), Spacing::new(&fonts, print.latin_gap), title);
    layout::annex(&mut builder, report, options)?;
    let laid = LaidOutVolume { name: ANNEX.to_owned(), doc: builder.doc, rows: 0, left: 0 };
    laid.draw(report, &fonts)
}

/// The paper: as requested, else the first form's, or a larger one if its tables do not fit.
fn paper(report: &ReportData<'_>, options: &Options) -> Print {
    let mut print = report.tables.first().map(|table| table.print.clone()).unwrap_or_default();
    print.paper = options.paper.unwrap_or(print.paper);
    print.portrait = options.portrait.unwrap_or(print.portrait);
    print.binding = options.binding.unwrap_or(print.binding);
    print.duplex = options.duplex.unwrap_or(print.duplex);
    let sheet = Sheet::new(&print);
    if options.paper.is_none() && report.tables.iter().any(|table| table.across(ems(sheet, options, table)).len() > 1) {
        print.paper = Paper::A3;
    }
    print
}

/// Full-width characters in a line.
fn ems(sheet: Sheet, options: &Options, table: &Table<'_>) -> f32 {
    // tables get smaller type before they are split
    sheet.measure() / options.size.unwrap_or(table.print.size.min(LEAST)).clamp(5.0, 24.0)
}

impl VolumeLayouter<'_> {
    /// Lays out as many volumes as there are cores.
    fn some(&mut self) -> Result<Vec<LaidOutVolume>, Error> {
        let mut out = Vec::new();
        while out.len() < rayon::current_num_threads()
            && let Some(laid) = self.one()?
        {
            out.push(laid);
        }
        Ok(out)
    }

    fn one(&mut self) -> Result<Option<LaidOutVolume>, Error> {
        let Some(Bundle { label, parts }) = self.bundles.pop_front() else { return Ok(None) };
        let limit = match self.options.volumes {
            Volumes::Pages(pages) => pages.clamp(3, MOST_PAGES),
            _ => MOST_PAGES,
        };
        let title = plain(&[self.report.title.as_str(), self.report.period.as_str()].join(" "));
        let title = label.as_ref().map_or(title.clone(), |label| plain(&format!("{title} {label}")));
        let department = self.options.volumes == Volumes::Department && label.is_some();
        let scope = Scope { first: self.laid == 0, department };
        let named = label.clone().filter(|_| self.options.volumes == Volumes::Department);
        let (mut down, mut joined_parts) = (BTreeMap::new(), BTreeSet::new());
        // a table whose last page has a row or two gets smaller type; if that does not help, more rows go there
        let (builder, rows) = loop {
            let mut builder = PageBuilder::new(self.fonts, self.sheet, self.spacing, title.clone());
            builder.steps_down.clone_from(&down);
            builder.joined_parts.clone_from(&joined_parts);
            let (rows, lonely) = layout::volume(&mut builder, self.report, self.options, &parts, scope, label.as_deref(), limit)?;
            let lonely = lonely.into_iter().find(|title| !joined_parts.contains(title));
            let Some(lonely) = lonely.filter(|_| builder.doc.pages.len() <= MOST_TRIED && limit == MOST_PAGES) else {
                break (builder, rows);
            };
            let step = down.entry(lonely.clone()).or_default();
            *step += 1;
            if *step > MOST_STEPS {
                down.remove(&lonely);
                joined_parts.insert(lonely);
            }
        };
        let parts = rest(parts, rows);
        // a volume without a row would never end
        if !parts.is_empty() && rows > 0 {
            self.bundles.push_front(Bundle { label, parts });
        }
        self.laid += 1;
        let only = self.laid == 1 && self.bundles.is_empty();
        let name = match &named {
            _ if only => "報告書.pdf".to_owned(),
            Some(department) => self.names.take(&format!("報告書_{department}"), ".pdf"),
            None => format!("報告書_{}.pdf", self.laid),
        };
        let left = self.bundles.iter().flat_map(|bundle| &bundle.parts).map(|part| part.rows.len()).sum();
        Ok(Some(LaidOutVolume { name, doc: builder.doc, rows, left }))
    }
}

impl LaidOutVolume {
    fn draw(self, report: &ReportData<'_>, fonts: &Fonts) -> Result<Volume, Error> {
        let Self { name, doc, rows, left } = self;
        let pages = doc.pages.len();
        let title = doc.title.clone();
        let (author, subject) = (plain(&report.consolidation.plan.municipality), plain(&report.period));
        let about = About {
            title: &title,
            author: &author,
            subject: &subject,
            tool: concat!("torimatome ", env!("CARGO_PKG_VERSION")),
            producer: "printpdf, lopdf",
            issued: report.issued,
        };
        let bytes = finish::file(doc, fonts, &about)?;
        Ok(Volume { name, bytes, pages, rows, left })
    }
}

/// A text for the metadata, without characters that XML does not allow, so that all places agree.
fn plain(text: &str) -> String {
    text.chars().filter(|c| !c.is_control() && !matches!(c, '\u{fffe}' | '\u{ffff}')).collect::<String>().trim().to_owned()
}

/// The rows in the order of print, in bundles of a file or more each.
fn bundles<'e>(report: &'e ReportData<'e>, tables: &'e [Cow<'e, Table<'e>>], volumes: Volumes) -> Vec<Bundle<'e>> {
    let all: Vec<Part<'e>> = tables
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
            let mut names: Vec<&str> = report.consolidation.plan.departments.iter().map(|department| &*department.name).collect();
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
