//! The findings by which a file is refused: beyond a limit, locked, another kind of document.

use std::fmt::Display;
use std::io;

use super::Limits;
use crate::model::Texts;
use crate::model::{Finding, Place, Rule};
use crate::rules;

/// A zip file that cannot be opened.
pub const BROKEN_ZIP: Texts = Texts::new("壊れた zip", "broken zip file");

/// A zip file in one that lies in another one itself, or one too many.
pub const UNOPENED_ZIP: Texts = Texts::new(
    "開いていない zip。展開して中のファイルを置けば読めます",
    "a zip file that was not opened; unpacked, its files can be read",
);

/// The limits by name, so that a finding can say which one was met and how to raise it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Limit {
    /// [`Limits::file_bytes`]
    FileBytes,
    /// [`Limits::zip_entries`]
    ZipEntries,
    /// [`Limits::inflated_bytes`]
    InflatedBytes,
    /// [`Limits::zip_ratio`]
    ZipRatio,
    /// [`Limits::cells`]
    Cells,
    /// [`Limits::cell_chars`]
    CellChars,
    /// [`Limits::repeated_bytes`]
    RepeatedBytes,
    /// [`Limits::xml_depth`]
    XmlDepth,
    /// [`Limits::folder_depth`]
    FolderDepth,
    /// [`Limits::file_memory`]
    FileMemory,
    /// [`Limits::run_memory`]
    RunMemory,
    /// [`Limits::seconds`]
    Seconds,
}

impl Limit {
    /// Japanese noun, English noun, option.
    const fn words(self) -> (&'static str, &'static str, &'static str) {
        match self {
            Self::FileBytes => ("ファイルの大きさ", "the size of a file", "--max-file-size"),
            Self::ZipEntries => ("書庫の中のファイル数", "the entries of an archive", "--max-zip-entries"),
            Self::InflatedBytes => ("展開後の大きさ", "the inflated size", "--max-inflated-size"),
            Self::ZipRatio => ("圧縮率（展開後÷圧縮後）", "the compression ratio", "--max-zip-ratio"),
            Self::Cells => ("セルの数", "the number of cells", "--max-cells"),
            Self::CellChars => ("1つのセルの文字数", "the characters of a cell", "--max-cell-length"),
            Self::RepeatedBytes => {
                ("結合セルや〃で繰り返される文字の量", "the text that merged cells and ditto marks repeat", "--max-repeated-size")
            }
            Self::XmlDepth => ("XMLの入れ子の深さ", "the depth of XML", "--max-xml-depth"),
            Self::FolderDepth => ("フォルダーの深さ", "the depth of folders", "--max-folder-depth"),
            Self::FileMemory => ("1ファイルの読み取りに使うメモリー", "the memory for reading a file", "--max-file-memory"),
            Self::RunMemory => ("全ファイルを合わせたメモリー", "the memory for all files together", "--max-memory"),
            Self::Seconds => ("読み取りの手間（秒に換算）", "the work on a file, in seconds", "--max-seconds"),
        }
    }

    /// The value set for it.
    pub const fn of(self, limits: &Limits) -> u64 {
        match self {
            Self::FileBytes => limits.file_bytes,
            Self::ZipEntries => limits.zip_entries,
            Self::InflatedBytes => limits.inflated_bytes,
            Self::ZipRatio => limits.zip_ratio,
            Self::Cells => limits.cells,
            Self::CellChars => limits.cell_chars,
            Self::RepeatedBytes => limits.repeated_bytes,
            Self::XmlDepth => limits.xml_depth,
            Self::FolderDepth => limits.folder_depth,
            Self::FileMemory => limits.file_memory,
            Self::RunMemory => limits.run_memory,
            Self::Seconds => limits.seconds,
        }
    }

    /// An amount in words: bytes as MiB where they are many.
    fn amount(self, n: u64) -> String {
        match self {
            Self::FileBytes | Self::InflatedBytes | Self::RepeatedBytes | Self::FileMemory | Self::RunMemory => {
                if n >= 10 << 20 {
                    format!("{} MiB", n >> 20)
                } else {
                    format!("{n} B")
                }
            }
            _ => n.to_string(),
        }
    }
}

/// A file that has `actual` of something, which is more than allowed.
pub fn too_large(place: Place, limit: Limit, limits: &Limits, actual: u64) -> Finding {
    with_actual(place, limit, limits, limit.amount(actual))
}

/// A file that was given up as soon as it passed a limit; how much there is in all is not known.
pub fn beyond(place: Place, limit: Limit, limits: &Limits) -> Finding {
    with_actual(place, limit, limits, format_args!("> {}", limit.amount(limit.of(limits))))
}

fn with_actual(place: Place, limit: Limit, limits: &Limits, actual: impl Display) -> Finding {
    let (ja, en, option) = limit.words();
    Finding::new(rules::TOO_LARGE, place)
        .with("limit", ja)
        .with("limit_en", en)
        .with("max", limit.amount(limit.of(limits)))
        .with("actual", actual)
        .with("option", option)
}

