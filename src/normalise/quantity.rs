//! A text as a quantity: one number with its unit, and the words around it.

use unicode_normalization::UnicodeNormalization;

use super::amount::amount;
use crate::form::vocabulary::Lexicon;
use crate::model::text::fold;

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

/// What may stand before the number and does not change it.
const BEFORE: &[&str] = &[
    "約",
    "≒",
    "≈",
    "およそ",
    "おおよそ",
    "概ね",
    "おおむね",
    "ほぼ",
    "最大",
    "最低",
    "少なくとも",
    "延べ",
    "のべ",
    "延",
    "全て",
    "全",
    "合計",
    "累計",
    "総計",
    "計",
    "平均",
    "概算",
    "目標",
];

/// Those of them that say how exact it is.
const ABOUT: &[&str] = &["約", "≒", "≈", "およそ", "おおよそ", "概ね", "おおむね", "ほぼ", "概算"];

/// What may stand behind the unit and says how the number is meant.
const COMPARATORS: &[&str] = &[
    "以上",
    "以内",
    "以下",
    "未満",
    "超え",
    "超",
    "程度",
    "前後",
    "強",
    "弱",
    "ほど",
    "くらい",
    "ぐらい",
    "を超える",
    "を上回る",
    "を下回る",
    "内",
];

/// What is done to reach the level: the number is the level itself.
const REACHING: &[&str] = &[
    "短縮する",
    "短縮",
    "削減する",
    "削減",
    "縮減する",
    "縮減",
    "減少",
    "抑制",
    "抑える",
    "減らす",
    "増加",
    "拡大",
    "拡充",
    "増やす",
    "向上",
    "引き上げる",
    "引上げ",
    "引き上げ",
    "到達",
    "達する",
    "設置",
    "整備",
    "導入",
    "拡大する",
    "増加させる",
    "する",
];

/// What is done with the quantity and does not change it.
const VERBS: &[&str] = &[
    "とする",
    "を目指す",
    "を維持する",
    "を維持",
    "の維持",
    "維持",
    "を継続",
    "継続",
    "を達成する",
    "を達成",
    "達成",
    "を確保する",
    "を確保",
    "の確保",
    "確保",
    "受講",
    "実施",
    "開催",
    "導入",
    "整備",
    "設置",
    "利用",
    "参加",
    "取得",
    "の導入",
    "の実施",
    "の開催",
    "の整備",
    "の設置",
    "の削減",
    "削減",
    "の短縮",
    "短縮",
    "の縮減",
    "縮減",
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
    if let Some(folded) = squeezed(text) {
        match in_yen(&folded) {
            Some(amount) => {
                read(&amount, &mut out);
                out.unit = out.unit.or_else(|| out.value.map(|_| "円".to_owned()));
            }
            None => read(&folded, &mut out),
        }
    }
    out
}

/// An amount without the sign of yen before it (¥1,284, -¥5; the sign is a back slash in old fonts).
fn in_yen(folded: &str) -> Option<String> {
    let (minus, rest) = folded.strip_prefix('-').map_or(("", folded), |rest| ("-", rest));
    let amount = rest.strip_prefix(['¥', '\\'])?;
    amount.starts_with(|c: char| c.is_ascii_digit() || c == '-').then(|| format!("{minus}{amount}"))
}

/// Folded for reading, without blanks; none where a blank parts two numbers (31 60).
fn squeezed(text: &str) -> Option<String> {
    let folded: String = text.nfkc().collect();
    let mut out = String::with_capacity(folded.len());
    let mut blank = false;
    for c in folded.chars() {
        if c.is_whitespace() {
            blank = true;
            continue;
        }
        if blank && c.is_ascii_digit() && out.ends_with(|c: char| c.is_ascii_digit()) {
            return None;
        }
        blank = false;
        out.push(if matches!(c, '▲' | '△' | '−' | '‐' | '–') { '-' } else { c });
    }
    Some(out)
}

/// The remark in brackets at the end of a text, or the sign of a footnote: 100※1, 120件 注2.
pub(super) fn remark(raw: &str) -> (&str, Option<&str>) {
    let text = raw.trim();
    let unnumbered = text.trim_end_matches(char::is_numeric);
    let sign = ["※", "＊", "*", "注"].iter().find_map(|sign| unnumbered.strip_suffix(sign));
    if let Some(before) = sign.map(str::trim_end).filter(|before| before.contains(char::is_numeric)) {
        return (before, Some(text[before.len()..].trim()));
    }
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
    let rest = before(folded, out);
    let rest = share(rest);
    let Some(found) = amount(rest) else { return clear(out) };
    let unit_end = unit_length(found.rest);
    let (unit, tail) = found.rest.split_at(unit_end);
    let (value, mut unit, tail) = with_parts(found.value, unit, tail);
    if let Some(rest) = unit.strip_suffix('台').filter(|rest| *rest == "%") {
        out.comparator = Some("台".to_owned());
        unit = rest.to_owned();
    }
    // 一部 and 三世代交流 are words
    if found.in_kanji && !counts_in_kanji(rest, &unit) {
        return clear(out);
    }
    let tail = behind(tail, &mut unit, out);
    if !matches!(tail, "" | "。" | "*" | "※") || names_a_day(value, &unit) {
        return clear(out);
    }
    out.value = Some(value);
    out.unit = (!unit.is_empty()).then_some(unit);
}

