//! Delimited text to records and fields, the way Excel and every other reader see them.
//!
//! Fields are slices of the text: the file may be large, and nothing of it is held twice. They are what the csv crate
//! makes of them (a test holds the two together), but for what that leaves to its caller: blank lines keep their
//! number, a quote that is never closed does not swallow the rest of the file, and a full-width separator works too.

use std::borrow::Cow;

/// What separates the fields of a record.
pub type Delimiter = char;

/// Does the text hold this character?
pub(super) fn holds(text: &str, c: char) -> bool {
    memchr::memmem::find(text.as_bytes(), c.encode_utf8(&mut [0; 4]).as_bytes()).is_some()
}

/// Takes off what old systems put around a text and makes every line end `\n`: NUL bytes, byte order marks
/// at the start of a line (files that were joined), `^Z` at the end.
///
/// Line ends inside and outside quotes are treated alike: a record ends at any of CR LF, LF and CR.
pub(super) fn tidy(text: String) -> String {
    let marked = holds(&text, '\u{feff}');
    if !marked && memchr::memchr3(b'\r', 0, 0x1A, text.as_bytes()).is_none() {
        return text;
    }
    // Blank lines at the end are nobody's.
    let mut rest = text.trim_end_matches(['\u{1a}', '\0', '\r', '\n']);
    let mut out = String::with_capacity(rest.len());
    while let Some((line, after)) = memchr::memchr2(b'\r', 0, rest.as_bytes()).and_then(|at| rest.split_at_checked(at)) {
        out.push_str(line);
        rest = match after.strip_prefix('\r') {
            Some(after) => {
                out.push('\n');
                after.strip_prefix('\n').unwrap_or(after)
            }
            None => after.trim_start_matches('\0'),
        };
    }
    out.push_str(rest);
    if marked { out.split_inclusive('\n').map(|line| line.trim_start_matches('\u{feff}')).collect() } else { out }
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

/// The fields of one record, one after the other. What is not asked for is passed over.
#[derive(Debug)]
pub(super) struct Fields<'t> {
    text: &'t str,
    /// Where the next field begins.
    at: usize,
    /// The separator as it is written: its bytes, and how many they are.
    delimiter: ([u8; 4], usize),
    /// Fields so far.
    count: usize,
    /// The record has another field.
    more: bool,
    /// Were the quotes of the last field not doubled, or not closed?
    pub(super) broken: bool,
}

impl<'t> Fields<'t> {
    fn new(text: &'t str, delimiter: Delimiter) -> Self {
        let mut written = [0; 4];
        let length = delimiter.encode_utf8(&mut written).len();
        Self { text, at: 0, delimiter: (written, length), count: 0, more: false, broken: false }
    }

    /// Passes over blank lines to the next record. How many there were; none at the end.
    fn begin(&mut self) -> Option<u64> {
        let rest = self.rest();
        let blank = rest.bytes().take_while(|b| *b == b'\n').count();
        self.at += blank;
        self.count = 0;
        self.more = blank < rest.len();
        self.more.then_some(blank as u64)
    }

    fn rest(&self) -> &'t str {
        self.text.get(self.at..).unwrap_or_default()
    }

    /// What is inside the quotes that open here; none where there are none, or where they are never closed and
    /// would swallow the lines that follow. One in the last line does no harm: its field ends with the file, as in
    /// every other reader.
    fn quoted(&mut self) -> Option<&'t str> {
        let inside = self.rest().strip_prefix('"')?;
        match closing(inside.as_bytes(), 0) {
            Some(end) => {
                self.at += 1 + end;
                inside.get(..end - 1)
            }
            None if inside.trim_end().contains('\n') => None,
            None => {
                self.at = self.text.len();
                Some(inside)
            }
        }
    }

    /// What stands before the next separator or line end; it is passed over.
    fn bare(&mut self) -> &'t str {
        let rest = self.rest();
        let (written, length) = self.delimiter;
        let delimiter = written.get(..length).unwrap_or_default();
        let mut from = 0;
        while let Some(next) = memchr::memchr2(written[0], b'\n', rest.as_bytes().get(from..).unwrap_or_default()) {
            let end = from + next;
            let here = rest.as_bytes().get(end..).unwrap_or_default();
            let ends = here.first() == Some(&b'\n');
            if ends || length == 1 || here.starts_with(delimiter) {
                self.more = !ends;
                self.at += end + if ends { 1 } else { length };
                return rest.get(..end).unwrap_or_default();
            }
            from = end + 1;
        }
        self.more = false;
        self.at = self.text.len();
        rest
    }
}

impl<'t> Iterator for Fields<'t> {
    type Item = Cow<'t, str>;

    fn next(&mut self) -> Option<Self::Item> {
        if !self.more || self.count >= WIDEST {
            return None;
        }
        self.count += 1;
        let Some(inside) = self.quoted() else {
            let field = self.bare();
            self.broken = field.starts_with('"');
            return Some(Cow::Borrowed(field));
        };
        // Two quotes are one character; what follows the closing one belongs to the field.
        let mut field = if inside.contains('"') { Cow::Owned(inside.replace("\"\"", "\"")) } else { Cow::Borrowed(inside) };
        let behind = self.bare();
        self.broken = !behind.trim().is_empty();
        if !behind.is_empty() {
            field.to_mut().push_str(behind);
        }
        Some(field)
    }
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

/// Fields of one record beyond which a text is no table: sixty-four times what a sheet has columns.
pub(super) const WIDEST: usize = 1 << 20;

/// Bytes of one record beyond which a text is no table.
pub(super) const LONGEST: usize = 64 << 20;

/// Why records were not read to the end.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Stopped<E> {
    /// A record has more than [`WIDEST`] fields.
    TooWide,
    /// A record is longer than [`LONGEST`].
    TooLong,
    /// Given by the caller.
    By(E),
}

