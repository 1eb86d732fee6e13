use jiff::civil::{DateTime, date};

use super::{Epoch, Pattern, builtin};
use crate::source::RawValue;

fn shown(code: &str, number: f64) -> String {
    Pattern::parse(code).show(number, Epoch::Since1900).1
}

#[track_caller]
fn check(cases: &[(&str, f64, &str)]) {
    for (code, number, wanted) in cases {
        assert_eq!(shown(code, *number), *wanted, "{code} of {number}");
    }
}

#[test]
fn general_shows_eleven_characters() {
    check(&[
        ("General", 45.0, "45"),
        ("General", 0.0, "0"),
        ("General", -12.5, "-12.5"),
        ("General", 0.1 + 0.2, "0.3"),
        ("General", 1.0 / 3.0, "0.333333333"),
        ("General", 100.0 / 3.0, "33.33333333"),
        ("General", 12_345_678_901.0, "12345678901"),
        ("General", 123_456_789_012.0, "1.23457E+11"),
        ("General", 1e12, "1E+12"),
        ("General", 1_234_567.891_234, "1234567.891"),
        ("General", 0.000_1, "0.0001"),
        ("General", 0.000_123_456_7, "0.000123457"),
        ("General", 0.000_01, "0.00001"),
        ("General", 1.234_567_89e-7, "1.23457E-07"),
        ("General", 9_999_999_999.9, "10000000000"),
        ("General", 1e-9, "0.000000001"),
        ("General", 1e-10, "1E-10"),
        ("General", 0.000_012_345_67, "1.23457E-05"),
        ("General", 99_999_999_999.6, "1E+11"),
        ("General\"件\"", 3.0, "3件"),
        ("\"約\"General", -3.5, "-約3.5"),
        ("@", 7.5, "7.5"),
    ]);
}

#[test]
fn numbers() {
    check(&[
        ("0", 0.5, "1"),
        ("0", -0.3, "0"),
        ("0.0", 2.25, "2.3"),
        ("0.00", 1.005, "1.01"),
        ("0.0", 9.96, "10.0"),
        ("000", 7.0, "007"),
        ("#", 0.0, ""),
        ("#,##0", 1_234_567.0, "1,234,567"),
        ("#,##0", -999.0, "-999"),
        ("#,##0\"人\"", 37_000.0, "37,000人"),
        ("#,##0.0\"%\"", 88.25, "88.3%"),
        ("0.0\"%\"", 45.0, "45.0%"),
        ("0%", 0.88, "88%"),
        ("0.0%", 0.285, "28.5%"),
        ("0.00%", 1.0, "100.00%"),
        ("0%", 0.285, "29%"),
        ("#,##0,", 1_234_567.0, "1,235"),
        ("#,##0.0,,\"百万円\"", 1_234_567_890.0, "1,234.6百万円"),
        ("#.##", 5.0, "5."),
        ("0.##", 5.25, "5.25"),
        ("0.0#", 5.0, "5.0"),
        (".00", 0.5, ".50"),
        (".00", 12.5, "12.50"),
        ("000-0000", 230_001.0, "023-0001"),
        ("\"第\"0\"号\"", 12.0, "第12号"),
        ("_ * #,##0_ ", 5.0, " 5 "),
        ("[Red]0", 5.0, "5"),
        ("[赤]0", 5.0, "5"),
        ("\"¥\"#,##0", 1_000.0, "¥1,000"),
        ("[$¥-411]#,##0", 1_000.0, "¥1,000"),
        ("\\¥#,##0", 1_000.0, "¥1,000"),
        ("0\"人\"", 1e15, "1000000000000000人"),
        ("[DBNum3]0", 123.0, "１２３"),
    ]);
}

