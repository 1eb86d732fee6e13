//! The file's objects as bytes. All but streams are packed into compressed object streams immediately.
//!
//! A report of 500 pages has some 50,000 structure elements. Each takes only its own bytes here; as
//! library objects that are kept, copied and written, they took half of the time and most of the memory.

use std::io::Write;

use lopdf::{Dictionary, Object, ObjectId, StringFormat};

use crate::report::pdf::error::Error;
use crate::report::pdf::writer::deflate::Deflate;
use crate::report::pdf::writer::draw::utf16;

/// Number of objects in an object stream.
const TOGETHER: usize = 200;

/// A finished object stream.
pub(super) struct Packed {
    pub count: usize,
    /// Offset of its first object.
    pub first: usize,
    pub bytes: Vec<u8>,
}

/// Cross-reference entry of an object in an object stream.
pub(super) struct XrefEntry {
    pub number: u32,
    /// Index of the object stream.
    pub stream: usize,
    pub place: usize,
}

/// Writes objects.
pub(super) struct Objects {
    next: u32,
    numbers: Vec<u8>,
    bodies: Vec<u8>,
    waiting: usize,
    deflate: Deflate,
    pub streams: Vec<Packed>,
    pub lairs: Vec<XrefEntry>,
}

impl Objects {
    /// Continues after the objects of a document.
    pub(super) fn after(last: u32) -> Self {
        Self {
            next: last + 1,
            numbers: Vec::new(),
            bodies: Vec::new(),
            waiting: 0,
            deflate: Deflate::new(),
            streams: Vec::new(),
            lairs: Vec::new(),
        }
    }

    /// Reserves object numbers; returns the first.
    pub(super) fn reserve(&mut self, count: usize) -> u32 {
        let first = self.next;
        self.next += u32::try_from(count).unwrap_or_default();
        first
    }

    /// Adds an object with a reserved number.
    pub(super) fn put(&mut self, number: u32, write: impl FnOnce(&mut Vec<u8>)) -> Result<(), Error> {
        self.lairs.push(XrefEntry { number, stream: self.streams.len(), place: self.waiting });
        integer(&mut self.numbers, i64::from(number));
        self.numbers.push(b' ');
        integer(&mut self.numbers, i64::try_from(self.bodies.len()).unwrap_or_default());
        self.numbers.push(b' ');
        write(&mut self.bodies);
        self.bodies.push(b'\n');
        self.waiting += 1;
        if self.waiting == TOGETHER { self.pack() } else { Ok(()) }
    }

    /// Adds an object; returns its number.
    pub(super) fn add(&mut self, write: impl FnOnce(&mut Vec<u8>)) -> Result<u32, Error> {
        let number = self.reserve(1);
        self.put(number, write)?;
        Ok(number)
    }

    /// Closes the current object stream.
    pub(super) fn pack(&mut self) -> Result<(), Error> {
        if self.waiting == 0 {
            return Ok(());
        }
        let first = self.numbers.len();
        self.numbers.append(&mut self.bodies);
        let bytes = self.deflate.pack(&self.numbers)?;
        self.streams.push(Packed { count: self.waiting, first, bytes });
        self.numbers.clear();
        self.waiting = 0;
        Ok(())
    }
}

/// Number of an object's own.
pub(super) const fn id(number: u32) -> ObjectId {
    (number, 0)
}

/// `12 0 R`.
pub(super) fn reference(out: &mut Vec<u8>, number: u32) {
    integer(out, i64::from(number));
    out.extend_from_slice(b" 0 R");
}

/// A whole number.
pub(super) fn integer(out: &mut Vec<u8>, n: i64) {
    let mut digits = [0_u8; 20];
    let mut at = digits.len();
    let mut rest = n.unsigned_abs();
    loop {
        at -= 1;
        if let Some(digit) = digits.get_mut(at) {
            *digit = b'0' + u8::try_from(rest % 10).unwrap_or_default();
        }
        rest /= 10;
        if rest == 0 {
            break;
        }
    }
    if n < 0 {
        out.push(b'-');
    }
    out.extend_from_slice(digits.get(at..).unwrap_or_default());
}

/// A length. Never with an exponent, which PDF does not have.
pub(super) fn real(out: &mut Vec<u8>, length: f32) {
    // writing to memory does not fail
    write!(out, "{length}").unwrap_or_default();
}

/// Any object but a stream.
pub(super) fn object(out: &mut Vec<u8>, object: &Object) {
    match object {
        Object::Null | Object::Stream(_) => out.extend_from_slice(b"null"),
        Object::Boolean(value) => out.extend_from_slice(if *value { b"true" } else { b"false" }),
        Object::Integer(n) => integer(out, *n),
        Object::Real(length) => real(out, *length),
        Object::Name(text) => name(out, text),
        Object::String(bytes, StringFormat::Literal) => literal(out, bytes),
        Object::String(bytes, StringFormat::Hexadecimal) => hexadecimal(out, bytes),
        Object::Array(items) => {
            out.push(b'[');
            for (at, item) in items.iter().enumerate() {
                if at > 0 {
                    out.push(b' ');
                }
                self::object(out, item);
            }
            out.push(b']');
        }
        Object::Dictionary(entries) => dictionary(out, entries),
        Object::Reference((number, _)) => reference(out, *number),
    }
}

pub(super) fn dictionary(out: &mut Vec<u8>, entries: &Dictionary) {
    out.extend_from_slice(b"<<");
    for (key, value) in entries {
        name(out, key);
        out.push(b' ');
        object(out, value);
    }
    out.extend_from_slice(b">>");
}

fn name(out: &mut Vec<u8>, text: &[u8]) {
    out.push(b'/');
    for byte in text {
        if byte.is_ascii_graphic() && !b"()<>[]{}/%#".contains(byte) {
            out.push(*byte);
        } else {
            out.push(b'#');
            hex(out, *byte);
        }
    }
}

/// A text outside of page content.
pub(super) fn text(out: &mut Vec<u8>, text: &str) {
    if text.is_ascii() && !text.chars().any(char::is_control) {
        literal(out, text.as_bytes());
    } else {
        hexadecimal(out, &utf16(text));
    }
}

/// `(…)`, with special characters escaped.
fn literal(out: &mut Vec<u8>, bytes: &[u8]) {
    out.push(b'(');
    for byte in bytes {
        escaped(out, *byte);
    }
    out.push(b')');
}

/// A byte of a literal string.
pub(super) fn escaped(out: &mut Vec<u8>, byte: u8) {
    match byte {
        b'(' | b')' | b'\\' => out.extend_from_slice(&[b'\\', byte]),
        b'\r' => out.extend_from_slice(b"\\r"),
        b'\n' => out.extend_from_slice(b"\\n"),
        _ => out.push(byte),
    }
}

fn hexadecimal(out: &mut Vec<u8>, bytes: &[u8]) {
    out.push(b'<');
    for byte in bytes {
        hex(out, *byte);
    }
    out.push(b'>');
}

fn hex(out: &mut Vec<u8>, byte: u8) {
    const DIGITS: &[u8; 16] = b"0123456789ABCDEF";
    out.extend([byte >> 4, byte & 15].iter().filter_map(|half| DIGITS.get(usize::from(*half))));
}
