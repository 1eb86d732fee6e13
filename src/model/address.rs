//! Where a cell stands on a sheet.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Deserializer, Serialize, Serializer};

/// A cell's place on a sheet: row and column, both counted from 0; written in A1 form.
///
/// ```
/// use torimatome::model::Address;
/// let cell = Address::new(11, 2);
/// assert_eq!(cell.to_string(), "C12");
/// assert_eq!("C12".parse(), Ok(cell));
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Address {
    /// Row, from 0.
    pub row: u32,
    /// Column, from 0.
    pub col: u32,
}

impl Address {
    /// The cell at `row` and `col`, both from 0.
    pub const fn new(row: u32, col: u32) -> Self {
        Self { row, col }
    }
}

/// The letters of a column: 0 is `A`, 26 is `AA`.
pub fn column_letters(col: u32) -> String {
    let mut letters = Vec::new();
    let mut rest = u64::from(col) + 1;
    while rest > 0 {
        let digit = ((rest - 1) % 26) as u8;
        letters.push(char::from(b'A' + digit));
        rest = (rest - 1) / 26;
    }
    letters.iter().rev().collect()
}

impl fmt::Display for Address {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}{}", column_letters(self.col), u64::from(self.row) + 1)
    }
}

/// A text that is no cell address in A1 form.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("not a cell address in A1 form: {0}")]
pub struct NotAnAddress(String);

impl FromStr for Address {
    type Err = NotAnAddress;

    /// Reads A1 form; `$` signs are allowed.
    fn from_str(text: &str) -> Result<Self, NotAnAddress> {
        let wrong = || NotAnAddress(text.to_owned());
        let plain: String = text.chars().filter(|c| *c != '$').collect();
        let split = plain.find(|c: char| c.is_ascii_digit()).ok_or_else(wrong)?;
        let (letters, digits) = plain.split_at(split);
        if letters.is_empty() || letters.len() > 6 {
            return Err(wrong());
        }
        let mut col: u64 = 0;
        for letter in letters.chars() {
            if !letter.is_ascii_alphabetic() {
                return Err(wrong());
            }
            col = col * 26 + u64::from(letter.to_ascii_uppercase() as u32 - 'A' as u32) + 1;
        }
        let row: u32 = digits.parse().map_err(|_| wrong())?;
        let row = row.checked_sub(1).ok_or_else(wrong)?;
        let col = u32::try_from(col - 1).map_err(|_| wrong())?;
        Ok(Self { row, col })
    }
}

impl Serialize for Address {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for Address {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = String::deserialize(deserializer)?;
        text.parse().map_err(serde::de::Error::custom)
    }
}

/// A rectangle of cells, both corners included.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct CellRange {
    /// Upper left cell.
    pub first: Address,
    /// Lower right cell.
    pub last: Address,
}

impl CellRange {
    /// The rectangle between two corners.
    pub const fn new(first: Address, last: Address) -> Self {
        Self { first, last }
    }

    /// Is the cell inside?
    pub const fn contains(&self, cell: Address) -> bool {
        self.first.row <= cell.row && cell.row <= self.last.row && self.first.col <= cell.col && cell.col <= self.last.col
    }
}

impl fmt::Display for CellRange {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.first == self.last { write!(f, "{}", self.first) } else { write!(f, "{}:{}", self.first, self.last) }
    }
}

impl FromStr for CellRange {
    type Err = NotAnAddress;

    fn from_str(text: &str) -> Result<Self, NotAnAddress> {
        let (first, last) = text.split_once(':').unwrap_or((text, text));
        Ok(Self { first: first.parse()?, last: last.parse()? })
    }
}

impl<'de> Deserialize<'de> for CellRange {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        String::deserialize(deserializer)?.parse().map_err(serde::de::Error::custom)
    }
}

impl Serialize for CellRange {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn every_address_comes_back(row in 0u32..1_048_576, col in 0u32..20_000) {
            let cell = Address::new(row, col);
            prop_assert_eq!(cell.to_string().parse(), Ok(cell));
        }
    }

    #[test]
    fn the_last_cell_of_a_sheet_is_xfd1048576() {
        assert_eq!(Address::new(1_048_575, 16_383).to_string(), "XFD1048576");
        assert!("A0".parse::<Address>().is_err());
        assert!("12".parse::<Address>().is_err());
    }
}
