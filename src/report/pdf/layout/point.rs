//! Aligns figures: decimal points below each other, units after them.

/// What is longer after the point is a text, no unit.
const LONGEST_TAIL: usize = 7;

/// Splits a figure after its whole part: ▲1,234 and .5％. None if the line is no single figure.
pub(super) fn cut(line: &str) -> Option<(&str, &str)> {
    let line = line.trim();
    // a dash is aligned like a figure
    if matches!(line, "-" | "－" | "—" | "―" | "–") {
        return Some((line, ""));
    }
    let digit = |c: char| c.is_ascii_digit() || ('０'..='９').contains(&c);
    let start = line.find(digit)?;
    let sign = line.get(..start)?;
    if !matches!(sign, "" | "▲" | "△" | "+" | "＋" | "-" | "－" | "−" | "約" | "±") {
        return None;
    }
    let rest = line.get(start..)?;
    let whole = rest.find(|c: char| !digit(c) && !matches!(c, ',' | '，')).unwrap_or(rest.len());
    let tail = rest.get(whole..)?;
    let fraction = tail.strip_prefix(['.', '．']);
    let unit = fraction.map_or(tail, |rest| rest.trim_start_matches(digit));
    let is_unit = !unit.contains(digit) && tail.chars().count() <= LONGEST_TAIL;
    is_unit.then_some((line.get(..start + whole)?, tail))
}

#[cfg(test)]
mod tests {
    use super::cut;

    #[test]
    fn a_figure_is_cut_at_its_point() {
        assert_eq!(cut("▲1,234.5％"), Some(("▲1,234", ".5％")));
        assert_eq!(cut("100%"), Some(("100", "%")));
        assert_eq!(cut("12か所"), Some(("12", "か所")));
        assert_eq!(cut("令和6年度"), None);
        assert_eq!(cut("3回（10人）"), None);
        assert_eq!(cut("—"), Some(("—", "")));
    }
}