/// A file that the system does not let be read, in plain words.
pub fn locked(place: Place, error: &io::Error) -> Finding {
    let name = place.file.as_deref().and_then(|path| path.rsplit('/').next()).unwrap_or_default();
    let (ja, en) = match cfg!(windows) && is_device_name(name) {
        true => (
            "Windows では使えない名前です。名前を付け直してください".to_owned(),
            "Windows has no such name; rename it".to_owned(),
        ),
        false => why(error),
    };
    detailed(rules::LOCKED, place, ja, en)
}

const IN_CLOUD: (&str, &str) = (
    "OneDrive などのクラウドにあり、このパソコンに取り込めません。ネットワークにつないで一度開くか、「このデバイス上に常に保持する」にしてください",
    "it is in the cloud (OneDrive) and cannot be fetched; go online and open it once, or keep it on this device",
);

/// A placeholder of a file that could not be fetched.
pub fn in_cloud(place: Place) -> Finding {
    detailed(rules::LOCKED, place, IN_CLOUD.0, IN_CLOUD.1)
}

/// Is it a name that Windows takes for a device, or whose end it leaves off? Files of other systems may be called so.
fn is_device_name(name: &str) -> bool {
    const DEVICES: [&str; 4] = ["con", "prn", "aux", "nul"];
    let stem = name.split('.').next().unwrap_or_default().trim_end().to_ascii_lowercase();
    let numbered = ["com", "lpt"].iter().filter_map(|port| stem.strip_prefix(port));
    let is_port =
        numbered.into_iter().any(|no| matches!(no, "1" | "2" | "3" | "4" | "5" | "6" | "7" | "8" | "9" | "¹" | "²" | "³"));
    DEVICES.contains(&&*stem) || is_port || name.ends_with(['.', ' '])
}

/// Does the system say that a file lies in the cloud (OneDrive) and could not be fetched? No other system has such numbers.
fn is_in_cloud(error: &io::Error) -> bool {
    matches!(error.raw_os_error(), Some(358 | 362..=398 | 404 | 426))
}

/// What an error of the file system means for the person who waits for the file.
fn why(error: &io::Error) -> (String, String) {
    const IN_USE: (&str, &str) = ("ほかのプログラムで開かれています", "another program has it open");
    // Windows: sharing violation and lock violation, which have no kind of their own.
    let shared = cfg!(windows) && matches!(error.raw_os_error(), Some(32 | 33));
    let (ja, en) = match error.kind() {
        _ if shared => IN_USE,
        _ if is_in_cloud(error) => IN_CLOUD,
        io::ErrorKind::NotFound => (
            "見つかりません。移動または削除されたか、リンク先がありません",
            "it is not there: moved, deleted, or a link to nothing",
        ),
        io::ErrorKind::PermissionDenied => (
            "読み取りの権限がないか、ほかのプログラムで開かれています",
            "reading is not permitted, or another program has it open",
        ),
        io::ErrorKind::ResourceBusy | io::ErrorKind::WouldBlock => IN_USE,
        io::ErrorKind::IsADirectory => ("ファイルではなくフォルダーです", "it is a folder, not a file"),
        io::ErrorKind::TimedOut => {
            ("応答がありません。ネットワークの接続を確かめてください", "there is no answer; check the network connection")
        }
        _ => return (format!("読み取り中に障害が起きました: {error}"), format!("a fault while reading: {error}")),
    };
    (ja.to_owned(), en.to_owned())
}

/// A file of a spreadsheet's name that is none.
pub fn not_a_workbook(place: Place, detail: Texts) -> Finding {
    detailed(rules::NOT_A_WORKBOOK, place, detail.ja, detail.en)
}

/// A file that is no submission.
pub fn ignored(place: Place, detail: Texts) -> Finding {
    detailed(rules::IGNORED_FILE, place, detail.ja, detail.en)
}

/// A finding whose message says what is the matter, in both languages.
pub fn detailed(rule: &'static Rule, place: Place, ja: impl Display, en: impl Display) -> Finding {
    Finding::new(rule, place).with("detail", ja).with("detail_en", en)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_of_devices_are_known() {
        for name in ["CON.xlsx", "con", "Nul.csv", "com1.xlsx", "LPT9", "建設課.xlsx.", "建設課 "] {
            assert!(is_device_name(name), "{name}");
        }
        for name in ["console.xlsx", "com10.xlsx", "建設課.xlsx", "company.csv", "lpt.ods"] {
            assert!(!is_device_name(name), "{name}");
        }
    }

    #[test]
    fn a_file_in_the_cloud_is_not_called_broken() {
        let finding = locked(Place::file("建設課.xlsx"), &io::Error::from_raw_os_error(362));
        assert!(finding.message(crate::model::Lang::Ja).contains("OneDrive"), "{finding:?}");
        let broken = locked(Place::file("建設課.xlsx"), &io::Error::from_raw_os_error(5));
        assert!(!broken.message(crate::model::Lang::Ja).contains("OneDrive"), "{broken:?}");
    }
}