/// 1時間30分, 2年6か月: both parts in the smaller unit, and what follows them.
fn with_parts<'t>(value: f64, unit: &str, tail: &'t str) -> (f64, String, &'t str) {
    const PARTS: [(&str, &[&str], f64); 3] =
        [("時間", &["分"], 60.0), ("分", &["秒"], 60.0), ("年", &["か月", "ヶ月", "カ月", "ケ月", "ヵ月", "箇月"], 12.0)];
    let smaller = PARTS.iter().find(|(whole, ..)| *whole == unit && value >= 0.0).and_then(|(_, parts, count)| {
        let more = amount(tail).filter(|more| !more.in_kanji && more.value < *count)?;
        let part = parts.iter().find(|part| more.rest.starts_with(**part))?;
        Some((value * count + more.value, (*part).to_owned(), &more.rest[part.len()..]))
    });
    smaller.unwrap_or_else(|| (value, unit.to_owned(), tail))
}

/// Do kanji numerals before a unit count it: 十二件, 二百?
pub(super) fn counts_in_kanji(text: &str, unit: &str) -> bool {
    let is_word = ["一部", "十分"].iter().any(|word| text.starts_with(word)) || text == "一";
    !is_word && (unit.is_empty() || Lexicon::get().is_unit(&fold(unit)))
}

/// Takes off what stands before the number: 毎年, 1枚あたり, 約.
fn before<'t>(folded: &'t str, out: &mut Quantity) -> &'t str {
    let mut rest = folded;
    loop {
        if let Some((word, tail)) = recurrence(rest).filter(|_| out.recurrence.is_none()) {
            out.recurrence = Some(word);
            rest = tail;
        } else if let Some((word, tail)) = per(rest).filter(|_| out.per.is_none()) {
            out.per = Some(word);
            rest = tail;
        } else if let Some(word) = BEFORE.iter().find(|word| rest.starts_with(**word)) {
            if ABOUT.contains(word) {
                out.comparator = Some("約".to_owned());
            }
            rest = rest[word.len()..].trim_start_matches(':');
        } else {
            return rest;
        }
    }
}

/// 全職員の50%: a share of something.
fn share(rest: &str) -> &str {
    let Some(at) = rest.find('の').filter(|at| rest[..*at].chars().count() <= 8) else { return rest };
    let tail = &rest[at + 'の'.len_utf8()..];
    let is_share = amount(tail).is_some_and(|found| found.rest.starts_with(['%', '割']));
    if is_share && !rest[..at].contains(|c: char| c.is_ascii_digit()) { tail } else { rest }
}

/// Takes off what stands behind the unit: 以上, に短縮する, /月. 増 and 減 stay: a change is no level.
fn behind<'t>(tail: &'t str, unit: &mut String, out: &mut Quantity) -> &'t str {
    let mut tail = tail;
    let mut verb = false;
    loop {
        let comparator = COMPARATORS.iter().filter(|word| tail.starts_with(**word)).max_by_key(|word| word.len());
        if let Some(word) = comparator {
            out.comparator = Some((*word).to_owned());
            tail = &tail[word.len()..];
        } else if let Some(rate) = tail.strip_prefix('/').filter(|_| out.comparator.is_some() && !unit.contains('/')) {
            // 10件以上/月
            let end = unit_length(rate);
            if end == 0 {
                return tail;
            }
            unit.push('/');
            unit.push_str(&rate[..end]);
            tail = &rate[end..];
        } else if let Some(rest) = reaching(tail).or_else(|| longest(VERBS, tail)).filter(|_| !verb) {
            verb = true;
            tail = rest;
        } else {
            return tail;
        }
    }
}

/// に短縮する, へ拡大, まで増加: what follows.
fn reaching(tail: &str) -> Option<&str> {
    let rest = ["までに", "まで", "に", "へ"].iter().find_map(|particle| tail.strip_prefix(particle))?;
    longest(REACHING, rest)
}

