//! What file names say about which hand-in is the newer one.

use jiff::civil::Date;

use crate::model::text::fold;
use crate::normalise::{SubmissionFile, version_in};

/// Days of a year whose months all have 31.
const YEAR: i64 = 12 * 31;

/// What is known of when a hand-in was made, taken from it once.
#[derive(Debug, Default)]
pub struct Age {
    /// Is it the last one (（最終）), and which version does it call itself?
    pub rank: (bool, u32),
    /// The 提出日 in it.
    pub submitted: Option<Date>,
    /// The day in its file name.
    named: Option<Dated>,
}

impl Age {
    /// What a hand-in says of itself.
    pub fn of(submission_file: &SubmissionFile) -> Self {
        let name = fold(stem(&submission_file.input.path));
        let rank = match name.contains("最終") {
            true => (true, version_in(&name.replace("最終", ""))),
            false => (false, submission_file.version),
        };
        Self { rank, submitted: submission_file.submitted, named: Dated::of(&submission_file.input.path) }
    }

    /// What hand-ins are put in order by, the newest last.
    pub fn order(&self) -> ((bool, u32), Option<Date>, Option<i64>) {
        (self.rank, self.submitted, self.named.as_ref().map(|dated| dated.day))
    }

    /// Does the file say anything by which it could be newer than another one?
    pub fn says_nothing(&self) -> bool {
        self.rank == (false, 0) && self.submitted.is_none() && self.named.is_none()
    }

    /// Does it say that it is newer than another one?
    pub fn is_newer(&self, old: &Self) -> bool {
        let later = matches!((self.submitted, old.submitted), (Some(new), Some(old)) if new > old);
        let earlier = matches!((self.submitted, old.submitted), (Some(new), Some(old)) if new < old);
        if self.rank == old.rank {
            later || (!earlier && self.is_dated_later(old))
        } else {
            self.rank > old.rank && !(earlier && old.rank > (false, 0))
        }
    }

    /// Are both names the same but for a day, and is the first one's later?
    fn is_dated_later(&self, old: &Self) -> bool {
        matches!((&self.named, &old.named), (Some(new), Some(old)) if new.rest == old.rest && new.is_after(old))
    }
}

/// A file name taken apart: 建設課_1010 is 建設課_ and the tenth of October.
#[derive(Debug, PartialEq, Eq)]
struct Dated {
    rest: String,
    day: i64,
    /// Has it a year?
    year: bool,
}

impl Dated {
    fn of(path: &str) -> Option<Self> {
        let name = fold(stem(path));
        let end = name.rfind(|c: char| c.is_ascii_digit())? + 1;
        let start = name[..end]
            .rfind(|c: char| !c.is_ascii_digit())
            .map_or(0, |at| at + name[at..].chars().next().map_or(1, char::len_utf8));
        let digits = &name[start..end];
        let (year, month_day) = digits.split_at_checked(digits.len().checked_sub(4)?)?;
        let (month, day) = (month_day[..2].parse::<i64>().ok()?, month_day[2..].parse::<i64>().ok()?);
        let known = matches!(year.len(), 0 | 2 | 4) && (1..=12).contains(&month) && (1..=31).contains(&day);
        let years = if year.is_empty() { 0 } else { year.parse::<i64>().ok()? };
        let rest = format!("{}\0{}\0{}", &name[..start], year.len(), &name[end..]);
        known.then_some(Self { rest, day: years * YEAR + (month - 1) * 31 + day - 1, year: !year.is_empty() })
    }

    /// Days without a year go round: January is after December.
    fn is_after(&self, other: &Self) -> bool {
        let ahead = self.day - other.day;
        if self.year { ahead > 0 } else { (1..YEAR / 2).contains(&ahead.rem_euclid(YEAR)) }
    }
}

/// The name of a file without its folder and its extension.
fn stem(path: &str) -> &str {
    let name = path.rsplit('/').next().unwrap_or(path);
    name.rsplit_once('.').map_or(name, |(stem, _)| stem)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn is_after(new: &str, old: &str) -> bool {
        let (new, old) = (Dated::of(new).unwrap(), Dated::of(old).unwrap());
        new.rest == old.rest && new.is_after(&old)
    }

    #[test]
    fn days_in_names_are_compared_where_the_rest_is_the_same() {
        assert!(is_after("in/建設課_1010.xlsx", "建設課_1003.xlsx") && !is_after("建設課_1003.xlsx", "建設課_1010.xlsx"));
        assert!(
            is_after("建設課_20251010.xlsx", "建設課_20250930.xlsx") && is_after("建設課（0110）.xlsx", "建設課（1225）.xlsx")
        );
        assert!(!is_after("建設課_1010.xlsx", "総務課_1003.xlsx") && !is_after("建設課_20251010.xlsx", "建設課_1003.xlsx"));
        assert!(
            [Dated::of("建設課_2025.xlsx"), Dated::of("建設課_3.xlsx"), Dated::of("建設課.xlsx")].iter().all(Option::is_none)
        );
    }
}