/// Calls `each` with every record's number (from 0, blank lines counted) and its fields, until it says stop.
pub(super) fn for_each_record<'t, E>(
    text: &'t str,
    delimiter: Delimiter,
    mut each: impl FnMut(u64, &mut Fields<'t>) -> Result<(), E>,
) -> Result<(), Stopped<E>> {
    let mut fields = Fields::new(text, delimiter);
    let mut row = 0;
    while let Some(blank) = fields.begin() {
        let from = fields.at;
        row += blank;
        each(row, &mut fields).map_err(Stopped::By)?;
        fields.by_ref().for_each(drop);
        if fields.more {
            return Err(Stopped::TooWide);
        }
        if fields.at - from > LONGEST {
            return Err(Stopped::TooLong);
        }
        row += 1;
    }
    Ok(())
}

/// A text whose records stand in one pair of quotes each, without these; `None` where few or none do. Lines keep their
/// numbers.
pub(super) fn unwrapped(text: &str) -> Option<String> {
    let mut out = String::with_capacity(text.len());
    let (mut lines, mut filled, mut wrapped) = (0, 0usize, 0usize);
    let read: Result<(), Stopped<()>> = for_each_record(text, ',', |row, fields| {
        while lines < row {
            out.push('\n');
            lines += 1;
        }
        let first = fields.next().unwrap_or_default();
        let mut second = fields.next();
        filled += 1;
        if second.is_none() {
            wrapped += usize::from(first.contains(','));
            out.push_str(&first);
        } else {
            requote(&mut out, &first);
            while let Some(field) = second {
                out.push(',');
                requote(&mut out, &field);
                second = fields.next();
            }
        }
        out.push('\n');
        lines += 1;
        // a text that begins with thirty other records is not of this kind
        if wrapped * 2 < filled && filled > 30 { Err(()) } else { Ok(()) }
    });
    (read.is_ok() && wrapped >= 2 && wrapped * 2 >= filled).then_some(out)
}

fn requote(out: &mut String, field: &str) {
    out.push('"');
    out.push_str(&field.replace('"', "\"\""));
    out.push('"');
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

    #[test]
    fn rows_in_one_pair_of_quotes_are_taken_out_of_them() {
        let text = "取組状況\n\n\"課名,番号,内容\"\n\"総務課,1,\"\"甲,乙\"\"\"\n\"総務課,2,丙\"\n";
        assert_eq!(unwrapped(text).as_deref(), Some("取組状況\n\n課名,番号,内容\n総務課,1,\"甲,乙\"\n総務課,2,丙\n"));
        // fields in quotes are as they should be
        assert_eq!(unwrapped("\"課名\",\"内容\"\n\"総務課\",\"甲,乙\"\n"), None);
        assert_eq!(unwrapped("\"甲,乙\"\n課名,内容\n総務課,甲\n総務課,乙\n"), None);
    }

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

    /// What the csv crate makes of a text.
    fn of_the_csv_crate(text: &str, delimiter: u8) -> Vec<Vec<String>> {
        let mut reader = csv::ReaderBuilder::new();
        let mut reader = reader.has_headers(false).flexible(true).delimiter(delimiter).from_reader(text.as_bytes());
        reader.records().map(|record| record.unwrap().iter().map(str::to_owned).collect()).collect()
    }

    /// Rows of fields as they stand in a file: plain ones, and quoted ones whose quotes are closed.
    fn closed_rows() -> impl Strategy<Value = Vec<Vec<String>>> {
        let plain = prop_oneof![Just(String::new()), "[a課 ][a\"課 ]{0,5}"];
        let quoted = "[a\"課,\t\n ]{0,8}".prop_map(|text| format!("\"{}\"", text.replace('"', "\"\"")));
        prop::collection::vec(prop::collection::vec(prop_oneof![plain, quoted], 1..5), 0..6)
    }

    proptest! {
        #[test]
        fn fields_are_those_of_the_csv_crate(rows in closed_rows(), delimiter in prop::sample::select(vec![',', '\t'])) {
            let lines = rows.iter().map(|row| row.join(&delimiter.to_string()));
            let text = lines.collect::<Vec<_>>().join("\n");
            let mut own = Vec::new();
            let mut fields = Fields::new(&text, delimiter);
            while fields.begin().is_some() {
                own.push(fields.by_ref().map(Cow::into_owned).collect::<Vec<_>>());
            }
            prop_assert_eq!(own, of_the_csv_crate(&text, delimiter as u8), "{:?}", text);
        }

        #[test]
        fn no_character_between_separators_is_lost(text in "[a\"課,;\n ]{0,60}") {
            let letters = |t: &str| t.chars().filter(|c| !matches!(c, '"' | ',' | '\n')).collect::<String>();
            let read: String = rows(&text, ',').iter().flat_map(|(_, f)| f.iter()).map(|f| letters(f)).collect();
            prop_assert_eq!(read, letters(&text));
        }
    }
}