/// What follows the longest of the words that a text begins with.
fn longest<'t>(words: &[&str], text: &'t str) -> Option<&'t str> {
    words.iter().filter_map(|word| text.strip_prefix(word)).min_by_key(|rest| rest.len())
}

/// 2027年度, 4月 and 3月末 are days and years, not quantities.
pub(super) fn names_a_day(value: f64, unit: &str) -> bool {
    match unit {
        "年" | "年度" | "年度末" | "年末" => value >= 1900.0,
        "月" | "月末" | "月頃" | "月分" | "月中" => true,
        _ => false,
    }
}

/// Not one quantity: what was taken for its parts is text.
fn clear(out: &mut Quantity) {
    out.comparator = None;
    out.recurrence = None;
    out.per = None;
}

/// How often, in words.
const OFTEN: &[&str] = &[
    "毎年度",
    "毎年",
    "毎月",
    "毎週",
    "毎日",
    "隔年",
    "隔月",
    "隔週",
    "各年度",
    "各年",
    "各月",
    "年度ごと",
    "年ごと",
    "月ごと",
    "半年ごと",
    "半期ごと",
    "四半期ごと",
    "半年",
    "半期",
    "四半期",
    "年間",
    "月間",
    "週間",
    "年度",
    "年",
    "月",
    "週",
    "不定期",
    "随時",
    "定期的",
];

/// Spans of time that a number counts.
const SPANS: &[&str] = &["年度", "年", "か月", "ヶ月", "カ月", "ケ月", "ヵ月", "箇月", "月", "週間", "週", "日", "時間"];

/// 毎年, 年に, 3年ごとに, 2年に, 不定期で.
fn recurrence(text: &str) -> Option<(String, &str)> {
    let begins = |tail: &str| tail.starts_with(|c: char| c.is_ascii_digit()) || BEFORE.iter().any(|word| tail.starts_with(word));
    for word in OFTEN {
        if let Some(tail) = text.strip_prefix(word) {
            let tail = ["に", "で", "、", ":"].iter().find_map(|p| tail.strip_prefix(p)).unwrap_or(tail);
            if begins(tail) {
                return Some(((*word).to_owned(), tail));
            }
        }
    }
    let digits = text.find(|c: char| !c.is_ascii_digit()).filter(|end| *end > 0)?;
    for span in SPANS {
        let Some(tail) = text[digits..].strip_prefix(span) else { continue };
        for each in ["ごと", "毎", "おき", "に一度", "に"] {
            if let Some(after) = tail.strip_prefix(each) {
                let rest = after.strip_prefix('に').unwrap_or(after);
                // 45分に短縮 is a level: only a number may follow 2年に
                if each == "に" && !begins(rest) {
                    continue;
                }
                let end = if each == "に" { text.len() - tail.len() } else { text.len() - after.len() };
                return Some((text[..end].to_owned(), rest));
            }
        }
    }
    None
}

/// 1枚あたり, 一月当たり, 1日平均.
fn per(text: &str) -> Option<(String, &str)> {
    for word in ["あたり平均", "当たり平均", "あたり", "当たり", "当り", "につき", "平均"] {
        if let Some(at) = text.find(word).filter(|at| (1..=6).contains(&text[..*at].chars().count())) {
            let tail = &text[at + word.len()..];
            return Some((text[..at].to_owned(), tail.strip_prefix('の').unwrap_or(tail)));
        }
    }
    None
}

/// Units that hold a figure.
const WITH_FIGURES: &[&str] = &["t-CO2", "kg-CO2", "トンCO2", "CO2", "km2", "cm2", "m2", "m3", "PM2.5"];

