//! What was handed in: files, their sheets, and the account of every cell.

use std::collections::BTreeMap;
use std::sync::Arc;

use serde::{Deserialize, Deserializer, Serialize, Serializer};

use super::{Address, CellRange, Rule};

/// Format of a file's content.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(rename_all = "lowercase")]
#[allow(missing_docs, reason = "the names are the extensions' usual names")]
pub enum Format {
    Xlsx,
    Xlsm,
    Xltx,
    Xltm,
    Xlsb,
    Xls,
    Ods,
    Fods,
    Csv,
    Tsv,
    Zip,
}

/// Encoding of delimited text.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[allow(missing_docs, reason = "the names are the encodings' own")]
pub enum Encoding {
    #[serde(rename = "utf-8")]
    Utf8,
    #[serde(rename = "utf-8-sig")]
    Utf8Sig,
    #[serde(rename = "cp932")]
    Cp932,
    #[serde(rename = "euc-jp")]
    EucJp,
    #[serde(rename = "iso-2022-jp")]
    Iso2022Jp,
    #[serde(rename = "utf-16le")]
    Utf16Le,
    #[serde(rename = "utf-16be")]
    Utf16Be,
}

/// Is a sheet shown?
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(rename_all = "kebab-case")]
pub enum Visibility {
    /// Shown.
    #[default]
    Visible,
    /// Hidden; the user can show it again.
    Hidden,
    /// Hidden so that only a program can show it again.
    VeryHidden,
}

/// What became of an input file.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(rename_all = "lowercase")]
pub enum InputStatus {
    /// Read, and its records count.
    Read,
    /// Read, but a later hand-in of the same department took its place.
    Superseded,
    /// No submission: configuration, a lock file, another kind of document.
    Ignored,
    /// A submission that could not be read.
    Rejected,
}

/// Why a cell is not in the records. The order is the order of display.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(rename_all = "kebab-case")]
pub enum Reason {
    /// Title of the sheet or the table.
    Title,
    /// 提出日, 担当課, 担当者, 内線 and the like.
    SubmissionInfo,
    /// Heading of a column.
    Heading,
    /// ※ remarks and 記入要領.
    Note,
    /// 記入例.
    Example,
    /// 該当なし.
    NoRecords,
    /// 計, 小計.
    Total,
    /// 確認欄, 決裁欄.
    Signature,
    /// A hidden row whose initiative stands in a visible row too.
    HiddenDuplicate,
    /// A later hand-in took its place.
    Superseded,
    /// The same record stands elsewhere.
    Duplicate,
    /// A table that the form does not know.
    OtherTable,
    /// A column, a table or a sheet of another period.
    OtherPeriod,
    /// ・, ※, 〃 and the like, taken apart.
    Mark,
    /// A table that is of no kind: always with a finding.
    UnknownTable,
    /// None of these: always with a finding.
    OutsideForm,
}

impl Reason {
    /// The word in Japanese reports.
    pub const fn label(self) -> &'static str {
        match self {
            Self::Title => "表題",
            Self::SubmissionInfo => "提出情報",
            Self::Heading => "見出し",
            Self::Note => "注記・記入要領",
            Self::Example => "記入例",
            Self::NoRecords => "該当なし",
            Self::Total => "合計",
            Self::Signature => "確認欄",
            Self::HiddenDuplicate => "非表示の重複",
            Self::Superseded => "旧版",
            Self::Duplicate => "重複",
            Self::OtherTable => "別の表",
            Self::OtherPeriod => "別の期間",
            Self::Mark => "記号",
            Self::UnknownTable => "不明な表",
            Self::OutsideForm => "様式外",
        }
    }

    /// The word in English messages.
    pub const fn english(self) -> &'static str {
        match self {
            Self::Title => "title",
            Self::SubmissionInfo => "submission info",
            Self::Heading => "heading",
            Self::Note => "note",
            Self::Example => "example",
            Self::NoRecords => "nothing to report",
            Self::Total => "total",
            Self::Signature => "signature",
            Self::HiddenDuplicate => "hidden duplicate",
            Self::Superseded => "superseded",
            Self::Duplicate => "duplicate",
            Self::OtherTable => "other table",
            Self::OtherPeriod => "other period",
            Self::Mark => "mark",
            Self::UnknownTable => "unknown table",
            Self::OutsideForm => "outside the form",
        }
    }
}

