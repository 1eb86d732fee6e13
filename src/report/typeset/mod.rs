//! Japanese line breaking, shared by the report and the workbook's row heights.
//!
//! Based on icu_segmenter's strict rules. In addition, numbers stay with their units, an era with
//! its year, and marks that Unicode lets stand alone (～) do not begin a line. No line cuts a word of its
//! dictionary, nor, if that needs no further line, a remark in brackets.

mod phrases;
mod rules;

use std::ops::Range;

use icu_segmenter::options::{LineBreakOptions, LineBreakStrictness};
use icu_segmenter::{LineSegmenter, LineSegmenterBorrowed};

static SEGMENTER: LineSegmenterBorrowed<'static> = {
    let mut options = LineBreakOptions::default();
    options.strictness = Some(LineBreakStrictness::Strict);
    LineSegmenter::new_for_non_complex_scripts(options)
};

/// Paragraphs up to this many lines break between phrases, if that needs no further line
const PHRASED: usize = 6;
/// and leaves no line emptier than this.
const LEAST_FILLED: f32 = 0.5;
/// Words that take a larger share of a line are broken like any text: they would leave the line before empty.
const WIDEST_WORD: f32 = 0.9;

/// Breaks a text into lines no wider than `width`.
///
/// `measure` gives the width of the character that begins at a byte; `keep` are parts that are not broken
/// while they fit a line. The ranges cover the whole text: a line keeps its line break and its trailing
/// blanks, which take no space. A word wider than the line is broken where the line ends.
///
/// ```
/// use torimatome::report::typeset::lines;
/// let text = "（例）説明する。";
/// let broken = lines(text, 7.0, &[], |_, _| 1.0);
/// let broken: Vec<&str> = broken.into_iter().map(|line| &text[line]).collect();
/// assert_eq!(broken, ["（例）", "説明する。"], "a word is not cut");
/// ```
pub fn lines(text: &str, width: f32, keep: &[Range<usize>], measure: impl Fn(usize, char) -> f32) -> Vec<Range<usize>> {
    paragraphs(text, |_, _| (width, width), keep, &measure)
}

/// [`lines`] that hang from the marks of their items: those after an item's first are as much shorter as
/// [`indent`] says. `word` bytes at the beginning are no part of the first item.
pub fn hanging_lines(
    text: &str,
    width: f32,
    word: usize,
    keep: &[Range<usize>],
    measure: impl Fn(usize, char) -> f32,
) -> Vec<Range<usize>> {
    let room = |start: usize, paragraph: &str| {
        let mark = mark_from(start, paragraph, word);
        (width, width - mark_width(text, mark, width, &measure))
    };
    paragraphs(text, room, keep, &measure)
}

/// The indent of a line of [`hanging_lines`].
pub fn indent(text: &str, line: &Range<usize>, width: f32, word: usize, measure: impl Fn(usize, char) -> f32) -> f32 {
    let start = text.get(..line.start).and_then(|head| head.rfind('\n')).map_or(0, |end| end + 1);
    if line.start == start {
        return 0.0;
    }
    let paragraph = text.get(start..).unwrap_or_default().split('\n').next().unwrap_or_default();
    let mark = mark_from(start, paragraph, word);
    mark_width(text, mark, width, &measure)
}

fn mark_from(start: usize, paragraph: &str, word: usize) -> Range<usize> {
    let skipped = word.saturating_sub(start).min(paragraph.len());
    let item = start + skipped;
    item..item + hung(paragraph.get(skipped..).unwrap_or_default())
}

fn mark_width(text: &str, mark: Range<usize>, width: f32, measure: &impl Fn(usize, char) -> f32) -> f32 {
    let chars = text.get(mark.clone()).unwrap_or_default().char_indices();
    let own: f32 = chars.map(|(at, c)| measure(mark.start + at, c)).sum();
    // a narrow column needs all its width for the text
    if own > width / 5.0 { 0.0 } else { own }
}

fn paragraphs(
    text: &str,
    room: impl Fn(usize, &str) -> (f32, f32),
    keep: &[Range<usize>],
    measure: &impl Fn(usize, char) -> f32,
) -> Vec<Range<usize>> {
    let mut out = Vec::with_capacity(text.len() / 24 + 1);
    let mut start = 0;
    for paragraph in text.split_inclusive('\n') {
        let end = start + paragraph.len();
        break_paragraph(text, start..end, room(start, paragraph), keep, measure, &mut out);
        start = end;
    }
    if out.is_empty() || text.ends_with('\n') {
        out.push(text.len()..text.len());
    }
    out
}

