//! Delimited text to records and fields, the way Excel and every other reader see them.
//!
//! The csv crate does the parsing. What it leaves to its caller is done here: blank lines keep their number,
//! a quote that is never closed does not swallow the rest of the file, and a full-width separator works too.

use std::borrow::Cow;

/// What separates the fields of a record.
pub type Delimiter = char;

/// Takes off what old systems put around a text and makes every line end `\n`: NUL bytes, a byte order mark
/// at the start of a line (files that were joined), `^Z` at the end.
///
/// Line ends inside and outside quotes are treated alike: a record ends at any of CR LF, LF and CR.
pub(super) fn tidy(text: String) -> String {
    let bytes = text.as_bytes();
    let marked = text.contains('\u{feff}');
    if !marked && memchr::memchr3(b'\r', 0, 0x1A, bytes).is_none() {
        return text;
    }
    let end = text.trim_end_matches(['\u{1a}', '\0', '\r', '\n']).len();
    // What was cut off and is a line end still ends the last line; blank lines at the end are nobody's.
    let mut out = String::with_capacity(end + 1);
    let mut chars = text.get(..end).unwrap_or_default().chars().peekable();
    let mut line_start = true;
    while let Some(c) = chars.next() {
        match c {
            '\0' => continue,
            '\u{feff}' if line_start => continue,
            '\r' => {
                if chars.peek() == Some(&'\n') {
                    chars.next();
                }
                out.push('\n');
            }
            other => out.push(other),
        }
        line_start = out.ends_with('\n');
    }
    out
}

/// Excel's own first line `sep=;`: its separator, and the length of the line with its end.
pub(super) fn sep_line(text: &str) -> Option<(Delimiter, usize)> {
    let line = text.split('\n').next()?;
    let bare = line.trim_matches('"');
    let mut rest = match bare.get(..4) {
        Some(head) if head.eq_ignore_ascii_case("sep=") => bare.get(4..)?.chars(),
        _ => return None,
    };
    match (rest.next(), rest.next()) {
        (Some(delimiter), None) if !delimiter.is_alphanumeric() && delimiter != '"' => {
            Some((delimiter, (line.len() + 1).min(text.len())))
        }
        _ => None,
    }
}

/// What has to be known of a text before it is parsed.
#[derive(Debug, Default, PartialEq, Eq)]
struct Survey {
    /// The offset of a quote that opens a field, is never closed, and would swallow the lines that follow.
    /// One in the last line does no harm: its field ends with the file, as in every other reader.
    unclosed: Option<usize>,
    /// Fields of the widest record.
    widest: usize,
    /// Bytes of the longest record.
    longest: usize,
}

/// Goes over a text once, from separator to separator.
fn survey(text: &str, delimiter: u8) -> Survey {
    let bytes = text.as_bytes();
    let mut survey = Survey::default();
    let (mut at, mut record, mut field, mut fields) = (0, 0, 0, 1);
    while let Some(next) = memchr::memchr3(delimiter, b'\n', b'"', bytes.get(at..).unwrap_or_default()) {
        let here = at + next;
        at = here + 1;
        match bytes.get(here) {
            Some(b'"') if here == field => match closing(bytes, at) {
                Some(end) => at = end,
                None => {
                    let swallows = text.get(here..).is_some_and(|rest| rest.trim_end().contains('\n'));
                    survey.unclosed = swallows.then_some(here);
                    break;
                }
            },
            Some(b'"') => {}
            Some(b'\n') => {
                survey.widest = survey.widest.max(fields);
                survey.longest = survey.longest.max(here - record);
                fields = 1;
                (record, field) = (at, at);
            }
            _ => {
                fields += 1;
                field = at;
            }
        }
    }
    survey.widest = survey.widest.max(fields);
    survey.longest = survey.longest.max(bytes.len() - record);
    survey
}

/// The offset after the quote that closes a field whose content begins at `at`; two quotes are one character.
fn closing(bytes: &[u8], mut at: usize) -> Option<usize> {
    loop {
        at += memchr::memchr(b'"', bytes.get(at..)?)? + 1;
        if bytes.get(at) != Some(&b'"') {
            return Some(at);
        }
        at += 1;
    }
}

/// A text made ready for the csv crate, and what stands in for what in it.
struct Prepared<'a> {
    text: Cow<'a, str>,
    delimiter: u8,
    /// Characters that were put in, and what they stand for.
    stand_ins: Vec<(char, char)>,
    known: Survey,
}

