//! What the Unicode rules leave open: marks that stay with their word, units that stay with their number.

/// Never at the beginning of a line.
const NO_START: &str = "、。，．・：；？！゛゜ヽヾゝゞ々ー’”）〕］｝〉》」』】〙〗°′″℃％‰‐–〜～ぁぃぅぇぉっゃゅょゎゕゖァィゥェォッャュョヮヵヶㇰㇱㇲㇳㇴㇵㇶㇷㇸㇹㇺㇻㇼㇽㇾㇿ,.!?:;)]}%";

/// Never at the end of a line.
const NO_END: &str = "‘“（〔［｛〈《「『【〘〖￥＄£¥$([{＃№";

/// What follows a number and belongs to it.
const UNITS: &[&str] = &[
    "か所",
    "カ所",
    "ヶ所",
    "箇所",
    "か月",
    "カ月",
    "ヶ月",
    "箇月",
    "か年",
    "カ年",
    "時間",
    "世帯",
    "施設",
    "団体",
    "事業",
    "地区",
    "機関",
    "自治体",
    "校",
    "園",
    "館",
    "社",
    "店",
    "戸",
    "棟",
    "台",
    "基",
    "式",
    "本",
    "枚",
    "冊",
    "部",
    "通",
    "点",
    "種",
    "類",
    "名",
    "人",
    "件",
    "円",
    "回",
    "年",
    "月",
    "日",
    "時",
    "分",
    "秒",
    "週",
    "歳",
    "才",
    "割",
    "倍",
    "位",
    "次",
    "期",
    "度",
    "号",
    "条",
    "項",
    "課",
    "系",
    "万",
    "億",
    "千",
    "百",
    "兆",
    "㎡",
    "㎞",
    "㎏",
    "ha",
    "km",
    "kg",
    "ｈａ",
    "以上",
    "以下",
    "以内",
    "程度",
];

/// May a line end before byte `at` of `text`, where Unicode allows it?
pub(super) fn may_break(text: &str, at: usize) -> bool {
    let (Some(head), Some(tail)) = (text.get(..at), text.get(at..)) else { return false };
    let (Some(before), Some(after)) = (head.chars().next_back(), tail.chars().next()) else { return true };
    if before == '\n' {
        return true;
    }
    if NO_START.contains(after) || NO_END.contains(before) || joins(after) {
        return false;
    }
    // 1,250｜人 and 300万｜円
    let number = is_digit(before) || ("万億千百兆数".contains(before) && head.chars().rev().nth(1).is_some_and(is_digit));
    if number && UNITS.iter().any(|unit| tail.starts_with(unit)) {
        return false;
    }
    // inside か所, 時間 and the like after a number
    if !is_digit(before)
        && let Some(earlier) = head.get(..head.len() - before.len_utf8())
        && earlier.chars().next_back().is_some_and(is_digit)
        && text
            .get(earlier.len()..)
            .is_some_and(|rest| UNITS.iter().any(|unit| rest.starts_with(unit) && unit.chars().count() > 1))
    {
        return false;
    }
    // 令和｜7年, 約｜300, 第｜2
    if is_digit(after)
        && (head.ends_with("令和") || head.ends_with("平成") || head.ends_with("昭和") || "約第延計".contains(before))
    {
        return false;
    }
    true
}

/// Does a character belong to the one before it? (Combining marks, variation selectors, joiners.)
pub(super) fn joins(c: char) -> bool {
    matches!(c,
        '\u{0300}'..='\u{036f}' | '\u{3099}' | '\u{309a}' | '\u{200d}' | '\u{20d0}'..='\u{20ff}'
        | '\u{fe00}'..='\u{fe0f}' | '\u{e0100}'..='\u{e01ef}' | '\u{1f3fb}'..='\u{1f3ff}')
}

fn is_digit(c: char) -> bool {
    c.is_ascii_digit() || ('０'..='９').contains(&c)
}
