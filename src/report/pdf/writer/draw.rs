//! Turns placed items into printpdf operations.
//!
//! Text is written as glyph codes. Where the file's table of characters cannot represent it (a second character
//! with the same glyph, 〓 for missing ones, variation selectors), an `ActualText` does.
//!
//! printpdf writes unknown operations literally. Glyphs and marked contents are written that way: its own operations
//! take a string per glyph and a dictionary per mark, which was half the time of drawing a thousand pages.

use std::fmt::Write;

use printpdf::{
    Color, DictItem, Line, LineDashPattern, LinePoint, Op, PaintMode, PdfFontHandle, Point, Polygon, PolygonRing, Pt, Rect, Rgb,
    WindingOrder,
};

use crate::report::pdf::fonts::{Face, Fonts, GlyphKind};
use crate::report::pdf::layout::display_list::{Block, DrawItem, Ink, Mark, Stroke, Style};
use crate::report::pdf::layout::spacing::Spacing;
use crate::report::pdf::writer::glyphs::Glyphs;

/// In place of a page number, for entries in later volumes.
const ELSEWHERE: &str = "次冊";

/// The current state of the page's stream, so that nothing is written twice.
#[derive(Default)]
struct State {
    fill: Option<Ink>,
    stroke: Option<Ink>,
    width: Option<f32>,
    dashed: bool,
    font: Option<(Face, f32)>,
    /// Start of the last text in an open text object.
    pen: Option<(f32, f32)>,
}

/// Draws a page.
pub(super) struct Pen<'f> {
    fonts: &'f Fonts,
    glyphs: &'f mut Glyphs,
    height: f32,
    spacing: Spacing,
    state: State,
    ops: Vec<Op>,
}

impl<'f> Pen<'f> {
    /// A pen for a page of this height, in points, with capacity for this many operations.
    pub(super) fn new(fonts: &'f Fonts, glyphs: &'f mut Glyphs, (height, spacing): (f32, Spacing), room: usize) -> Self {
        Self { fonts, glyphs, height, spacing, state: State::default(), ops: Vec::with_capacity(room) }
    }

    /// The operations.
    pub(super) fn done(self) -> Vec<Op> {
        self.ops
    }

    /// Draws a block. `mcid` is the number of its marked content, if it is one; `numbers` are the page numbers of the anchors.
    pub(super) fn block(&mut self, block: &Block, mcid: usize, numbers: &[Option<usize>]) {
        self.begin(match block.mark {
            Mark::Layout => "/Artifact<</Type/Layout>>".to_owned(),
            Mark::Pagination => "/Artifact<</Type/Pagination>>".to_owned(),
            Mark::Header => "/Artifact<</Type/Pagination/Subtype/Header>>".to_owned(),
            Mark::Footer => "/Artifact<</Type/Pagination/Subtype/Footer>>".to_owned(),
            Mark::Of(_) => format!("/Span<</MCID {mcid}>>"),
        });
        for item in &block.items {
            match item {
                DrawItem::Rect { x, y, w, h, fill, stroke } => self.rect([*x, *y, *w, *h], *fill, *stroke),
                DrawItem::Line { from, to, stroke } => self.line(*from, *to, *stroke),
                DrawItem::Shape { points, fill, stroke } => self.shape(points, *fill, *stroke),
                DrawItem::Text { x, y, style, text } => self.text(*x, *y, *style, text),
                DrawItem::PageOf { right, y, style, anchor } => {
                    let number = numbers.get(anchor.0).copied().flatten();
                    let text = number.map_or_else(|| ELSEWHERE.to_owned(), |number| number.to_string());
                    let x = right - self.fonts.width(style.bold, &text) * style.size;
                    self.text(x, *y, *style, &text);
                }
            }
        }
        self.close_text();
        self.ops.push(Op::EndMarkedContent);
    }

    /// Closes the text object.
    fn close_text(&mut self) {
        if self.state.pen.take().is_some() {
            self.ops.push(Op::EndTextSection);
        }
    }

