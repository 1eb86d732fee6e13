//! How late a version a text names: （修正版）, 第3版.

use crate::model::text::fold;

/// How late a version a file name or a 版 says: （修正版） and （再提出） are 1, 第3版 is 3; 0 says nothing.
///
/// ```
/// # use torimatome::normalise::version_in;
/// assert_eq!(version_in("建設課（修正版）.xlsx"), 1);
/// assert_eq!(version_in("建設課_ver2.xlsx"), 2);
/// assert_eq!(version_in("建設課（再々提出）.xlsx"), 2);
/// assert_eq!(version_in("01_業務改善課.xlsx"), 0);
/// ```
pub fn version_in(text: &str) -> u32 {
    let folded = fold(text);
    let mut version = 0;
    for word in ["修正", "訂正", "再提出", "差替", "差し替え", "改訂", "更新版", "最新", "再送", "再修正", "最終"]
    {
        if folded.contains(word) {
            version = version.max(if matches!(word, "再修正" | "最終") { 2 } else { 1 });
        }
    }
    if folded.contains("再々") || folded.contains("再再") {
        version = version.max(2);
    }
    // 改 alone, not that of 業務改善
    let alone = |rest: &str| rest.starts_with([')', '_', '-', '.', '〕', '】', ']']) || rest.is_empty();
    if folded.match_indices('改').any(|(at, word)| alone(&folded[at + word.len()..])) {
        version = version.max(1);
    }
    for (marker, before) in [
        ("版", true),
        ("ver.", false),
        ("ver", false),
        ("rev.", false),
        ("rev", false),
        ("改", false),
        ("_v", false),
        ("修正", false),
        ("-v", false),
    ] {
        for (at, _) in folded.match_indices(marker) {
            let around = if before { &folded[..at] } else { &folded[at + marker.len()..] };
            let digits: String = if before {
                let tail: Vec<char> = around.chars().rev().take_while(char::is_ascii_digit).collect();
                tail.into_iter().rev().collect()
            } else {
                around.chars().take_while(char::is_ascii_digit).collect()
            };
            let digits = if digits.is_empty() && before {
                folded[at + marker.len()..].chars().take_while(char::is_ascii_digit).collect()
            } else {
                digits
            };
            if (1..=2).contains(&digits.len())
                && let Ok(n) = digits.parse::<u32>()
            {
                version = version.max(n);
            }
        }
    }
    version
}
