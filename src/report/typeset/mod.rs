//! Japanese line breaking, free of any engine: the report and the workbook's row heights use the same.
//!
//! icu_segmenter's strict rules are the ground; on top of them numbers stay with their units, an era with
//! its year, and the marks that Unicode still lets stand alone (～) do not begin a line.

mod rules;

use std::ops::Range;

use icu_segmenter::options::{LineBreakOptions, LineBreakStrictness};
use icu_segmenter::{LineSegmenter, LineSegmenterBorrowed};

static SEGMENTER: LineSegmenterBorrowed<'static> = {
    let mut options = LineBreakOptions::default();
    options.strictness = Some(LineBreakStrictness::Strict);
    LineSegmenter::new_for_non_complex_scripts(options)
};

/// Breaks a text into lines no wider than `width`.
///
/// `measure` gives the width of the character that begins at a byte; `keep` are parts that are not broken
/// while they fit a line. The ranges cover the whole text: a line keeps its line break and its trailing
/// blanks, which take no room. A word wider than the line is broken where the line ends.
///
/// ```
/// use torimatome::report::typeset::lines;
/// let text = "（例）説明する。";
/// let broken = lines(text, 7.0, &[], |_, _| 1.0);
/// let broken: Vec<&str> = broken.into_iter().map(|line| &text[line]).collect();
/// assert_eq!(broken, ["（例）説明", "する。"]);
/// ```
pub fn lines(text: &str, width: f32, keep: &[Range<usize>], measure: impl Fn(usize, char) -> f32) -> Vec<Range<usize>> {
    let mut out = Vec::with_capacity(text.len() / 24 + 1);
    let mut start = 0;
    for paragraph in text.split_inclusive('\n') {
        let end = start + paragraph.len();
        break_paragraph(text, start..end, width, keep, &measure, &mut out);
        start = end;
    }
    if out.is_empty() || text.ends_with('\n') {
        out.push(text.len()..text.len());
    }
    out
}

/// How many lines a text takes; see [`lines`].
pub fn line_count(text: &str, width: f32, measure: impl Fn(usize, char) -> f32) -> usize {
    lines(text, width, &[], measure).len()
}

fn break_paragraph(
    text: &str,
    paragraph: Range<usize>,
    width: f32,
    keep: &[Range<usize>],
    measure: &impl Fn(usize, char) -> f32,
    out: &mut Vec<Range<usize>>,
) {
    let Some(part) = text.get(paragraph.clone()) else { return };
    // rounding must not push the last character of an exactly full line over
    let width = width + 0.01;
    let mut line = paragraph.start;
    let mut used = 0.0_f32;
    let mut from = paragraph.start;
    let first = out.len();
    let mut breaks: Vec<usize> = Vec::new();
    for at in SEGMENTER.segment_str(part) {
        let absolute = paragraph.start + at;
        let inside_kept = keep.iter().any(|kept| kept.start < absolute && absolute < kept.end);
        if at > 0 && (at == part.len() || (!inside_kept && rules::may_break(part, at))) {
            breaks.push(absolute);
        }
    }
    for to in breaks.iter().copied() {
        let Some(piece) = text.get(from..to) else { continue };
        let solid = from + piece.trim_end().len();
        let (mut solid_width, mut whole_width) = (0.0_f32, 0.0_f32);
        for (offset, c) in piece.char_indices() {
            let w = measure(from + offset, c);
            whole_width += w;
            if from + offset < solid {
                solid_width += w;
            }
        }
        if used + solid_width > width && line < from {
            out.push(line..from);
            line = from;
            used = 0.0;
        }
        if solid_width > width {
            // a word wider than the line: it goes on where the line ends
            for (offset, c) in piece.char_indices() {
                let (at, w) = (from + offset, measure(from + offset, c));
                if used + w > width && line < at && at < solid && !rules::joins(c) {
                    out.push(line..at);
                    line = at;
                    used = 0.0;
                }
                used += w;
            }
        } else {
            used += whole_width;
        }
        from = to;
    }
    if line < paragraph.end {
        out.push(line..paragraph.end);
    }
    if let Some(lines) = out.get_mut(first..) {
        not_alone(text, &breaks, lines);
    }
}

/// A single character, with its punctuation or without, does not stand alone on a paragraph's last line: what stands
/// before it joins it.
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
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn broken(text: &str, width: f32) -> Vec<&str> {
        lines(text, width, &[], |_, c| if c.is_ascii() { 0.5 } else { 1.0 }).into_iter().map(|line| &text[line]).collect()
    }

    #[test]
    fn no_line_starts_with_closing_or_ends_with_opening_marks() {
        let text = "地域（市内全域）で「デジタル化」を進め、利用者～職員の負担を減らす。データ・システムの見直しー。";
        for width in 3..20 {
            for line in broken(text, width as f32) {
                assert!(!line.starts_with(['、', '。', '）', '」', '～', 'ー', '・']), "{width}: {line}");
                assert!(!line.ends_with(['（', '「']), "{width}: {line}");
            }
        }
    }

    #[test]
    fn numbers_stay_with_their_units_and_eras() {
        for width in 5..12 {
            let joined = broken("参加者は延べ1,250人、予算は300万円で令和7年度から3か所", width as f32).join("/");
            for kept in ["1,250人", "300万円", "令和7年", "3か所"] {
                assert!(joined.contains(kept), "{width}: {joined}");
            }
        }
    }

    #[test]
    fn latin_words_are_whole_and_a_broken_line_keeps_its_blank() {
        assert_eq!(broken("AI chatbot service", 4.0), ["AI ", "chatbot ", "service"]);
    }

    #[test]
    fn a_word_wider_than_the_line_goes_on_in_the_next() {
        assert_eq!(broken("abcdefghij", 2.0), ["abcd", "efgh", "ij"]);
    }

    #[test]
    fn kept_parts_are_whole() {
        let text = "検討【導入・運用開始】";
        let kept = 6..text.len();
        let cut: Vec<&str> =
            lines(text, 10.0, std::slice::from_ref(&kept), |_, _| 1.0).into_iter().map(|line| &text[line]).collect();
        assert_eq!(cut, ["検討", "【導入・運用開始】"]);
    }

    proptest! {
        #[test]
        fn nothing_is_lost(text in "\\PC{0,60}|[あ-ん（）、。0-9a-z \\n]{0,80}", width in 1.0f32..30.0) {
            let ranges = lines(&text, width, &[], |_, c| if c.is_ascii() { 0.5 } else { 1.0 });
            let whole: String = ranges.into_iter().map(|line| &text[line]).collect();
            prop_assert_eq!(whole, text);
        }
    }
}
