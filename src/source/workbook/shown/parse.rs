//! Takes a format code apart.

use super::{Comparison, Digits, Kind, Pattern, Section, Token};

/// Codes longer than this are no formats that a person made: Excel allows 255 characters.
const MAX_CODE: usize = 1_024;

/// Formats that stand for the machine's own long date and time: those of a Japanese one.
const SYSTEM: [(&str, &str); 4] = [
    ("[$-f800]", "yyyy\"年\"m\"月\"d\"日\""),
    ("[$-x-sysdate]", "yyyy\"年\"m\"月\"d\"日\""),
    ("[$-f400]", "h:mm:ss"),
    ("[$-x-systime]", "h:mm:ss"),
];

pub(super) fn parse(code: &str) -> Pattern {
    let lower = code.to_ascii_lowercase();
    let code = SYSTEM.iter().find(|(mark, _)| lower.starts_with(mark)).map_or(code, |(_, own)| own);
    let chars: Vec<char> = code.chars().take(MAX_CODE).collect();
    let mut sections: Vec<Section> = split(&chars).into_iter().map(section).collect();
    // the fourth is for text; so is the last one with an @ in it
    let text_at = match sections.len() {
        0 => None,
        4.. => Some(3),
        n => sections.get(n - 1).filter(|s| s.kind == Kind::Text).map(|_| n - 1),
    };
    let text = text_at.map(|at| {
        let text = sections.get(at).cloned().unwrap_or_default();
        sections.truncate(at);
        text
    });
    if sections.is_empty() {
        // "@" shows a number as if it had no format
        sections.push(Section { tokens: vec![Token::General], kind: Kind::General, ..Section::default() });
    }
    Pattern { sections, text }
}

/// Splits at semicolons outside quotes, brackets and escapes.
fn split(chars: &[char]) -> Vec<&[char]> {
    let mut parts = Vec::new();
    let (mut start, mut at) = (0, 0);
    while let Some(c) = chars.get(at) {
        match c {
            '"' => at = find(chars, at + 1, '"'),
            '[' => at = find(chars, at + 1, ']'),
            '\\' | '_' | '*' => at += 1,
            ';' => {
                parts.push(chars.get(start..at).unwrap_or_default());
                start = at + 1;
            }
            _ => {}
        }
        at += 1;
    }
    parts.push(chars.get(start..).unwrap_or_default());
    parts
}

/// The place of the next `wanted`, or the end.
fn find(chars: &[char], from: usize, wanted: char) -> usize {
    (from..chars.len()).find(|i| chars.get(*i) == Some(&wanted)).unwrap_or(chars.len())
}

fn section(chars: &[char]) -> Section {
    let mut section = Section::default();
    let mut at = 0;
    while let Some(c) = chars.get(at).copied() {
        let mut step = 1;
        match c {
            '"' => {
                let end = find(chars, at + 1, '"');
                literal(&mut section.tokens, chars.get(at + 1..end).unwrap_or_default());
                step = end + 1 - at;
            }
            '[' => {
                let end = find(chars, at + 1, ']');
                let inside: String = chars.get(at + 1..end).unwrap_or_default().iter().collect();
                bracket(&mut section, &inside);
                step = end + 1 - at;
            }
            '\\' => {
                literal(&mut section.tokens, chars.get(at + 1..at + 2).unwrap_or_default());
                step = 2;
            }
            // as wide as the next character: a blank
            '_' => {
                literal(&mut section.tokens, &[' ']);
                step = 2;
            }
            // fills the column: nothing that could be read
            '*' => step = 2,
            '@' => section.tokens.push(Token::At),
            '0' | '#' | '?' => section.tokens.push(Token::Digit(c)),
            ',' => section.tokens.push(Token::Group),
            '%' => section.tokens.push(Token::Percent),
            '/' => section.tokens.push(Token::Slash),
            '.' => {
                let zeros = chars.iter().skip(at + 1).take_while(|c| **c == '0').count();
                if zeros > 0 && after_seconds(&section.tokens) {
                    section.tokens.push(Token::Fraction(zeros.min(9)));
                    step = 1 + zeros;
                } else {
                    section.tokens.push(Token::Point);
                }
            }
            'E' if matches!(chars.get(at + 1), Some('+' | '-')) && has_digits(&section.tokens) => {
                section.tokens.push(Token::Exponent(chars.get(at + 1) == Some(&'+')));
                step = 2;
            }
            _ => step = word(&mut section, chars, at),
        }
        at += step;
    }
    minutes(&mut section.tokens);
    section.kind = kind(&section.tokens);
    section
}