#[test]
fn sections() {
    check(&[
        ("#,##0;▲#,##0", -1_234.0, "▲1,234"),
        ("#,##0;△#,##0;\"-\"", 0.0, "-"),
        ("0;\"▲ \"0", -5.0, "▲ 5"),
        ("#,##0_ ;[Red]\\-#,##0\\ ", -5.0, "-5 "),
        ("0;-0;;@", 0.0, ""),
        ("0;-0;;@", 3.0, "3"),
        ("[>=1000]#,##0,\"千円\";0\"円\"", 2_500.0, "3千円"),
        ("[>=1000]#,##0,\"千円\";0\"円\"", 250.0, "250円"),
        ("[<0]\"▲\"0;0", -5.0, "▲5"),
        ("[=1]\"有\";[=0]\"無\";0", 1.0, "有"),
        ("[=1]\"有\";[=0]\"無\";0", 0.0, "無"),
        ("[=1]\"有\";[=0]\"無\";0", 2.0, "2"),
        ("\"○\";\"×\";\"-\"", 1.0, "○"),
        ("\"○\";\"×\";\"-\"", -1.0, "×"),
        ("[>100]0", 5.0, "5"),
    ]);
    assert_eq!(Pattern::parse("@\"様\"").show_text("奥村"), Some("奥村様".to_owned()));
    assert_eq!(Pattern::parse("0;0;0;\"(\"@\")\"").show_text("a"), Some("(a)".to_owned()));
    assert_eq!(Pattern::parse("@").show_text("a"), None);
    assert_eq!(Pattern::parse("0").show_text("a"), None);
}

#[test]
fn exponents_and_fractions() {
    check(&[
        ("0.00E+00", 12_345.0, "1.23E+04"),
        ("0.00E+00", 0.000_123, "1.23E-04"),
        ("0E-0", 5e6, "5E6"),
        ("##0.0E+0", 12_345.0, "12.3E+3"),
        ("0.0E+00", 9.99, "1.0E+01"),
        ("# ?/?", 1.5, "1 1/2"),
        ("# ?/?", 0.25, "1/4"),
        ("# ??/??", 3.0, "3"),
        ("?/?", 1.5, "3/2"),
        ("# ?/8", 0.5, "4/8"),
        ("# ?/?", -1.5, "-1 1/2"),
    ]);
}

/// 9 October 2025
const DAY: f64 = 45_939.0;

#[test]
fn days() {
    check(&[
        ("yyyy/m/d", DAY, "2025/10/9"),
        ("yyyy-mm-dd", DAY, "2025-10-09"),
        ("yy/mm/dd", DAY, "25/10/09"),
        ("yyyy\"年\"m\"月\"d\"日\"", DAY, "2025年10月9日"),
        ("[$-411]ggge\"年\"m\"月\"d\"日\";@", DAY, "令和7年10月9日"),
        ("[$-411]ge.m.d;@", DAY, "R7.10.9"),
        ("[$-411]gge.mm.dd", DAY, "令7.10.09"),
        ("[$-411]gee/mm/dd", DAY, "R07/10/09"),
        ("ggge\"年度\"", DAY, "令和7年度"),
        ("rr\"年\"", DAY, "令和07年"),
        ("yyyy/m/d(aaa)", DAY, "2025/10/9(木)"),
        ("aaaa", DAY, "木曜日"),
        ("ddd", DAY, "Thu"),
        ("dddd, mmmm d", DAY, "Thursday, October 9"),
        ("d-mmm-yy", DAY, "9-Oct-25"),
        ("mmmmm", DAY, "O"),
        ("m月d日", DAY, "10月9日"),
        ("yyyy\\年m\\月", DAY, "2025年10月"),
        ("[DBNum3][$-411]0", 25.0, "２５"),
        ("[DBNum1][$-411]m\"月\"d\"日\"", DAY + 12.0, "十月二十一日"),
        ("[$-F800]dddd, mmmm dd, yyyy", DAY, "2025年10月9日"),
        ("[$-x-sysdate]dddd, mmmm dd, yyyy", DAY, "2025年10月9日"),
        ("GGGE-MM-DD", DAY, "令和7-10-09"),
        ("[DBNum3]m\"月\"", DAY, "１０月"),
    ]);
}

#[test]
fn the_first_year_of_an_era() {
    let first = Epoch::Since1900.serial(DateTime::constant(2019, 5, 1, 0, 0, 0, 0));
    check(&[
        ("[$-411]ggge\"年\"", first, "令和1年"),
        ("[$-411]ggge\"年\"", first - 1.0, "平成31年"),
        ("[$-ja-JP-x-gannen]ggge\"年\"m\"月\"d\"日\"", first, "令和元年5月1日"),
        ("[$-ja-JP-x-gannen]ge.m.d", first, "R元.5.1"),
    ]);
}