/// Did another reader find the same cells on a sheet? Serialised as `witness`, and `unwitnessed` where it says why not.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Witness {
    /// Every cell is the same.
    Agreed,
    /// Some are not; findings name them.
    Disagreed,
    /// No other reader has read it.
    Unwitnessed(Unwitnessed),
    /// It is not known.
    #[default]
    Unknown,
}

/// Why no other reader has read a sheet.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(rename_all = "kebab-case")]
pub enum Unwitnessed {
    /// It was not to be done (`--no-witness`).
    NotAsked,
    /// There is no other reader for this format.
    NoReader,
    /// The other reader cannot read it.
    NotRead,
    /// The other reader broke down.
    Fault,
    /// The other reader would need too much time or memory.
    TooLarge,
    /// It is not sure which of the other reader's sheets it is.
    Unlike,
}

/// [`Witness`] as it is written.
#[derive(Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
struct WrittenWitness {
    /// Did another reader find the same cells? Absent where that is not known.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(test, schemars(extend("enum" = ["agreed", "disagreed", "unwitnessed"])))]
    witness: Option<String>,
    /// Why no other reader has read the sheet.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    unwitnessed: Option<Unwitnessed>,
}

impl Witness {
    /// The word in reports; nothing where it is not known.
    pub const fn label(self) -> &'static str {
        match self {
            Self::Agreed => "照合済み",
            Self::Disagreed => "相違あり",
            Self::Unwitnessed(why) => match why {
                Unwitnessed::NotAsked | Unwitnessed::NoReader => "照合なし",
                Unwitnessed::NotRead | Unwitnessed::Fault | Unwitnessed::Unlike => "照合不可",
                Unwitnessed::TooLarge => "照合なし（大きいため）",
            },
            Self::Unknown => "",
        }
    }
}

impl Witness {
    /// The word in English messages; nothing where it is not known.
    pub const fn english(self) -> &'static str {
        match self {
            Self::Agreed => "a second reader agrees",
            Self::Disagreed => "a second reader disagrees",
            Self::Unwitnessed(_) => "no second reader",
            Self::Unknown => "",
        }
    }
}

impl Serialize for Witness {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let (witness, unwitnessed) = match self {
            Self::Agreed => (Some("agreed"), None),
            Self::Disagreed => (Some("disagreed"), None),
            Self::Unwitnessed(why) => (Some("unwitnessed"), Some(*why)),
            Self::Unknown => (None, None),
        };
        WrittenWitness { witness: witness.map(str::to_owned), unwitnessed }.serialize(serializer)
    }
}

impl<'de> Deserialize<'de> for Witness {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let written = WrittenWitness::deserialize(deserializer)?;
        Ok(match (written.witness.as_deref(), written.unwitnessed) {
            (Some("agreed"), _) => Self::Agreed,
            (Some("disagreed"), _) => Self::Disagreed,
            (Some("unwitnessed"), Some(why)) => Self::Unwitnessed(why),
            _ => Self::Unknown,
        })
    }
}

/// The account of a sheet: every non-empty cell is used or set aside for a reason.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct Ledger {
    /// Cells that hold more than white space.
    pub non_empty: u64,
    /// Cells that went into a record.
    pub used: u64,
    /// The other cells, by reason.
    pub set_aside: BTreeMap<Reason, u64>,
    /// Formulas without a stored result; counted apart.
    pub uncalculated: u64,
    /// Did another reader find the same cells?
    #[serde(flatten)]
    #[cfg_attr(test, schemars(with = "WrittenWitness"))]
    pub witness: Witness,
}

impl Ledger {
    /// Does the account close?
    pub fn closes(&self) -> bool {
        self.non_empty == self.used + self.set_aside.values().sum::<u64>()
    }

    /// Adds another part of the same sheet.
    pub fn add(&mut self, other: &Self) {
        self.non_empty += other.non_empty;
        self.used += other.used;
        self.uncalculated += other.uncalculated;
        for (reason, count) in &other.set_aside {
            *self.set_aside.entry(*reason).or_default() += count;
        }
    }
}

