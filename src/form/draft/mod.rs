//! A first version of a form, from sheets that are filled in. Every guess is explained in a comment beside it.

mod assign;
mod columns;
mod groups;
mod guess;
mod sample;
mod text;

pub use assign::{Assigned, assign, assigned};
pub use columns::{DraftColumn, Drafted};
pub use sample::{Sample, SampleColumn, SampleValue, Sort};
pub use text::{Known, KnownColumn, known_form, table_form};

/// Draws up the columns of a form from samples of one table, the fullest first.
pub fn drafted(samples: &[Sample]) -> Option<Drafted> {
    columns::drafted(samples)
}
