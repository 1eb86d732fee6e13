//! Texts in the place of a figure that are not one quantity: do they hold a figure all the same?

use unicode_normalization::UnicodeNormalization;

use super::amount::amount;
use super::quantity::{counts_in_kanji, names_a_day, remark, unit_length};
use crate::form::vocabulary::Lexicon;
use crate::model::text::fold;
use crate::model::{date, fiscal_year};

/// Does a text that is not one quantity begin with a figure or hold a count: 10～15件, 1/3, 前年度比5%減, 数十件? A longer one
/// describes something.
pub fn holds_a_figure(text: &str) -> bool {
    /// More characters are a description.
    const LONGEST: usize = 20;
    let plain: String = remark(text).0.nfkc().filter(|c| !c.is_whitespace()).collect();
    if plain.chars().count() > LONGEST || date(&plain).is_some() {
        return false;
    }
    let folded = fold(&plain);
    let body = fiscal_year(&folded).map_or(folded.as_str(), |(_, rest)| rest).trim_start_matches(['(', '[']);
    let starts = |rest: &str| rest.starts_with(|c: char| c.is_ascii_digit());
    let mut before = None;
    body.char_indices().any(|(at, c)| {
        let is_first = before.is_none_or(|c: char| !(c.is_alphanumeric() && (c.is_ascii() || c == '数'))) || c == '数';
        before = Some(c);
        let rest = body[at..].trim_start_matches('数');
        let Some(found) = amount(rest).filter(|found| is_first && (starts(rest) || found.in_kanji)) else { return false };
        let unit = &found.rest[..unit_length(found.rest)];
        let unit = unit.strip_prefix('数').unwrap_or(unit).trim_end_matches(['台', '弱', '強']);
        let counted = !unit.is_empty() && Lexicon::get().is_unit(unit);
        if names_a_day(found.value, unit) || body[..at].ends_with('月') && unit == "日" {
            return false;
        }
        let figure = found.rest.is_empty() || found.rest.starts_with(['/', '~', '-', '±', ',', ')', ']', '増', '減']);
        if found.in_kanji { counted && counts_in_kanji(rest, unit) } else { counted || at == 0 && figure }
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::normalise::quantity;

    #[test]
    fn figures_that_are_not_one_quantity_differ_from_descriptions() {
        for text in [
            "10～15",
            "10〜15％",
            "1/3",
            "前年度比5%減",
            "数十件",
            "十数件",
            "50%→70%",
            "140人～180人/月",
            "各課1回",
            "R9:3～5件",
            "(10)",
            "10増",
            "10±2",
        ] {
            assert!(quantity(text).value.is_none() && holds_a_figure(text), "{text}");
        }
        for text in [
            "試験導入",
            "一部実施",
            "十分に行う",
            "年間約37,000件分をペーパーレス化するための試験運用",
            "各課1 IDによる試験運用",
            "令和9年度",
            "R7.10導入",
            "10月10日",
            "4月",
            "A",
            "三世代交流",
            "第2期計画",
        ] {
            assert!(quantity(text).value.is_none() && !holds_a_figure(text), "{text}");
        }
    }
}
