//! Japan's time, which every office that this program is for keeps.

use jiff::tz::{Offset, TimeZone};

/// Japan Standard Time: nine hours before UTC, without summer time.
pub fn time_zone() -> TimeZone {
    TimeZone::fixed(Offset::constant(9))
}