/// A table that was recognised on a sheet.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct TableReport {
    /// From its first heading cell to its last cell.
    pub range: CellRange,
    /// Name of the form it was read with.
    pub form: Arc<str>,
    /// Number of records taken from it.
    pub records: u64,
}

/// A remark on a cell: a note of old, or a thread of comments of today.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct Comment {
    /// The cell it hangs on.
    pub cell: Address,
    /// Its text; several on one cell follow each other.
    pub text: String,
}

/// One sheet of an input.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct SheetReport {
    /// Its name; delimited text has none.
    pub name: Option<Arc<str>>,
    /// Is it shown?
    pub visibility: Visibility,
    /// The tables found on it.
    pub tables: Vec<TableReport>,
    /// The account of its cells.
    pub ledger: Ledger,
    /// The remarks on its cells.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub comments: Vec<Comment>,
}

/// One file that was given.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct Input {
    /// Path relative to the input folder, with `/`; a zip member is `a.zip/dir/b.xlsx`.
    pub path: Arc<str>,
    /// SHA-256 of the content, in hexadecimal; `null` when it could not be read.
    pub sha256: Option<String>,
    /// Length of the content in bytes.
    pub bytes: u64,
    /// Format of the content.
    pub format: Option<Format>,
    /// Encoding of delimited text.
    pub encoding: Option<Encoding>,
    /// What became of it.
    pub status: InputStatus,
    /// Why it was ignored or rejected: the rule that says so.
    pub reason: Option<&'static Rule>,
    /// Whose hand-in it is.
    pub department: Option<Arc<str>>,
    /// Its sheets.
    pub sheets: Vec<SheetReport>,
}

/// Did a department hand in?
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(rename_all = "kebab-case")]
pub enum SubmissionStatus {
    /// Yes, with records.
    Submitted,
    /// Yes, and says that there is nothing to report.
    NoRecords,
    /// A form came back without an answer: not handed in.
    Unfilled,
    /// No.
    Missing,
    /// Yes, but nothing of it could be read.
    Unreadable,
}

impl SubmissionStatus {
    /// All, in the order of display.
    pub const ALL: [Self; 5] = [Self::Submitted, Self::NoRecords, Self::Unfilled, Self::Missing, Self::Unreadable];

    /// Is an answer there?
    pub const fn is_handed_in(self) -> bool {
        matches!(self, Self::Submitted | Self::NoRecords)
    }

    /// The word in Japanese reports.
    pub const fn label(self) -> &'static str {
        match self {
            Self::Submitted => "提出済",
            Self::NoRecords => "該当なし",
            Self::Unfilled => "未記入",
            Self::Missing => "未提出",
            Self::Unreadable => "読取不可",
        }
    }

    /// The word in English messages.
    pub const fn english(self) -> &'static str {
        match self {
            Self::Submitted => "submitted",
            Self::NoRecords => "nothing to report",
            Self::Unfilled => "not filled in",
            Self::Missing => "missing",
            Self::Unreadable => "unreadable",
        }
    }
}

/// One department's hand-in for the period.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct Submission {
    /// The department.
    pub department: Arc<str>,
    /// Handed in or not.
    pub status: SubmissionStatus,
    /// The file, or the first of several.
    pub file: Option<Arc<str>>,
    /// All files where there are several, in reading order.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub files: Vec<Arc<str>>,
    /// The 提出日 written in the file.
    pub submitted: Option<jiff::civil::Date>,
    /// The 提出日 of the first hand-in, which says whether it was in time.
    #[serde(skip)]
    pub first_submitted: Option<jiff::civil::Date>,
    /// Does it have to hand in?
    #[serde(skip)]
    pub required: bool,
    /// Did a mended file take the place of an earlier one?
    #[serde(skip)]
    pub mended: bool,
    /// How late a version the latest of its files calls itself; 0: none says so.
    #[serde(skip)]
    pub version: u32,
    /// Ids of the records it gave.
    pub records: Vec<Arc<str>>,
}