fn prepare(text: &str, delimiter: Delimiter) -> Prepared<'_> {
    let mut prepared = Prepared { text: Cow::Borrowed(text), delimiter: b',', stand_ins: Vec::new(), known: Survey::default() };
    if let Some(byte) = u8::try_from(delimiter).ok().filter(u8::is_ascii) {
        prepared.delimiter = byte;
    } else if let Some(free) = ('\u{1}'..='\u{8}').find(|c| !text.contains(*c)) {
        prepared.text = Cow::Owned(text.replace(delimiter, free.encode_utf8(&mut [0; 4])));
        prepared.delimiter = free as u8;
        prepared.stand_ins.push((free, delimiter));
    }
    let mut known = survey(&prepared.text, prepared.delimiter);
    if let Some(at) = known.unclosed {
        // Read as a character of its field, as it is when a quote stands in the middle of one.
        if let Some(free) = ('\u{fdd0}'..='\u{fdef}').find(|c| !prepared.text.contains(*c)) {
            let mut repaired = String::with_capacity(prepared.text.len() + 2);
            repaired.push_str(prepared.text.get(..at).unwrap_or_default());
            repaired.push(free);
            repaired.push_str(prepared.text.get(at + 1..).unwrap_or_default());
            known = survey(&repaired, prepared.delimiter);
            prepared.text = Cow::Owned(repaired);
            prepared.stand_ins.push((free, '"'));
        }
    }
    prepared.known = known;
    prepared
}

/// Fields of one record beyond which a text is no table: sixty-four times what a sheet has columns. A record is
/// in memory as a whole, so that its width has to be known before.
pub(super) const WIDEST: usize = 1 << 20;

/// Bytes of one record beyond which a text is no table.
pub(super) const LONGEST: usize = 64 << 20;

/// Why records were not read to the end.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Stopped<E> {
    /// A record has more than [`WIDEST`] fields; none was read.
    TooWide,
    /// A record is longer than [`LONGEST`]; none was read.
    TooLong,
    /// The caller said so.
    By(E),
}

/// Calls `each` with every record's number (from 0, blank lines counted) and its fields, until it says stop.
pub(super) fn for_each_record<E>(
    text: &str,
    delimiter: Delimiter,
    mut each: impl FnMut(u64, &mut dyn Iterator<Item = Cow<'_, str>>) -> Result<(), E>,
) -> Result<(), Stopped<E>> {
    let prepared = prepare(text, delimiter);
    if prepared.known.widest > WIDEST {
        return Err(Stopped::TooWide);
    }
    if prepared.known.longest > LONGEST {
        return Err(Stopped::TooLong);
    }
    let mut reader = csv::ReaderBuilder::new()
        .has_headers(false)
        .flexible(true)
        .delimiter(prepared.delimiter)
        .from_reader(prepared.text.as_bytes());
    let mut record = csv::StringRecord::new();
    let mut row = 0_u64;
    loop {
        let from = usize::try_from(reader.position().byte()).unwrap_or(usize::MAX);
        // The csv crate passes over blank lines in silence; here they are rows like any other.
        let blank = prepared.text.as_bytes().get(from..).unwrap_or_default().iter().take_while(|b| **b == b'\n').count();
        row += blank as u64;
        // Reading from memory, text that is UTF-8 already, records of any length: no error is left to happen.
        if !reader.read_record(&mut record).unwrap_or(false) {
            return Ok(());
        }
        let mut fields = record.iter().map(|field| restore(field, &prepared.stand_ins));
        each(row, &mut fields).map_err(Stopped::By)?;
        row += 1;
    }
}

fn restore<'a>(field: &'a str, stand_ins: &[(char, char)]) -> Cow<'a, str> {
    let mut field = Cow::Borrowed(field);
    for (put_in, meant) in stand_ins {
        if field.contains(*put_in) {
            field = Cow::Owned(field.replace(*put_in, meant.encode_utf8(&mut [0; 4])));
        }
    }
    field
}

