//! A text as a quantity: one number with its unit, and what is said around it.

use unicode_normalization::UnicodeNormalization;

/// What a text says, if it is one quantity.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Quantity {
    /// The text without the remark in brackets.
    pub text: String,
    /// The remark in brackets behind it.
    pub note: Option<String>,
    /// The number; percent as 88.
    pub value: Option<f64>,
    /// Its unit, folded.
    pub unit: Option<String>,
    /// 約, 以上, 以内, 程度.
    pub comparator: Option<String>,
    /// 毎年, 3年ごと.
    pub recurrence: Option<String>,
    /// 1枚.
    pub per: Option<String>,
}

/// What may stand before the number.
const BEFORE: &[&str] = &["約", "およそ", "おおよそ", "概ね", "最大", "最低", "延べ", "のべ", "計", "累計"];

/// What may stand behind the unit: the first are comparators.
const COMPARATORS: &[&str] = &["以上", "以内", "以下", "未満", "超", "程度", "前後", "強", "弱", "を超える", "を上回る"];

/// What is done with the quantity and does not change it.
const VERBS: &[&str] = &[
    "に短縮する",
    "に短縮",
    "へ短縮",
    "短縮",
    "に削減する",
    "に削減",
    "へ削減",
    "削減",
    "に縮減",
    "縮減",
    "に増加",
    "増加",
    "に拡大",
    "拡大",
    "とする",
    "にする",
    "を目指す",
    "を維持する",
    "を維持",
    "維持",
    "を達成",
    "達成",
    "受講",
    "実施",
    "開催",
    "導入",
    "整備",
    "設置",
    "利用",
    "参加",
    "増",
    "減",
    "に増やす",
    "に減らす",
    "を確保",
    "確保",
];

/// Reads a text as a quantity. A text that is not one quantity has no value; nothing is guessed.
///
/// ```
/// # use torimatome::normalise::quantity;
/// let found = quantity("1枚あたり約5分（令和6年1月末現在）");
/// assert_eq!((found.value, found.unit.as_deref(), found.per.as_deref()), (Some(5.0), Some("分"), Some("1枚")));
/// assert_eq!(found.note.as_deref(), Some("令和6年1月末現在"));
/// assert_eq!(quantity("年間約37,000件分をペーパーレス化").value, None);
/// ```
pub fn quantity(raw: &str) -> Quantity {
    let (text, note) = remark(raw);
    let mut out = Quantity { text: text.to_owned(), note: note.map(str::to_owned), ..Quantity::default() };
    let folded: String =
        text.nfkc().filter(|c| !c.is_whitespace()).map(|c| if c == '▲' || c == '△' || c == '−' { '-' } else { c }).collect();
    read(&folded, &mut out);
    out
}

/// The remark in brackets at the end of a text.
fn remark(raw: &str) -> (&str, Option<&str>) {
    let text = raw.trim();
    for (open, close) in [('（', '）'), ('(', ')')] {
        if let Some(body) = text.strip_suffix(close)
            && let Some(at) = body.rfind(open)
            && at > 0
            && !body[at..].contains(close)
        {
            return (text[..at].trim_end(), Some(body[at + open.len_utf8()..].trim()));
        }
    }
    (text, None)
}

fn read(folded: &str, out: &mut Quantity) {
    let mut rest = folded;
    loop {
        if let Some((word, tail)) = recurrence(rest).filter(|_| out.recurrence.is_none()) {
            out.recurrence = Some(word);
            rest = tail;
        } else if let Some((word, tail)) = per(rest).filter(|_| out.per.is_none()) {
            out.per = Some(word);
            rest = tail;
        } else if let Some(word) = BEFORE.iter().find(|word| rest.starts_with(**word)) {
            if matches!(*word, "約" | "およそ" | "おおよそ" | "概ね") {
                out.comparator = Some("約".to_owned());
            }
            rest = &rest[word.len()..];
        } else {
            break;
        }
    }
    // 全職員の50%: a share of something
    if let Some(at) = rest.find('の').filter(|at| rest[..*at].chars().count() <= 8)
        && !rest[..at].contains(|c: char| c.is_ascii_digit())
        && number(&rest[at + 'の'.len_utf8()..]).is_some_and(|(_, tail)| tail.starts_with('%') || tail.starts_with('割'))
    {
        rest = &rest[at + 'の'.len_utf8()..];
    }
    let Some((value, tail)) = number(rest) else { return clear(out) };
    let mut tail = tail;
    let unit_end = unit_length(tail);
    let unit = &tail[..unit_end];
    tail = &tail[unit_end..];
    let mut seen = false;
    loop {
        if let Some(word) = COMPARATORS.iter().find(|word| tail.starts_with(**word)) {
            out.comparator = Some((*word).to_owned());
            tail = &tail[word.len()..];
        } else if let Some(word) = VERBS.iter().find(|word| tail.starts_with(**word)).filter(|_| !seen) {
            seen = true;
            tail = &tail[word.len()..];
        } else {
            break;
        }
    }
    if !tail.is_empty() && tail != "。" {
        return clear(out);
    }
    out.value = Some(value);
    out.unit = (!unit.is_empty()).then(|| unit.to_owned());
}

