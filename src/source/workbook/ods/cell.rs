//! One cell of an OpenDocument sheet.

use std::io::Read;

use super::looks::Looks;
use super::times;
use super::value::Value;
use crate::source::workbook::drawn::Rich;
use crate::source::workbook::fault::Fault;
use crate::source::workbook::xml::{Node, Xml, attribute};
use crate::source::{Look, Object, ObjectKind, RawValue, is_blank};

/// Blanks in a row; nobody writes so many.
const MAX_BLANKS: u32 = 1 << 16;

/// A cell with everything in it.
#[derive(Clone, Default)]
pub(super) struct Found {
    pub(super) value: Option<(RawValue, String)>,
    /// The text that it holds, where its format shows another.
    pub(super) stored: Option<String>,
    pub(super) remark: Option<String>,
    pub(super) objects: Vec<Object>,
    /// How its text is drawn, where that matters.
    pub(super) look: Option<Look>,
    /// There are reading aids over its letters.
    pub(super) aided: bool,
    /// It says that it is of a type that OpenDocument does not know.
    pub(super) untyped: bool,
    /// It asks for more blanks than anybody writes.
    pub(super) unsure: bool,
}

impl Found {
    /// Nothing in it at all.
    pub(super) fn is_empty(&self) -> bool {
        self.value.is_none() && self.remark.is_none() && self.objects.is_empty()
    }
}

/// Paragraphs in the making: white space is folded as ODF wants it, real blanks are elements of their own.
#[derive(Default)]
struct Text {
    whole: String,
    paragraphs: usize,
    /// The last character came from white space that may still prove to be trailing.
    pending: bool,
    /// Nothing but white space in this paragraph so far.
    fresh: bool,
}

impl Text {
    fn begin(&mut self) {
        self.end();
        if self.paragraphs > 0 {
            self.whole.push('\n');
        }
        self.paragraphs += 1;
        self.fresh = true;
    }

    fn end(&mut self) {
        if std::mem::take(&mut self.pending) {
            self.whole.pop();
        }
    }

    fn write(&mut self, text: &str) {
        for (at, word) in text.split([' ', '\t', '\n', '\r']).enumerate() {
            if at > 0 && !self.pending && !self.fresh {
                self.whole.push(' ');
                self.pending = true;
            }
            if !word.is_empty() {
                self.whole.push_str(word);
                self.pending = false;
                self.fresh = false;
            }
        }
    }

    fn exact(&mut self, c: char, count: u32) {
        self.whole.extend(std::iter::repeat_n(c, count as usize));
        self.pending = false;
        self.fresh = false;
    }
}

/// What a frame turned out to be.
struct Frame {
    depth: u32,
    object: Object,
    text: Text,
}

/// Everything up to the end of the cell.
pub(super) fn read<R: Read>(xml: &mut Xml<'_, R>, value: Value, looks: &Looks) -> Result<Found, Fault> {
    let mut found = Found::default();
    let (text, rich) = content(xml, &mut found, looks)?;
    found.look = value.drawn.look((!rich.is_bare()).then_some(&rich));
    if value.is_unseen(&text) {
        found.look = Some(Look::Unseen);
    }
    found.untyped = value.is_untyped();
    found.stored = value.stored(&text);
    found.value = value.with(text);
    Ok(found)
}

/// A cell of nothing but these paragraphs.
pub(super) fn plain<'x, R: Read>(
    xml: &Xml<'_, R>,
    value: Value,
    paragraphs: impl Iterator<Item = &'x str>,
) -> Result<Found, Fault> {
    let mut text = Text::default();
    for paragraph in paragraphs {
        text.begin();
        text.write(paragraph);
        xml.length(&text.whole)?;
    }
    text.end();
    let (look, untyped, stored) = (value.drawn.look(None), value.is_untyped(), value.stored(&text.whole));
    Ok(Found { look, untyped, stored, value: value.with(text.whole), ..Found::default() })
}

/// The drawings of a sheet that hang on no cell.
pub(super) fn shapes<R: Read>(xml: &mut Xml<'_, R>, looks: &Looks) -> Result<Vec<Object>, Fault> {
    let mut found = Found::default();
    content(xml, &mut found, looks)?;
    Ok(found.objects)
}