/// Length in bytes of the mark of a list item at the beginning of a paragraph.
///
/// ```
/// use torimatome::report::typeset::hung;
/// assert_eq!(hung("・窓口を増やした"), "・".len());
/// assert_eq!(hung("○○課と協議"), 0);
/// ```
pub fn hung(paragraph: &str) -> usize {
    rules::mark(paragraph)
}

/// Number of lines of a text; see [`lines`].
pub fn line_count(text: &str, width: f32, measure: impl Fn(usize, char) -> f32) -> usize {
    lines(text, width, &[], measure).len()
}

fn break_paragraph(
    text: &str,
    paragraph: Range<usize>,
    (first_width, width): (f32, f32),
    keep: &[Range<usize>],
    measure: &impl Fn(usize, char) -> f32,
    out: &mut Vec<Range<usize>>,
) {
    let Some(part) = text.get(paragraph.clone()) else { return };
    let mut breaks: Vec<usize> = Vec::new();
    for at in SEGMENTER.segment_str(part) {
        let absolute = paragraph.start + at;
        if at > 0 && (at == part.len() || (!inside(keep, absolute) && rules::may_break(part, at))) {
            breaks.push(absolute);
        }
    }
    let whole = whole_words(text, paragraph.clone(), width, measure);
    let every = breaks.clone();
    breaks.retain(|at| !phrases::cuts(&whole, *at));
    // a word with its marks that is wider than a line is cut where the rules let it
    let wide = pieces(text, paragraph.start, &breaks, measure);
    let wide: Vec<usize> = wide.iter().filter(|piece| piece.solid > width).map(|piece| piece.to).collect();
    if !wide.is_empty() {
        let piece = |at: usize| breaks.partition_point(|end| *end < at);
        let mut kept: Vec<usize> =
            every.into_iter().filter(|at| breaks.get(piece(*at)).is_some_and(|end| end == at || wide.contains(end))).collect();
        std::mem::swap(&mut breaks, &mut kept);
    }
    let pieces = pieces(text, paragraph.start, &breaks, measure);
    let first = out.len();
    // rounding must not push the last character of an exactly full line over
    let widths = (first_width + 0.01, width + 0.01);
    fill(text, paragraph.start, &pieces, widths, measure, out);
    if (2..=PHRASED).contains(&(out.len() - first))
        && let Some(better) = by_phrases(text, paragraph.start, &pieces, widths, measure, out.get(first..).unwrap_or_default())
    {
        out.truncate(first);
        out.extend(better);
    }
    if let Some(lines) = out.get_mut(first..) {
        not_alone(text, &breaks, lines);
    }
}

/// Byte ranges of the words of a paragraph that fit on a line and are not broken.
fn whole_words(text: &str, paragraph: Range<usize>, width: f32, measure: &impl Fn(usize, char) -> f32) -> Vec<Range<usize>> {
    let Some(part) = text.get(paragraph.clone()) else { return Vec::new() };
    // a paragraph on one line needs no breaks
    let all: f32 = part.char_indices().map(|(at, c)| measure(paragraph.start + at, c)).sum();
    if all <= width {
        return Vec::new();
    }
    let own = |word: &Range<usize>| -> f32 {
        let chars = text.get(word.clone()).unwrap_or_default().char_indices();
        chars.map(|(at, c)| measure(word.start + at, c)).sum()
    };
    let words = phrases::words(part).into_iter().map(|word| word.start + paragraph.start..word.end + paragraph.start);
    words.filter(|word| own(word) <= width * WIDEST_WORD).collect()
}

