//! Values of options: periods, encodings and times.

use jiff::civil::DateTime;
use jiff::{Timestamp, Zoned};

use crate::model::{Encoding, Failure, Period, japan};
use crate::pipeline::messages::settings as catalogue;

/// The period that an option names.
pub(crate) fn period_named(text: &str) -> Result<Period, Failure> {
    Period::parse(text).ok_or_else(|| catalogue::period(text))
}

/// The encoding that an option names.
pub(super) fn encoding_named(name: &str) -> Result<Encoding, Failure> {
    Ok(match name.to_ascii_lowercase().replace('_', "-").as_str() {
        "utf-8" | "utf8" => Encoding::Utf8,
        "utf-8-sig" | "utf8-sig" => Encoding::Utf8Sig,
        "cp932" | "shift-jis" | "sjis" | "windows-31j" | "ms932" => Encoding::Cp932,
        "euc-jp" | "eucjp" => Encoding::EucJp,
        "iso-2022-jp" | "jis" => Encoding::Iso2022Jp,
        "utf-16le" | "utf-16" => Encoding::Utf16Le,
        "utf-16be" => Encoding::Utf16Be,
        _ => {
            return Err(catalogue::encoding(name));
        }
    })
}

/// `--now`, else `SOURCE_DATE_EPOCH`, else the clock, in Japan's time.
pub(crate) fn now(option: Option<&str>) -> Result<DateTime, Failure> {
    let japan = japan::time_zone();
    let wrong = |text: &str| catalogue::time(text);
    let whole = |time: DateTime| time.with().subsec_nanosecond(0).build().unwrap_or(time);
    if let Some(text) = option {
        if let Ok(instant) = text.parse::<Timestamp>() {
            return Ok(whole(instant.to_zoned(japan).datetime()));
        }
        return text.parse().map(whole).map_err(|_| wrong(text));
    }
    if let Ok(text) = std::env::var("SOURCE_DATE_EPOCH") {
        let instant = text.trim().parse().ok().and_then(|seconds| Timestamp::from_second(seconds).ok());
        return instant.map(|instant| instant.to_zoned(japan).datetime()).ok_or_else(|| wrong(&text));
    }
    Ok(whole(clock().with_time_zone(japan).datetime()))
}

/// Reads the clock. Nothing else does: every other time comes from an option or a variable.
#[allow(clippy::disallowed_methods, reason = "--now and SOURCE_DATE_EPOCH come first; the stages are given the time")]
fn clock() -> Zoned {
    Zoned::now()
}