/// Words and date letters; anything else stands for itself.
fn word(section: &mut Section, chars: &[char], at: usize) -> usize {
    let rest: String = chars.iter().skip(at).take(8).collect::<String>().to_ascii_lowercase();
    const NOON: [(&str, &str, &str); 4] =
        [("am/pm", "AM", "PM"), ("a/p", "A", "P"), ("上午/下午", "上午", "下午"), ("午前/午後", "午前", "午後")];
    for (word, before, after) in NOON {
        if rest.starts_with(word) {
            section.tokens.push(Token::Noon(before, after));
            return word.chars().count();
        }
    }
    if rest.starts_with("general") {
        section.tokens.push(Token::General);
        return 7;
    }
    // LibreOffice in Japanese writes it so
    if rest.starts_with("g/標準") {
        section.tokens.push(Token::General);
        return 4;
    }
    let Some(c) = chars.get(at).copied() else { return 1 };
    let letter = c.to_ascii_lowercase();
    if matches!(letter, 'y' | 'm' | 'd' | 'h' | 's' | 'a' | 'g' | 'e' | 'r') {
        let count = chars.iter().skip(at).take_while(|n| n.to_ascii_lowercase() == letter).count();
        match (letter, count) {
            // r is short for ee, rr for gggee
            ('r', 1) => section.tokens.push(Token::Date('e', 2)),
            ('r', _) => section.tokens.extend([Token::Date('g', 3), Token::Date('e', 2)]),
            ('a', 1 | 2) => literal(&mut section.tokens, chars.get(at..at + count).unwrap_or_default()),
            _ => section.tokens.push(Token::Date(letter, count)),
        }
        return count;
    }
    literal(&mut section.tokens, &[c]);
    1
}

/// Adds to the text before, if there is one.
fn literal(tokens: &mut Vec<Token>, chars: &[char]) {
    if let Some(Token::Literal(before)) = tokens.last_mut() {
        before.extend(chars);
    } else if !chars.is_empty() {
        tokens.push(Token::Literal(chars.iter().collect()));
    }
}

/// `[…]`: a colour, a condition, a currency with its locale, or time that does not turn over.
fn bracket(section: &mut Section, inside: &str) {
    let lower = inside.to_ascii_lowercase();
    if let Some(currency) = inside.strip_prefix('$') {
        let (sign, locale) = currency.split_once('-').unwrap_or((currency, ""));
        literal(&mut section.tokens, &sign.chars().collect::<Vec<_>>());
        section.gannen |= locale.to_ascii_lowercase().ends_with("gannen");
        return;
    }
    let letter = lower.chars().next().unwrap_or(' ');
    if matches!(letter, 'h' | 'm' | 's') && lower.chars().all(|c| c == letter) {
        section.tokens.push(Token::Elapsed(letter, lower.len()));
        return;
    }
    match lower.as_str() {
        "dbnum1" | "dbnum2" => section.digits = Digits::Kanji,
        "dbnum3" => section.digits = Digits::FullWidth,
        _ => {}
    }
    const SIGNS: [(&str, Comparison); 6] = [
        ("<=", Comparison::AtMost),
        (">=", Comparison::AtLeast),
        ("<>", Comparison::Unequal),
        ("<", Comparison::Less),
        (">", Comparison::More),
        ("=", Comparison::Equal),
    ];
    for (sign, comparison) in SIGNS {
        if let Some(bound) = lower.strip_prefix(sign) {
            section.condition = bound.trim().parse().ok().map(|bound: f64| (comparison, bound));
            return;
        }
    }
}

/// Is there a mantissa before, so that `E` is no year of an era?
fn has_digits(tokens: &[Token]) -> bool {
    tokens.iter().any(|token| matches!(token, Token::Digit(_)))
}

/// Is this right after seconds, so that `.0` is a fraction of one?
fn after_seconds(tokens: &[Token]) -> bool {
    matches!(tokens.last(), Some(Token::Date('s', _) | Token::Elapsed('s', _)))
}

/// `m` is minutes after hours and before seconds, months elsewhere: minutes become `n`.
fn minutes(tokens: &mut [Token]) {
    let times: Vec<(usize, char)> = tokens
        .iter()
        .enumerate()
        .filter_map(|(i, token)| match token {
            Token::Date(letter, _) | Token::Elapsed(letter, _) => Some((i, *letter)),
            _ => None,
        })
        .collect();
    for (n, (at, letter)) in times.iter().enumerate() {
        let before = n.checked_sub(1).and_then(|b| times.get(b)).map(|(_, l)| *l);
        let after = times.get(n + 1).map(|(_, l)| *l);
        if *letter == 'm'
            && (before == Some('h') || after == Some('s'))
            && let Some(Token::Date(letter, count)) = tokens.get_mut(*at)
            && *count <= 2
        {
            *letter = 'n';
        }
    }
}

fn kind(tokens: &[Token]) -> Kind {
    let any = |wanted: fn(&Token) -> bool| tokens.iter().any(wanted);
    if any(|t| *t == Token::At) {
        Kind::Text
    } else if any(|t| matches!(t, Token::Date('y' | 'm' | 'd' | 'g' | 'e' | 'a', _))) {
        Kind::Date
    } else if any(|t| matches!(t, Token::Date(..) | Token::Elapsed(..) | Token::Noon(..))) {
        Kind::Time
    } else if any(|t| *t == Token::General) {
        Kind::General
    } else if any(|t| matches!(t, Token::Digit(_))) {
        Kind::Number
    } else {
        Kind::Literal
    }
}