    /// Begins a marked content.
    fn begin(&mut self, mut tag: String) {
        tag.push_str("BDC");
        self.ops.push(Op::Unknown { key: tag, value: Vec::new() });
    }

    fn fill(&mut self, ink: Ink) {
        if self.state.fill.replace(ink) != Some(ink) {
            self.ops.push(Op::SetFillColor { col: colour(ink) });
        }
    }

    fn stroke(&mut self, stroke: Stroke) {
        if self.state.stroke.replace(stroke.ink) != Some(stroke.ink) {
            self.ops.push(Op::SetOutlineColor { col: colour(stroke.ink) });
        }
        if self.state.width.replace(stroke.width) != Some(stroke.width) {
            self.ops.push(Op::SetOutlineThickness { pt: Pt(stroke.width) });
        }
        if self.state.dashed != stroke.dashed {
            self.state.dashed = stroke.dashed;
            let pattern: &[f32] = if stroke.dashed { &[2.0, 1.5] } else { &[] };
            self.ops.push(Op::SetLineDashPattern {
                dash: LineDashPattern { pattern: pattern.iter().copied().collect(), ..LineDashPattern::default() },
            });
        }
    }

    fn rect(&mut self, [x, y, w, h]: [f32; 4], fill: Option<Ink>, stroke: Option<Stroke>) {
        self.close_text();
        if let Some(ink) = fill {
            self.fill(ink);
        }
        if let Some(stroke) = stroke {
            self.stroke(stroke);
        }
        let mode = match (fill, stroke) {
            (Some(_), Some(_)) => PaintMode::FillStroke,
            (Some(_), None) => PaintMode::Fill,
            (None, Some(_)) => PaintMode::Stroke,
            (None, None) => return,
        };
        let rectangle = Rect {
            x: Pt(round(x)),
            y: Pt(round(self.height - y - h)),
            width: Pt(round(w)),
            height: Pt(round(h)),
            mode: Some(mode),
            winding_order: None,
        };
        self.ops.push(Op::DrawRectangle { rectangle });
    }

    fn shape(&mut self, points: &[(f32, f32)], fill: Ink, stroke: Stroke) {
        self.close_text();
        self.fill(fill);
        self.stroke(stroke);
        let point =
            |(x, y): &(f32, f32)| LinePoint { p: Point { x: Pt(round(*x)), y: Pt(round(self.height - y)) }, bezier: false };
        let ring = PolygonRing { points: points.iter().map(point).collect() };
        let polygon = Polygon { rings: vec![ring], mode: PaintMode::FillStroke, winding_order: WindingOrder::NonZero };
        self.ops.push(Op::DrawPolygon { polygon });
    }

    fn line(&mut self, from: (f32, f32), to: (f32, f32), stroke: Stroke) {
        self.close_text();
        self.stroke(stroke);
        let point = |(x, y): (f32, f32)| LinePoint { p: Point { x: Pt(round(x)), y: Pt(round(self.height - y)) }, bezier: false };
        let line = Line { points: vec![point(from), point(to)], is_closed: false };
        self.ops.push(Op::DrawLine { line });
    }

