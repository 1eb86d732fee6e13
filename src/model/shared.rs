//! A text, or a part of one, that is in memory once however many hold it.

use std::fmt;
use std::ops::{Deref, Range};
use std::sync::Arc;

use serde::{Deserialize, Deserializer, Serialize, Serializer};

/// A text or a part of one. A clone and a part share the characters of the whole.
///
/// ```
/// use torimatome::model::SharedText;
/// let whole = SharedText::from("【導入】7月から");
/// let part = whole.part(12..whole.len());
/// assert_eq!(&*part, "7月から");
/// assert_eq!(part, SharedText::from("7月から"));
/// ```
#[derive(Clone, Default)]
pub struct SharedText {
    whole: Arc<str>,
    from: u32,
    to: u32,
}

impl SharedText {
    /// A part of this text; of a range that does not fit it, nothing.
    #[must_use]
    pub fn part(&self, range: Range<usize>) -> Self {
        let fits = self.get(range.clone()).is_some();
        let Range { start, end } = if fits { range } else { 0..0 };
        let place = |at: usize| self.from.saturating_add(u32::try_from(at).unwrap_or(u32::MAX));
        Self { whole: self.whole.clone(), from: place(start), to: place(end) }
    }

    /// The text.
    pub fn as_str(&self) -> &str {
        self.whole.get(self.from as usize..self.to as usize).unwrap_or_default()
    }
}

impl Deref for SharedText {
    type Target = str;

    fn deref(&self) -> &str {
        self.as_str()
    }
}

impl<T: Into<Arc<str>>> From<T> for SharedText {
    fn from(text: T) -> Self {
        let whole: Arc<str> = text.into();
        // a cell has no more than a few hundred million characters: `--max-cell-length` is a number of 32 bits here
        let to = u32::try_from(whole.len()).unwrap_or(u32::MAX);
        Self { whole, from: 0, to }
    }
}

impl PartialEq for SharedText {
    fn eq(&self, other: &Self) -> bool {
        self.as_str() == other.as_str()
    }
}

impl Eq for SharedText {}

impl PartialEq<str> for SharedText {
    fn eq(&self, other: &str) -> bool {
        self.as_str() == other
    }
}

impl PartialEq<&str> for SharedText {
    fn eq(&self, other: &&str) -> bool {
        self.as_str() == *other
    }
}

impl fmt::Debug for SharedText {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.as_str().fmt(f)
    }
}

impl fmt::Display for SharedText {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self)
    }
}

impl Serialize for SharedText {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self)
    }
}

impl<'de> Deserialize<'de> for SharedText {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        Arc::<str>::deserialize(deserializer).map(Self::from)
    }
}