/// The paragraph in the same number of lines without a break inside a bracketed remark; `None` if no line breaks one or
/// there is no such setting.
fn by_phrases(
    text: &str,
    start: usize,
    pieces: &[Piece],
    widths: (f32, f32),
    measure: &impl Fn(usize, char) -> f32,
    lines: &[Range<usize>],
) -> Option<Vec<Range<usize>>> {
    let part = text.get(start..lines.last()?.end)?;
    let remarks = phrases::remarks(part);
    if !lines.iter().skip(1).any(|line| phrases::cuts(&remarks, line.start - start)) {
        return None;
    }
    let whole = joined(pieces, |at| phrases::cuts(&remarks, at - start));
    if whole.iter().any(|piece| piece.solid > widths.1) {
        return None;
    }
    let mut tried = Vec::with_capacity(lines.len());
    fill(text, start, &whole, widths, measure, &mut tried);
    let filled = |line: &Range<usize>| {
        let shown = text.get(line.clone()).unwrap_or_default().trim_end().char_indices();
        shown.map(|(at, c)| measure(line.start + at, c)).sum::<f32>() >= widths.1 * LEAST_FILLED
    };
    (tried.len() == lines.len() && tried.iter().rev().skip(1).all(filled)).then_some(tried)
}

/// Whether a byte is inside one of the parts.
fn inside(parts: &[Range<usize>], at: usize) -> bool {
    parts.iter().any(|part| part.start < at && at < part.end)
}

/// The text between two break opportunities.
#[derive(Debug, Clone, Copy)]
struct Piece {
    /// Its end.
    to: usize,
    /// Its width without the blanks at its end, and with them.
    solid: f32,
    whole: f32,
}

fn pieces(text: &str, start: usize, breaks: &[usize], measure: &impl Fn(usize, char) -> f32) -> Vec<Piece> {
    let mut from = start;
    let mut out = Vec::with_capacity(breaks.len());
    for to in breaks.iter().copied() {
        let Some(piece) = text.get(from..to) else { continue };
        let end = from + piece.trim_end().len();
        let (mut solid, mut whole) = (0.0_f32, 0.0_f32);
        for (offset, c) in piece.char_indices() {
            let w = measure(from + offset, c);
            whole += w;
            if from + offset < end {
                solid += w;
            }
        }
        out.push(Piece { to, solid, whole });
        from = to;
    }
    out
}

/// Joins pieces between which a line should not end.
fn joined(pieces: &[Piece], kept: impl Fn(usize) -> bool) -> Vec<Piece> {
    let mut out: Vec<Piece> = Vec::with_capacity(pieces.len());
    for piece in pieces {
        match out.last_mut() {
            Some(last) if kept(last.to) => {
                *last = Piece { to: piece.to, solid: last.whole + piece.solid, whole: last.whole + piece.whole };
            }
            _ => out.push(*piece),
        }
    }
    out
}

/// Fills lines with pieces greedily.
fn fill(
    text: &str,
    start: usize,
    pieces: &[Piece],
    (mut width, next): (f32, f32),
    measure: &impl Fn(usize, char) -> f32,
    out: &mut Vec<Range<usize>>,
) {
    let (mut line, mut from, mut used) = (start, start, 0.0_f32);
    for piece in pieces {
        if used + piece.solid > width && line < from {
            out.push(line..from);
            (line, used, width) = (from, 0.0, next);
        }
        if piece.solid > width {
            // a word wider than the line is broken anywhere
            let word = text.get(from..piece.to).unwrap_or_default();
            let solid = from + word.trim_end().len();
            for (offset, c) in word.char_indices() {
                let (at, w) = (from + offset, measure(from + offset, c));
                if used + w > width && line < at && at < solid && !rules::joins(c) {
                    out.push(line..at);
                    (line, used, width) = (at, 0.0, next);
                }
                used += w;
            }
        } else {
            used += piece.whole;
        }
        from = piece.to;
    }
    if line < from {
        out.push(line..from);
    }
}

/// Avoids a last line of a single character (with or without punctuation): the piece before moves down to it.
fn not_alone(text: &str, breaks: &[usize], lines: &mut [Range<usize>]) {
    let [.., before, last] = lines else { return };
    let alone = text
        .get(last.clone())
        .is_some_and(|line| line.chars().filter(|c| !c.is_whitespace() && !rules::hangs_on(*c)).count() < 2);
    let here = breaks.partition_point(|at| *at < last.start);
    if !alone || breaks.get(here) != Some(&last.start) {
        return;
    }
    if let Some(earlier) = here.checked_sub(1).and_then(|at| breaks.get(at)).filter(|at| **at > before.start) {
        (before.end, last.start) = (*earlier, *earlier);
    }
}

#[cfg(test)]
mod tests;
