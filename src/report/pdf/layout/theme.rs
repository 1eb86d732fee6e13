//! One scale of type, one palette, one paper.

use crate::form::{Binding, Paper, Print};
use crate::model::Plan;
use crate::report::pdf::layout::display_list::{Ink, Stroke, Style};
use crate::report::tables::step::step_of;

pub(crate) const INK: Ink = [0x1b, 0x20, 0x28];
pub(crate) const SOFT: Ink = [0x55, 0x5e, 0x6b];
pub(crate) const HAIR: Ink = [0xc4, 0xca, 0xd2];
pub(crate) const RULE: Ink = [0x7d, 0x87, 0x95];
/// Background of a row that was not reported.
pub(crate) const MUTED: Ink = [0xf3, 0xf3, 0xf3];
pub(crate) const WASH: Ink = [0xee, 0xf1, 0xf5];
/// Fill of a schedule's bar, visible in black and white.
pub(crate) const BAR: Ink = [0xdd, 0xe6, 0xf0];
pub(crate) const ACCENT: Ink = [0x1f, 0x3a, 0x5f];
pub(crate) const ALARM: Ink = [0xa6, 0x2b, 0x1f];
/// New text: 朱書き, underlined.
pub(crate) const CHANGED: Ink = [0xa6, 0x1b, 0x2b];
pub(crate) const WHITE: Ink = [0xff; 3];

pub(crate) const HAIRLINE: Stroke = Stroke { ink: HAIR, width: 0.4, dashed: false };
pub(crate) const FINE: Stroke = Stroke { ink: RULE, width: 0.6, dashed: false };
pub(crate) const UNDERLINE: Stroke = Stroke { ink: CHANGED, width: 0.7, dashed: false };
pub(crate) const STRONG: Stroke = Stroke { ink: ACCENT, width: 1.2, dashed: false };

pub(crate) const HEADING: Style = Style::new(14.0, ACCENT).bold();
pub(crate) const SUBHEADING: Style = Style::new(10.5, INK).bold();
pub(crate) const BODY: Style = Style::new(9.0, INK);
pub(crate) const SMALL: Style = Style::new(8.0, SOFT);

/// The look of a badge: distinguished by grey and text, not by colour.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct BadgeLook {
    pub fill: Ink,
    pub text: Ink,
    pub stroke: Stroke,
}

/// A step of a ladder of `steps`, from 1: darker for later ones.
pub(crate) fn step_look(step: usize, steps: usize) -> BadgeLook {
    const SHADES: [(Ink, Ink); 5] =
        [(WHITE, ACCENT), ([0xdd, 0xe6, 0xf0], ACCENT), ([0xb1, 0xc6, 0xdc], INK), ([0x4a, 0x72, 0x9d], WHITE), (ACCENT, WHITE)];
    let last = SHADES.len() - 1;
    let at = if steps <= 1 { last } else { (step.saturating_sub(1) * last + (steps - 1) / 2) / (steps - 1) };
    let (fill, text) = SHADES.get(at.min(last)).copied().unwrap_or((WHITE, ACCENT));
    BadgeLook { fill, text, stroke: Stroke { ink: ACCENT, width: 0.6, dashed: false } }
}

/// An event beside the ladder, or a tag that the plan does not know.
pub(crate) const fn event_look(known: bool) -> BadgeLook {
    let ink = if known { [0x7a, 0x4a, 0x00] } else { SOFT };
    BadgeLook { fill: WHITE, text: ink, stroke: Stroke { ink, width: 0.8, dashed: true } }
}

/// The paper and its printed area.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Sheet {
    pub width: f32,
    pub height: f32,
    pub left: f32,
    pub right: f32,
    /// Above the running head, including the binding.
    pub head: f32,
    /// Below the running head.
    pub top: f32,
    /// Above the foot.
    pub bottom: f32,
    /// Shift of even pages to the right, when bound at the other edge.
    pub even: f32,
}

impl Sheet {
    pub(crate) fn new(print: &Print) -> Self {
        let (short, long) = match print.paper {
            Paper::A4 => (595.28, 841.89),
            Paper::A3 => (841.89, 1190.55),
        };
        let (width, height) = if print.portrait { (short, long) } else { (long, short) };
        /// Width of two holes and the bend of the paper.
        const HOLES: f32 = 30.0;
        let mut sheet =
            Self { width, height, left: 44.0, right: width - 44.0, head: 0.0, top: 54.0, bottom: height - 40.0, even: 0.0 };
        match print.binding {
            Binding::None => {}
            Binding::Left => sheet.left += HOLES,
            Binding::Right => sheet.right -= HOLES,
            Binding::Top => (sheet.head, sheet.top) = (HOLES, sheet.top + HOLES),
        }
        if print.duplex {
            sheet.even = match print.binding {
                Binding::Left => -HOLES,
                Binding::Right => HOLES,
                Binding::None | Binding::Top => 0.0,
            };
        }
        sheet
    }

    pub(crate) fn measure(&self) -> f32 {
        self.right - self.left
    }
}

/// The look of each of the plan's stages.
pub(crate) fn stage_looks(plan: &Plan) -> Vec<BadgeLook> {
    let look = |at: usize| match step_of(plan, at) {
        Some((step, steps)) => step_look(step, steps),
        None => event_look(true),
    };
    (0..plan.stages.len()).map(look).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Relative luminance, by WCAG 2.
    #[allow(clippy::disallowed_methods, reason = "no output depends on it")]
    fn luminance(ink: Ink) -> f64 {
        let [r, g, b] = ink.map(|part| {
            let part = f64::from(part) / 255.0;
            if part <= 0.040_45 { part / 12.92 } else { ((part + 0.055) / 1.055).powf(2.4) }
        });
        0.2126 * r + 0.7152 * g + 0.0722 * b
    }

    fn contrast(a: Ink, b: Ink) -> f64 {
        let (a, b) = (luminance(a) + 0.05, luminance(b) + 0.05);
        if a > b { a / b } else { b / a }
    }

    #[test]
    fn every_text_stands_out_from_its_ground() {
        let mut pairs = vec![
            (INK, WASH),
            (INK, BAR),
            (SOFT, WHITE),
            (SOFT, MUTED),
            (CHANGED, WHITE),
            (CHANGED, BAR),
            (ALARM, WHITE),
            (ACCENT, WHITE),
        ];
        for steps in 1..9 {
            pairs.extend((1..=steps).map(|step| step_look(step, steps)).map(|look| (look.text, look.fill)));
        }
        pairs.extend([true, false].map(event_look).map(|look| (look.text, look.fill)));
        for (ink, ground) in pairs {
            assert!(contrast(ink, ground) >= 4.5, "{ink:x?} on {ground:x?}: {:.2}", contrast(ink, ground));
        }
    }

    #[test]
    fn steps_are_kept_apart_without_colour() {
        for pair in (1..=5).map(|step| luminance(step_look(step, 5).fill)).collect::<Vec<_>>().windows(2) {
            assert!(pair[0] > pair[1] + 0.05, "{pair:?}");
        }
    }
}
