//! Rows of headings: cells that stand over several columns, in one level or two.

use crate::report::tables::Heading;

/// One row; neighbours with the same heading share a cell.
pub(super) fn row(texts: impl Iterator<Item = String>) -> Vec<Heading> {
    let mut row: Vec<Heading> = Vec::new();
    for (column, text) in texts.enumerate() {
        match row.last_mut() {
            Some(last) if last.text == text => last.columns += 1,
            _ => row.push(Heading { text, column, columns: 1, rows: 1 }),
        }
    }
    row
}

/// Two rows where neighbours begin with the same word and a blank: 現状値 年度 and 現状値 値 become 現状値 over 年度 and 値.
pub(super) fn levels(row: Vec<Heading>) -> Vec<Vec<Heading>> {
    let group = |heading: &Heading| heading.text.split_once([' ', '\u{3000}']).map(|(word, _)| word.to_owned());
    let shares = |at: usize| {
        let own = row.get(at).and_then(group);
        let before = at.checked_sub(1).and_then(|at| row.get(at)).and_then(group);
        let after = row.get(at + 1).and_then(group);
        own.filter(|own| before.as_ref() == Some(own) || after.as_ref() == Some(own))
    };
    let groups: Vec<Option<String>> = (0..row.len()).map(shares).collect();
    if groups.iter().all(Option::is_none) {
        return vec![row];
    }
    let (mut upper, mut lower): (Vec<Heading>, Vec<Heading>) = (Vec::new(), Vec::new());
    let mut open = None;
    for (heading, group) in row.into_iter().zip(groups) {
        let Some(word) = group else {
            open = None;
            upper.push(Heading { rows: 2, ..heading });
            continue;
        };
        match upper.last_mut() {
            Some(last) if open.as_ref() == Some(&word) => last.columns += heading.columns,
            _ => upper.push(Heading { text: word.clone(), column: heading.column, columns: heading.columns, rows: 1 }),
        }
        let rest = heading.text.get(word.len()..).unwrap_or_default().trim_start().to_owned();
        lower.push(Heading { text: rest, ..heading });
        open = Some(word);
    }
    vec![upper, lower]
}

/// Takes a column out of the headings.
pub(super) fn take_out(headings: &mut [Vec<Heading>], column: usize) {
    for row in headings {
        for heading in row.iter_mut() {
            if heading.column > column {
                heading.column -= 1;
            } else if column < heading.column + heading.columns {
                heading.columns -= 1;
            }
        }
        row.retain(|heading| heading.columns > 0);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_shared_word_becomes_a_heading_of_its_own() {
        let texts = ["指標", "現状値 年度", "現状値 値", "目標 値"];
        let rows = levels(row(texts.iter().map(|text| (*text).to_owned())));
        let cells: Vec<Vec<(&str, usize, usize)>> =
            rows.iter().map(|row| row.iter().map(|h| (h.text.as_str(), h.columns, h.rows)).collect()).collect();
        assert_eq!(cells, [vec![("指標", 1, 2), ("現状値", 2, 1), ("目標 値", 1, 2)], vec![("年度", 1, 1), ("値", 1, 1)]]);
    }
}