    fn text(&mut self, x: f32, y: f32, style: Style, text: &str) {
        if text.is_empty() {
            return;
        }
        self.fill(style.ink);
        // consecutive texts share a text object; each begins relative to the one before
        let (x, y) = (round(x), round(self.height - y));
        let (from_x, from_y) = self.state.pen.unwrap_or_else(|| {
            self.ops.push(Op::StartTextSection);
            (0.0, 0.0)
        });
        self.state.pen = Some((x, y));
        self.ops.push(Op::SetTextCursor { pos: Point { x: Pt(round(x - from_x)), y: Pt(round(y - from_y)) } });
        let mut run = Run { items: Vec::new(), room: text.len() };
        let mut chars = text.chars().peekable();
        while let Some(c) = chars.next() {
            let mut glyph = self.fonts.glyph(style.bold, c);
            // characters without width belong to the one before
            let mut followers = String::new();
            while let Some(next) = chars.peek().copied() {
                if self.fonts.glyph(style.bold, next).kind != GlyphKind::Invisible || next == '\n' || next == '\r' {
                    break;
                }
                if followers.is_empty()
                    && let Some(variant) = self.fonts.variant(style.bold, c, next)
                {
                    glyph = variant;
                }
                followers.push(next);
                chars.next();
            }
            let offset = if glyph.kind == GlyphKind::Invisible {
                // screen readers read a line end as a blank; it is drawn without width
                let blank = self.fonts.glyph(style.bold, ' ');
                glyph = blank;
                f32::from(blank.milli)
            } else {
                0.0
            };
            // space before the next character, in thousandths of an em: applied after the glyph
            let next = chars.peek().copied().filter(|_| !self.spacing.is_plain());
            let offset = offset - next.map_or(0.0, |next| self.spacing.between(c, next) * 1000.0);
            let shown = if c == '\n' || c == '\r' || c == '\t' { ' ' } else { c };
            let drawn = glyph.kind == GlyphKind::Drawn;
            let (code, stands_for_it) = self.glyphs.take(glyph, if drawn { shown } else { '〓' });
            if followers.is_empty() && drawn && stands_for_it {
                self.font(&mut run, glyph.face, style.size);
                run.push(code, offset);
                continue;
            }
            self.flush(&mut run);
            let mut actual = String::from("/Span<</ActualText<");
            for byte in utf16(&format!("{c}{followers}")) {
                _ = write!(actual, "{byte:02X}");
            }
            self.begin(actual + ">>>");
            self.font(&mut run, glyph.face, style.size);
            run.push(code, offset);
            self.flush(&mut run);
            self.ops.push(Op::EndMarkedContent);
        }
        self.flush(&mut run);
    }

    fn font(&mut self, run: &mut Run, face: Face, size: f32) {
        if self.state.font == Some((face, size)) {
            return;
        }
        self.flush(run);
        self.state.font = Some((face, size));
        let font = PdfFontHandle::External(face.id());
        self.ops.push(Op::SetFont { font, size: Pt(size) });
    }

    fn flush(&mut self, run: &mut Run) {
        let items = std::mem::take(&mut run.items);
        match items.len() {
            0 => {}
            1 => self.ops.push(Op::Unknown { key: "Tj".to_owned(), value: items }),
            _ => self.ops.push(Op::Unknown { key: "TJ".to_owned(), value: vec![DictItem::Array(items)] }),
        }
    }
}

/// A run of glyphs of one face, with shifts between them.
struct Run {
    items: Vec<DictItem>,
    /// Expected number of bytes.
    room: usize,
}

impl Run {
    /// Adds the code of a glyph, and the shift before the next, in thousandths of an em.
    fn push(&mut self, code: u16, offset: f32) {
        let code = code.to_be_bytes();
        match self.items.last_mut() {
            Some(DictItem::String { data, .. }) => data.extend(code),
            _ => {
                let mut data = Vec::with_capacity(self.room);
                data.extend(code);
                self.items.reserve_exact(1);
                self.items.push(DictItem::String { data, literal: true });
            }
        }
        if offset != 0.0 {
            self.items.push(DictItem::Real(offset));
        }
    }
}

fn colour(ink: Ink) -> Color {
    // thousandths are finer than the 255 steps there are
    let [r, g, b] = ink.map(|part| (f32::from(part) / 255.0 * 1000.0).round() / 1000.0);
    Color::Rgb(Rgb::new(r, g, b, None))
}

/// Rounded to hundredths of a point, finer than any printer.
fn round(length: f32) -> f32 {
    (length * 100.0).round() / 100.0
}

/// A PDF text string: UTF-16 with byte order mark.
pub(super) fn utf16(text: &str) -> Vec<u8> {
    let mut out = vec![0xfe, 0xff];
    out.extend(text.encode_utf16().flat_map(u16::to_be_bytes));
    out
}
