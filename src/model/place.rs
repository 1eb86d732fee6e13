//! Where something was found: the address a person can go to.

use std::fmt;
use std::sync::Arc;

use serde::{Deserialize, Deserializer, Serialize, Serializer};

use super::{Address, CellRange, column_letters};

/// The part of a sheet that a finding is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Spot {
    /// One cell: `C12`.
    Cell(Address),
    /// Several cells: `C12:D14`.
    Range(CellRange),
    /// A whole row, from 0: written `9:9`.
    Row(u32),
    /// A whole column, from 0: written `F`.
    Column(u32),
}

impl fmt::Display for Spot {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Cell(cell) => cell.fmt(f),
            Self::Range(range) => range.fmt(f),
            Self::Row(row) => write!(f, "{0}:{0}", u64::from(*row) + 1),
            Self::Column(col) => f.write_str(&column_letters(*col)),
        }
    }
}

impl std::str::FromStr for Spot {
    type Err = super::NotAnAddress;

    /// Reads what [`Display`](fmt::Display) writes.
    fn from_str(text: &str) -> Result<Self, Self::Err> {
        if let Some((first, last)) = text.split_once(':') {
            if first == last
                && let Some(row) = first.parse::<u32>().ok().and_then(|r| r.checked_sub(1))
            {
                return Ok(Self::Row(row));
            }
            return text.parse().map(Self::Range);
        }
        if text.chars().all(|c| c.is_ascii_alphabetic()) && !text.is_empty() {
            let first: Address = format!("{text}1").parse()?;
            return Ok(Self::Column(first.col));
        }
        text.parse().map(Self::Cell)
    }
}

impl Serialize for Spot {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for Spot {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        String::deserialize(deserializer)?.parse().map_err(serde::de::Error::custom)
    }
}

impl From<Address> for Spot {
    fn from(cell: Address) -> Self {
        Self::Cell(cell)
    }
}

impl From<CellRange> for Spot {
    fn from(range: CellRange) -> Self {
        if range.first == range.last { Self::Cell(range.first) } else { Self::Range(range) }
    }
}

/// File, sheet and spot. Any of them may be absent: a missing department has no file.
///
/// ```
/// use torimatome::model::{Address, Place};
/// let place = Place::file("建設課.xlsx").on(Some("進捗")).at(Address::new(11, 2));
/// assert_eq!(place.to_string(), "建設課.xlsx › 進捗!C12");
/// ```
#[derive(Debug, Clone, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct Place {
    /// Path of the file relative to the input folder, with `/`.
    pub file: Option<Arc<str>>,
    /// Name of the sheet; delimited text has none.
    pub sheet: Option<Arc<str>>,
    /// Cell, range, row or column.
    pub spot: Option<Spot>,
}

impl Place {
    /// No place at all: something about the whole run.
    pub const fn nowhere() -> Self {
        Self { file: None, sheet: None, spot: None }
    }

    /// A file as a whole.
    pub fn file(path: impl Into<Arc<str>>) -> Self {
        Self { file: Some(path.into()), sheet: None, spot: None }
    }

    /// The same file, on this sheet.
    #[must_use]
    pub fn on(mut self, sheet: Option<impl Into<Arc<str>>>) -> Self {
        self.sheet = sheet.map(Into::into);
        self
    }

    /// The same sheet, at this spot.
    #[must_use]
    pub fn at(mut self, spot: impl Into<Spot>) -> Self {
        self.spot = Some(spot.into());
        self
    }
}

impl fmt::Display for Place {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if let Some(file) = &self.file {
            f.write_str(file)?;
        }
        if self.sheet.is_some() || self.spot.is_some() {
            f.write_str(" › ")?;
        }
        if let Some(sheet) = &self.sheet {
            f.write_str(sheet)?;
        }
        if let Some(spot) = &self.spot {
            if self.sheet.is_some() {
                f.write_str("!")?;
            }
            spot.fmt(f)?;
        }
        Ok(())
    }
}