/// What a field shows: `="0012"`, by which leading zeros are kept in Excel, shows 0012.
pub(super) fn unguarded(field: &str) -> Cow<'_, str> {
    let inside = field.strip_prefix("=\"").and_then(|rest| rest.strip_suffix('"'));
    match inside {
        Some(inside) if !inside.replace("\"\"", "").contains('"') => {
            if inside.contains('"') {
                Cow::Owned(inside.replace("\"\"", "\""))
            } else {
                Cow::Borrowed(inside)
            }
        }
        _ => Cow::Borrowed(field),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn rows(text: &str, delimiter: Delimiter) -> Vec<(u64, Vec<String>)> {
        let mut out = Vec::new();
        let text = tidy(text.to_owned());
        for_each_record::<()>(&text, delimiter, |row, fields| {
            out.push((row, fields.map(Cow::into_owned).collect()));
            Ok(())
        })
        .unwrap();
        out
    }

    fn fields(list: &[&str]) -> Vec<String> {
        list.iter().map(|f| (*f).to_owned()).collect()
    }

    #[test]
    fn blank_lines_keep_their_number() {
        let expected = vec![(0, fields(&["a", "b"])), (3, fields(&["c"])), (4, fields(&["x\n\ny"])), (6, fields(&["d"]))];
        for end in ["\n", "\r\n", "\r"] {
            let text = "a,b\n\n\nc\n\"x\n\ny\"\n\nd\n\n".replace('\n', end);
            assert_eq!(rows(&text, ','), expected, "{end:?}");
        }
        assert_eq!(rows("\n\na", ','), [(2, fields(&["a"]))]);
    }

    #[test]
    fn a_quote_inside_a_field_is_a_character() {
        assert_eq!(
            rows("彼は\"はい\"と,5\" 管\nb,c", ','),
            [(0, fields(&["彼は\"はい\"と", "5\" 管"])), (1, fields(&["b", "c"]))]
        );
    }

    #[test]
    fn a_quote_never_closed_swallows_nothing() {
        let text = "\"ok\",1\n\"注意 a,b\nc,d\ne,f\n";
        assert_eq!(
            rows(text, ','),
            [(0, fields(&["ok", "1"])), (1, fields(&["\"注意 a", "b"])), (2, fields(&["c", "d"])), (3, fields(&["e", "f"]))]
        );
        assert_eq!(rows("a,\"b\n", ','), [(0, fields(&["a", "b\n"]))]);
    }

    #[test]
    fn a_full_width_separator_separates() {
        assert_eq!(
            rows("課名，状況\n\"総務，課\"，済", '，'),
            [(0, fields(&["課名", "状況"])), (1, fields(&["総務，課", "済"]))]
        );
    }

    #[test]
    fn what_old_systems_add_is_taken_off() {
        assert_eq!(tidy("a\0\0,b\r\n\u{feff}c\r\n\u{1a}".to_owned()), "a,b\nc");
        assert_eq!(tidy("a\rb".to_owned()), "a\nb");
        assert_eq!(tidy("a\u{feff}b".to_owned()), "a\u{feff}b");
    }

    #[test]
    fn the_separator_line_of_excel_is_understood() {
        assert_eq!(sep_line("sep=;\na;b"), Some((';', 6)));
        assert_eq!(sep_line("\"SEP=\t\"\na"), Some(('\t', 8)));
        assert_eq!(sep_line("sep=a\n"), None);
        assert_eq!(sep_line("separator"), None);
        assert_eq!(sep_line("sep=,"), Some((',', 5)));
    }

    #[test]
    fn text_guards_are_taken_off() {
        assert_eq!(unguarded("=\"0012\""), "0012");
        assert_eq!(unguarded("=\"a\"\"b\""), "a\"b");
        assert_eq!(unguarded("=\"a\"&\"b\""), "=\"a\"&\"b\"");
        assert_eq!(unguarded("=1+1"), "=1+1");
    }

    #[test]
    fn a_record_without_end_is_not_taken_in() {
        let wide = ",".repeat(WIDEST);
        assert_eq!(for_each_record::<()>(&wide, ',', |_, _| Ok(())), Err(Stopped::TooWide));
        let folded = "\"\n\",".repeat(WIDEST);
        assert_eq!(for_each_record::<()>(&folded, ',', |_, _| Ok(())), Err(Stopped::TooWide));
    }

    proptest! {
        #[test]
        fn no_character_between_separators_is_lost(text in "[a\"課,;\n ]{0,60}") {
            let letters = |t: &str| t.chars().filter(|c| !matches!(c, '"' | ',' | '\n')).collect::<String>();
            let read: String = rows(&text, ',').iter().flat_map(|(_, f)| f.iter()).map(|f| letters(f)).collect();
            prop_assert_eq!(read, letters(&text));
        }
    }
}