#[test]
fn times() {
    check(&[
        ("h:mm", 0.375, "9:00"),
        ("hh:mm:ss", 0.999_999_9, "00:00:00"),
        ("h:mm AM/PM", 0.75, "6:00 PM"),
        ("h:mm AM/PM", 0.0, "12:00 AM"),
        ("午前/午後h\"時\"", 0.75, "午後6時"),
        ("[h]:mm", 1.5, "36:00"),
        ("[mm]:ss", 0.1, "144:00"),
        ("mm:ss.0", 0.000_694_4, "01:00.0"),
        ("h\"時\"mm\"分\"", 0.51, "12時14分"),
        ("yyyy/m/d h:mm", DAY + 0.5, "2025/10/9 12:00"),
        ("m/d h:m", DAY + 0.25, "10/9 6:0"),
    ]);
}

#[test]
fn a_day_is_a_date_and_a_time_is_a_number() {
    let value = |code: &str, number: f64| Pattern::parse(code).show(number, Epoch::Since1900).0;
    assert_eq!(value("yyyy/m/d", DAY), RawValue::Date(date(2025, 10, 9).at(0, 0, 0, 0)));
    assert_eq!(value("yyyy/m/d h:mm", DAY + 0.75), RawValue::Date(date(2025, 10, 9).at(18, 0, 0, 0)));
    assert_eq!(value("[$-411]ge.m.d", 1.0), RawValue::Date(date(1900, 1, 1).at(0, 0, 0, 0)));
    assert_eq!(value("h:mm", 0.5), RawValue::Number(0.5));
    assert_eq!(value("0.0%", 0.5), RawValue::Number(0.5));
    // the day that never was, a day before the first, and one after the last
    assert_eq!(value("yyyy/m/d", 60.0), RawValue::Number(60.0));
    assert_eq!(shown("yyyy-mm-dd", 60.0), "1900-02-29");
    assert_eq!(value("yyyy/m/d", -1.0), RawValue::Number(-1.0));
    assert_eq!(shown("yyyy/m/d", -1.0), "-1");
    assert_eq!(value("yyyy/m/d", 1e10), RawValue::Number(1e10));
    let mac = Pattern::parse("yyyy/m/d").show(DAY - 1_462.0, Epoch::Since1904);
    assert_eq!(mac, (RawValue::Date(date(2025, 10, 9).at(0, 0, 0, 0)), "2025/10/9".to_owned()));
}

#[test]
fn built_in_formats_are_those_of_japanese_excel() {
    let cases = [
        (14, "2025/10/9"),
        (22, "2025/10/9 0:00"),
        (27, "R7.10.9"),
        (28, "令和7年10月9日"),
        (31, "2025年10月9日"),
        (34, "2025年10月"),
        (35, "10月9日"),
        (50, "R7.10.9"),
        (55, "2025年10月"),
        (57, "R7.10.9"),
        (58, "令和7年10月9日"),
    ];
    for (id, wanted) in cases {
        assert_eq!(shown(builtin(id), DAY), wanted, "{id}");
    }
    for id in (14..=17).chain([22]).chain(27..=31).chain(34..=36).chain(50..=58) {
        assert!(Pattern::parse(builtin(id)).is_date(), "{id}");
    }
}

#[test]
fn serials_come_back() {
    for epoch in [Epoch::Since1900, Epoch::Since1904] {
        for day in [date(1904, 1, 2), date(1950, 12, 31), date(2025, 10, 9)] {
            let moment = day.at(13, 30, 0, 0);
            let read = Pattern::parse("yyyy/m/d h:mm").show(epoch.serial(moment), epoch).0;
            assert_eq!(read, RawValue::Date(moment), "{epoch:?}");
        }
    }
}

proptest::proptest! {
    #[test]
    fn no_format_and_no_number_is_too_much(code in "[#0?,.%/;@\"\\[\\]$hmsydegaE+-AMP _*年]{0,24}", number: f64) {
        Pattern::parse(&code).show(number, Epoch::Since1900);
    }
}
