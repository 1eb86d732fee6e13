//! What texts look like: signs, numbers of columns, items of lists.

use crate::model::text::fold;
use crate::source::RawCell;

/// －, →, 〃: no name.
pub(super) fn is_sign(text: &str) -> bool {
    text.trim().chars().all(|c| !c.is_alphanumeric())
}

/// －, ―: none.
pub(super) fn is_dash(text: &str) -> bool {
    text.trim().chars().all(|c| "—―–－‐-ー−─".contains(c))
}

/// 〃, 同上: as above.
pub(super) fn repeats(text: &str) -> bool {
    matches!(text.trim(), "〃" | "″" | "\"" | "”" | "同上" | "仝" | "々")
}

/// ①②③ below the headings number the columns.
pub(super) fn is_numbering(cells: &[RawCell]) -> bool {
    let numbers: Option<Vec<u32>> = cells.iter().map(|cell| fold(&cell.shown).trim_matches(['(', ')']).parse().ok()).collect();
    cells.len() >= 3
        && numbers.is_some_and(|numbers| numbers.windows(2).all(|pair| matches!(pair, [one, two] if *two == one + 1)))
}

/// Does a text begin as items do: ・, (1), ①, indented?
pub(super) fn is_item(text: &str) -> bool {
    let start = text.trim_start_matches('\n');
    start.starts_with(char::is_whitespace)
        || start.starts_with([
            '・', '･', '•', '○', '●', '◇', '◆', '□', '■', '-', '－', '‐', '▪', '└', '├', '→', '①', '②', '③', '④', '⑤', '⑥', '⑦',
            '⑧', '⑨', '⑩', '⑪', '⑫', '⑬', '⑭', '⑮',
        ])
        || start.starts_with(['(', '（']) && fold(start).trim_start_matches('(').starts_with(|c: char| c.is_ascii_digit())
}

/// なし in place of a list.
fn names_nothing(line: &str) -> bool {
    matches!(fold(line).trim_matches(['(', ')']), "なし" | "無し" | "無" | "該当なし" | "特になし")
}

/// The lines of a cell without their bullets.
pub(super) fn list_lines(text: &str) -> Vec<String> {
    let bullets: &[char] = &['・', '･', '•', '○', '●', '◇', '◆', '□', '■', '▪'];
    let lines = text.split('\n').map(|line| line.trim().trim_start_matches(bullets).trim().to_owned());
    lines.filter(|line| !line.is_empty() && !is_sign(line) && !names_nothing(line)).collect()
}