/// Text, remarks and drawings up to the end of the element that was just opened.
fn content<R: Read>(xml: &mut Xml<'_, R>, found: &mut Found, looks: &Looks) -> Result<(String, Rich), Fault> {
    let mut text = Text::default();
    let mut remark = Text::default();
    let mut frame: Option<Frame> = None;
    // depths at which the remark and the paragraph that is being read began
    let (mut remark_at, mut paragraph_at) = (0u32, 0u32);
    // pieces of the text with styles of their own, and the depth and look of the one that is being read
    let mut rich = Rich::default();
    let mut span: Option<(u32, bool)> = None;
    let mut depth = 1u32;
    while depth > 0 {
        let mut skip = false;
        match xml.next()? {
            Node::Open(element) => {
                depth += 1;
                let target = target(&mut text, &mut remark, &mut frame, remark_at);
                match element.local_name().as_ref() {
                    "annotation" if remark_at == 0 => remark_at = depth,
                    // who wrote the remark and when is not what it says; text:date is a field
                    "creator" | "date" | "creator-initials" | "date-string" if !element.name().as_ref().starts_with("text:") => {
                        skip = true;
                    }
                    "p" | "h" => {
                        target.begin();
                        if paragraph_at == 0 {
                            paragraph_at = depth;
                        }
                    }
                    "span" if span.is_none() => {
                        let style = attribute(&element, "style-name");
                        span = style.map(|name| (depth, looks.of(&name).struck));
                    }
                    "ruby-text" => {
                        found.aided = true;
                        skip = true;
                    }
                    "s" => {
                        let count = times(&element, "c");
                        target.exact(' ', count.min(MAX_BLANKS));
                        found.unsure |= count > MAX_BLANKS;
                    }
                    "tab" => target.exact('\t', 1),
                    "line-break" => target.exact('\n', 1),
                    // a dimension line says how long it is, and nothing else
                    "measure" if element.name().as_ref().starts_with("draw:") => skip = true,
                    "custom-shape" | "rect" | "square" | "ellipse" | "circle" | "polygon" | "polyline" | "regular-polygon"
                    | "path" | "line" | "connector" | "frame" | "caption" | "control" | "scene"
                        if frame.is_none() && remark_at == 0 =>
                    {
                        // a control names what the forms of the sheet say of it
                        let text = attribute(&element, "control").unwrap_or_default().into_owned();
                        let object = match looks.control(&text) {
                            Some((label, checked)) => {
                                Object { at: None, kind: ObjectKind::CheckBox { checked }, text: label.to_owned() }
                            }
                            None => Object { at: None, kind: ObjectKind::Shape, text: String::new() },
                        };
                        frame = Some(Frame { depth, object, text: Text::default() });
                    }
                    "image" => {
                        if let Some(frame) = frame.as_mut().filter(|f| f.object.kind == ObjectKind::Shape) {
                            frame.object.kind = ObjectKind::Picture;
                        }
                    }
                    "object" => {
                        if let Some(frame) = &mut frame {
                            frame.object.kind = ObjectKind::Chart;
                        }
                    }
                    _ => {}
                }
            }
            Node::Close(_) => {
                target(&mut text, &mut remark, &mut frame, remark_at);
                if paragraph_at == depth {
                    target(&mut text, &mut remark, &mut frame, remark_at).end();
                    paragraph_at = 0;
                }
                if remark_at == depth {
                    remark_at = 0;
                }
                if frame.as_ref().is_some_and(|f| f.depth == depth)
                    && let Some(mut done) = frame.take()
                {
                    done.text.end();
                    if !matches!(done.object.kind, ObjectKind::CheckBox { .. }) {
                        done.object.text = done.text.whole;
                    }
                    found.objects.push(done.object);
                }
                if span.is_some_and(|(begun, _)| begun == depth) {
                    span = None;
                }
                depth -= 1;
            }
            Node::Text(piece) if paragraph_at > 0 => {
                if frame.is_none() && remark_at == 0 {
                    rich.add(&piece, span.map(|(_, struck)| struck));
                }
                target(&mut text, &mut remark, &mut frame, remark_at).write(&piece);
            }
            Node::Eof => break,
            _ => {}
        }
        if skip {
            xml.skip()?;
            depth -= 1;
        }
        xml.length(&text.whole)?;
        xml.length(&remark.whole)?;
        if let Some(frame) = &frame {
            xml.length(&frame.text.whole)?;
        }
    }
    text.end();
    remark.end();
    if !is_blank(&remark.whole) {
        found.remark = Some(remark.whole);
    }
    Ok((text.whole, rich))
}

/// Where text belongs right now.
fn target<'a>(text: &'a mut Text, remark: &'a mut Text, frame: &'a mut Option<Frame>, remark_at: u32) -> &'a mut Text {
    match frame {
        _ if remark_at > 0 => remark,
        Some(frame) => &mut frame.text,
        None => text,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn white_space_is_folded_over_pieces() {
        let mut text = Text::default();
        text.begin();
        for piece in ["\n  a", " ", " b\t\n", "c ", "\r"] {
            text.write(piece);
        }
        text.begin();
        text.write(" ");
        text.end();
        assert_eq!(text.whole, "a b c\n");
    }
}
