//! Where a record belongs, as offices write it in one text: 基本目標1 安心して暮らせるまち, （２）産業, 1-(2) 防災.

use crate::model::text::fold;

/// A text taken apart.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Belonging {
    /// Its number, where it is a single one.
    pub number: Option<u32>,
    /// Its number as written, in one width: (1)-1-2.
    pub code: Option<String>,
    /// What it is called.
    pub name: Option<String>,
}

/// Words before a number.
const WORDS: &[&str] = &[
    "まちづくりの目標",
    "まちづくり目標",
    "基本目標",
    "政策目標",
    "戦略目標",
    "重点目標",
    "基本方針",
    "基本方向",
    "基本政策",
    "基本施策",
    "基本戦略",
    "重点方針",
    "施策分野",
    "施策",
    "政策",
    "方向性",
    "方向",
    "目標",
    "方針",
    "戦略",
    "分野",
    "大綱",
    "柱",
    "第",
    "事業",
    "取組",
    "プラン",
    "ビジョン",
];

/// Signs around all of it.
const SIGNS: &[char] = &[
    '■', '●', '◆', '◇', '□', '▼', '▽', '★', '☆', '【', '】', '＜', '＞', '<', '>', '〈', '〉', '《', '》', '≪', '≫', '▶', '❖',
    '〔', '〕',
];

/// Takes a text apart: number, name.
pub fn belonging(text: &str) -> Belonging {
    let body = text.trim().trim_start_matches(SIGNS).trim();
    let body = if text.trim_start().starts_with(SIGNS) { body.trim_end_matches(SIGNS).trim() } else { body };
    let word = WORDS.iter().find(|word| body.starts_with(**word));
    let rest = word.map_or(body, |word| &body[word.len()..]).trim_start();
    let end = number_end(rest);
    let (written, name) = rest.split_at(end);
    let code: String = fold(written).trim_end_matches(['.', ':', ')', '-']).to_owned();
    let code = if code.matches('(').count() > code.matches(')').count() { format!("{code})") } else { code };
    if !code.contains(|c: char| c.is_alphanumeric()) {
        return Belonging { name: Some(body.to_owned()).filter(|name| !name.is_empty()), ..Belonging::default() };
    }
    let name = name.trim_start_matches(['章', '節', '編']);
    let separators: &[char] =
        &['.', '．', '、', ':', '：', ' ', '\u{3000}', ')', '）', '】', '\n', '・', '－', '-', '―', '】', '>', '＞', '≫'];
    let name = name.trim_start_matches(separators).trim();
    let name = name.strip_prefix('「').and_then(|rest| rest.strip_suffix('」')).unwrap_or(name);
    let bare = code.trim_matches(['(', ')']);
    let number = bare.parse().ok().or_else(|| roman(bare));
    Belonging { number, code: Some(code), name: Some(name.to_owned()).filter(|name| !name.is_empty()) }
}

/// Where the number at the beginning of a text ends; 0 where there is none.
fn number_end(text: &str) -> usize {
    let mut end = 0;
    let mut digits = false;
    for (at, c) in text.char_indices() {
        let folded = fold(c.encode_utf8(&mut [0; 4]));
        let digit = !folded.is_empty() && folded.bytes().all(|b| b.is_ascii_digit()) || matches!(c, 'Ⅰ'..='Ⅻ');
        let joint = matches!(folded.as_str(), "(" | ")" | "-") || folded == "." && digits;
        if digit {
            digits = true;
        } else if !joint {
            break;
        }
        end = at + c.len_utf8();
        // ① is whole
        if digit && matches!(c, '①'..='⑳') {
            break;
        }
    }
    if !digits {
        return 0;
    }
    let tail = &text[end..];
    let closed =
        text[..end].ends_with([')', '）', '.', '．']) || text[..end].ends_with(|c: char| matches!(c, '①'..='⑳' | 'Ⅰ'..='Ⅻ'));
    // 5G整備, 24時間, 3次元: the number is of the name
    let parted = tail.is_empty() || tail.starts_with(|c: char| c.is_whitespace() || "：:、「】>＞〉》≫〕章節編".contains(c));
    if closed || parted { end } else { 0 }
}

fn roman(text: &str) -> Option<u32> {
    ["i", "ii", "iii", "iv", "v", "vi", "vii", "viii", "ix", "x"].iter().zip(1..).find(|(sign, _)| **sign == text).map(|(_, n)| n)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_before_names() {
        for text in [
            "1 安心なまち",
            "基本目標１\n安心なまち",
            "（１）安心なまち",
            "1．安心なまち",
            "①安心なまち",
            "＜基本目標1「安心なまち」＞",
            "方向1　安心なまち",
            "■目標１：安心なまち",
            "Ⅰ 安心なまち",
            "まちづくりの目標1 安心なまち",
        ] {
            let found = belonging(text);
            assert_eq!((found.number, found.name.as_deref()), (Some(1), Some("安心なまち")), "{text}");
        }
        assert_eq!(belonging("(1)-1-2 窓口の推進").code.as_deref(), Some("(1)-1-2"));
        assert_eq!(belonging("施策1-2　窓口").code.as_deref(), Some("1-2"));
        for text in ["5G整備", "24時間受付", "市民の利便性", "3次元測量の導入"] {
            assert_eq!(belonging(text), Belonging { name: Some(text.to_owned()), ..Belonging::default() }, "{text}");
        }
        assert_eq!(belonging("2"), Belonging { number: Some(2), code: Some("2".to_owned()), name: None });
    }
}
