//! JSON that people can scroll through: indented down to a depth, and one line for each value below it.

use std::io::{self, Write};

use serde::Serialize;
use serde_json::ser::{CompactFormatter, Formatter, PrettyFormatter};

/// Values at this depth are written on one line: in `run.json` a sheet of an input, a place of a finding.
const DEPTH: usize = 4;

/// The JSON of a value, with a line feed at its end. Without whole indentation a file of 10,000 sheets stays small.
pub fn json(value: &impl Serialize) -> Vec<u8> {
    let mut bytes = Vec::new();
    let outline = Outline { depth: 0, pretty: PrettyFormatter::new(), compact: CompactFormatter };
    // plain data into memory: there is nothing that could fail
    _ = value.serialize(&mut serde_json::Serializer::with_formatter(&mut bytes, outline));
    bytes.push(b'\n');
    bytes
}

struct Outline {
    depth: usize,
    pretty: PrettyFormatter<'static>,
    compact: CompactFormatter,
}

impl Outline {
    const fn is_deep(&self) -> bool {
        self.depth > DEPTH
    }
}

impl Formatter for Outline {
    fn begin_array<W: ?Sized + Write>(&mut self, to: &mut W) -> io::Result<()> {
        self.depth += 1;
        if self.is_deep() { self.compact.begin_array(to) } else { self.pretty.begin_array(to) }
    }

    fn end_array<W: ?Sized + Write>(&mut self, to: &mut W) -> io::Result<()> {
        let deep = self.is_deep();
        self.depth -= 1;
        if deep { self.compact.end_array(to) } else { self.pretty.end_array(to) }
    }

    fn begin_array_value<W: ?Sized + Write>(&mut self, to: &mut W, first: bool) -> io::Result<()> {
        match (self.is_deep(), first) {
            (false, _) => self.pretty.begin_array_value(to, first),
            (true, true) => Ok(()),
            (true, false) => to.write_all(b", "),
        }
    }

    fn end_array_value<W: ?Sized + Write>(&mut self, to: &mut W) -> io::Result<()> {
        if self.is_deep() { Ok(()) } else { self.pretty.end_array_value(to) }
    }

    fn begin_object<W: ?Sized + Write>(&mut self, to: &mut W) -> io::Result<()> {
        self.depth += 1;
        if self.is_deep() { self.compact.begin_object(to) } else { self.pretty.begin_object(to) }
    }

    fn end_object<W: ?Sized + Write>(&mut self, to: &mut W) -> io::Result<()> {
        let deep = self.is_deep();
        self.depth -= 1;
        if deep { self.compact.end_object(to) } else { self.pretty.end_object(to) }
    }

    fn begin_object_key<W: ?Sized + Write>(&mut self, to: &mut W, first: bool) -> io::Result<()> {
        match (self.is_deep(), first) {
            (false, _) => self.pretty.begin_object_key(to, first),
            (true, true) => Ok(()),
            (true, false) => to.write_all(b", "),
        }
    }

    fn begin_object_value<W: ?Sized + Write>(&mut self, to: &mut W) -> io::Result<()> {
        to.write_all(b": ")
    }

    fn end_object_value<W: ?Sized + Write>(&mut self, to: &mut W) -> io::Result<()> {
        if self.is_deep() { Ok(()) } else { self.pretty.end_object_value(to) }
    }
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    #[test]
    fn what_lies_deep_is_one_line() {
        let value = json!({ "inputs": [{ "path": "a", "sheets": [{ "name": "b", "n": [1, 2], "e": {} }, {}] }], "none": [] });
        let text = String::from_utf8(super::json(&value)).unwrap();
        assert_eq!(serde_json::from_str::<Value>(&text).unwrap(), value);
        let lines: Vec<&str> = text.lines().map(str::trim).collect();
        assert!(lines.contains(&r#"{"name": "b", "n": [1, 2], "e": {}},"#), "{text}");
        assert!(text.ends_with("]\n}\n") && lines.contains(&r#""none": []"#), "{text}");
    }
}