/// Not one quantity: what was taken for its parts is text.
fn clear(out: &mut Quantity) {
    out.comparator = None;
    out.recurrence = None;
    out.per = None;
}

/// 毎年, 年に, 3年ごとに, 不定期で.
fn recurrence(text: &str) -> Option<(String, &str)> {
    for word in ["毎年度", "毎年", "毎月", "毎週", "各年度", "各年", "年間", "月間", "年", "月", "週", "不定期", "随時", "定期的"]
    {
        if let Some(tail) = text.strip_prefix(word) {
            let tail = ["に", "で", "、"].iter().find_map(|p| tail.strip_prefix(p)).unwrap_or(tail);
            if tail.starts_with(|c: char| c.is_ascii_digit() || BEFORE.iter().any(|word| word.starts_with(c))) {
                return Some((word.to_owned(), tail));
            }
        }
    }
    let digits = text.find(|c: char| !c.is_ascii_digit()).filter(|end| *end > 0)?;
    for span in ["年", "か月", "ヶ月", "カ月", "ケ月", "月", "週間", "週", "日"] {
        let Some(tail) = text[digits..].strip_prefix(span) else { continue };
        for each in ["ごと", "毎", "おき", "に一度"] {
            if let Some(after) = tail.strip_prefix(each) {
                let end = text.len() - after.len();
                return Some((text[..end].to_owned(), after.strip_prefix('に').unwrap_or(after)));
            }
        }
    }
    None
}

/// 1枚あたり, 一月当たり.
fn per(text: &str) -> Option<(String, &str)> {
    for word in ["あたり", "当たり", "当り", "につき"] {
        if let Some(at) = text.find(word).filter(|at| (1..=6).contains(&text[..*at].chars().count())) {
            let tail = &text[at + word.len()..];
            return Some((text[..at].to_owned(), tail.strip_prefix('の').unwrap_or(tail)));
        }
    }
    None
}

/// A number with thousands separators, decimals and a sign, and what follows it.
fn number(text: &str) -> Option<(f64, &str)> {
    let body = text.strip_prefix(['-', '+']).unwrap_or(text);
    let end = body.find(|c: char| !(c.is_ascii_digit() || c == ',' || c == '.')).unwrap_or(body.len());
    let digits = body[..end].trim_end_matches([',', '.']);
    if !digits.starts_with(|c: char| c.is_ascii_digit()) {
        return None;
    }
    let value: f64 = digits.replace(',', "").parse().ok()?;
    let value = if text.starts_with('-') { -value } else { value };
    Some((value, &body[digits.len()..]))
}

/// How long the unit is: up to a comparator, a verb, or the end; hiragana only in か所, か月 and the like.
fn unit_length(text: &str) -> usize {
    for (at, c) in text.char_indices() {
        let tail = &text[at..];
        let ends = COMPARATORS
            .iter()
            .chain(VERBS)
            .any(|word| tail.starts_with(word) && !(*word == "強" || *word == "弱") || tail == *word);
        let hiragana = ('ぁ'..='ん').contains(&c)
            && !(tail.starts_with("か所") || tail.starts_with("か月") || tail.starts_with("か国") || tail.starts_with("つの"));
        let the = text[..at].ends_with('つ') && c == 'の';
        if (at > 0 && ends) || (hiragana && !the) || c.is_ascii_digit() || "、。・,;:（(「".contains(c) {
            return at;
        }
        if text[..at].chars().count() >= 8 {
            return at;
        }
    }
    text.len()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> (Option<f64>, Option<String>) {
        let found = quantity(text);
        (found.value, found.unit)
    }

    #[test]
    fn one_quantity() {
        for (text, value, unit) in [
            ("1,500部", 1500.0, "部"),
            ("１％", 1.0, "%"),
            ("90分程度", 90.0, "分"),
            ("45分以内に短縮する", 45.0, "分"),
            ("毎年5回", 5.0, "回"),
            ("3年ごとに1回", 1.0, "回"),
            ("不定期で1回", 1.0, "回"),
            ("60人/年", 60.0, "人/年"),
            ("全職員の50%受講", 50.0, "%"),
            ("2か所", 2.0, "か所"),
            ("▲2件", -2.0, "件"),
            ("0件", 0.0, "件"),
        ] {
            assert_eq!(read(text), (Some(value), Some(unit.to_owned())), "{text}");
        }
    }

    #[test]
    fn a_description_is_no_quantity() {
        for text in [
            "年間約37,000件分をペーパーレス化",
            "各課1 IDによる試験運用",
            "DX推進検討委員への研修1回、全職員向け1回",
            "試験導入",
            "",
        ] {
            assert_eq!(quantity(text).value, None, "{text}");
        }
    }
}