/// How long the unit is: up to a comparator, a verb, or the end; hiragana only in か所, か月 and the like.
pub(super) fn unit_length(text: &str) -> usize {
    let mut skip = 0;
    for (at, c) in text.char_indices() {
        if at < skip {
            continue;
        }
        let tail = &text[at..];
        if let Some(unit) = WITH_FIGURES.iter().find(|unit| tail.starts_with(**unit)) {
            skip = at + unit.len();
            continue;
        }
        let ends = COMPARATORS
            .iter()
            .chain(VERBS)
            .any(|word| tail.starts_with(word) && !matches!(*word, "強" | "弱" | "内") || tail == *word);
        let hiragana = ('ぁ'..='ん').contains(&c)
            && !["か所", "か月", "か国", "か年", "つの", "つ", "あたり", "くみ"].iter().any(|word| tail.starts_with(word));
        let the = (text[..at].ends_with('つ') && c == 'の') || text[..at].ends_with("あた") || text[..at].ends_with('あ');
        let change = matches!(c, '増' | '減');
        // 10以上, where the unit stands elsewhere
        let compares = COMPARATORS.iter().any(|word| word.chars().count() > 1 && tail.starts_with(word));
        if (at > 0 && ends) || compares || change || (hiragana && !the) || c.is_ascii_digit() || "、。,;:（(「~*※+".contains(c)
        {
            return at;
        }
        if text[..at].chars().count() >= 10 {
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
            ("2年に1回", 1.0, "回"),
            ("不定期で1回", 1.0, "回"),
            ("四半期ごとに1回以上", 1.0, "回"),
            ("年2回", 2.0, "回"),
            ("年間10件", 10.0, "件"),
            ("60人/年", 60.0, "人/年"),
            ("10件／月", 10.0, "件/月"),
            ("10件以上/月", 10.0, "件/月"),
            ("全職員の50%受講", 50.0, "%"),
            ("全28業務", 28.0, "業務"),
            ("2か所", 2.0, "か所"),
            ("3つの技術", 3.0, "つの技術"),
            ("▲2件", -2.0, "件"),
            ("△3.2％", -3.2, "%"),
            ("0件", 0.0, "件"),
            ("50％以上(現状維持)", 50.0, "%"),
            ("1,200千円", 1200.0, "千円"),
            ("１，２００千円", 1200.0, "千円"),
            ("2万人", 2.0, "万人"),
            ("1億2,000万円", 12_000.0, "万円"),
            ("約1万2千人", 12.0, "千人"),
            ("3万2500人", 32_500.0, "人"),
            ("1億5千万円", 15_000.0, "万円"),
            ("約十二件", 12.0, "件"),
            ("三十五％以上", 35.0, "%"),
            ("1時間30分以内", 90.0, "分"),
            ("2年6か月", 30.0, "か月"),
            ("80％台", 80.0, "%"),
            ("ゼロ件", 0.0, "件"),
            ("45万", 45.0, "万"),
            ("100人※1", 100.0, "人"),
            ("120件 注2", 120.0, "件"),
            ("1千500人", 1_500.0, "人"),
            ("1万2,500人", 12_500.0, "人"),
            ("100㎡", 100.0, "m2"),
            ("12.5t-CO2", 12.5, "t-CO2"),
            ("累計 120件", 120.0, "件"),
            ("5割", 5.0, "割"),
            ("120件に増加", 120.0, "件"),
            ("80％を維持する", 80.0, "%"),
            ("10件未満に抑える", 10.0, "件"),
            ("1人当たり3.5日", 3.5, "日"),
            ("1日平均30件", 30.0, "件"),
            ("2週間", 2.0, "週間"),
            ("3年", 3.0, "年"),
        ] {
            assert_eq!(read(text), (Some(value), Some(unit.to_owned())), "{text}");
        }
        assert_eq!(read("1,234"), (Some(1234.0), None));
    }

    #[test]
    fn what_is_reported_around_it() {
        let parsed = |text: &str| {
            let found = quantity(text);
            [found.comparator, found.recurrence, found.per, found.note].map(Option::unwrap_or_default)
        };
        for (text, comparator, recurrence, per, note) in [
            ("50％以上(現状維持)", "以上", "", "", "現状維持"),
            ("約1,200件", "約", "", "", ""),
            ("90分程度", "程度", "", "", ""),
            ("45分以内に短縮する", "以内", "", "", ""),
            ("10件を超える", "を超える", "", "", ""),
            ("毎年度5回以上（R7～）", "以上", "毎年度", "", "R7～"),
            ("3年ごとに1回", "", "3年ごと", "", ""),
            ("2年に1回", "", "2年", "", ""),
            ("1枚あたり約5分", "約", "", "1枚", ""),
            ("一月当たり20件以下", "以下", "", "一月", ""),
            ("10件以上/月", "以上", "", "", ""),
            ("10以下", "以下", "", "", ""),
        ] {
            assert_eq!(parsed(text), [comparator, recurrence, per, note], "{text}");
        }
    }

    #[test]
    fn a_text_that_is_not_one_quantity_stays_text() {
        for text in [
            "年間約37,000件分をペーパーレス化",
            "各課1 IDによる試験運用",
            "DX推進検討委員への研修1回、全職員向け1回",
            "試験導入",
            "3～5件",
            "140人～180人/月",
            "10件以上20件未満",
            "50%→70%",
            "前年度比5%減",
            "前年度より10件増",
            "5件増",
            "2027年度",
            "令和9年度",
            "4月",
            "3月末",
            "31 60",
            "1,2",
            "1/3",
            "1人1台",
            "10増",
            "一部",
            "十分",
            "〇",
            "10月1日",
            "",
        ] {
            assert_eq!(quantity(text).value, None, "{text}");
            assert_eq!(quantity(text).comparator, None, "{text}");
        }
    }
}
