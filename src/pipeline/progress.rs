//! Progress of long work, and cancelling it.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

#[cfg(feature = "cli")]
use crate::model::Lang;
#[cfg(feature = "cli")]
use crate::recognise::RecognisedFile;
#[cfg(feature = "cli")]
use crate::report::pdf::Volume;

/// Observes a run.
#[cfg(feature = "cli")]
pub(crate) trait Observer: Sync {
    /// Reading starts, of this number of files.
    fn reading(&self, files: usize, lang: Lang) -> Box<dyn Progress + '_>;

    /// Writing starts.
    fn writing(&self, lang: Lang) -> Box<dyn Progress + '_>;

    /// Cancels the run.
    fn stop(&self) -> Stop {
        Stop::default()
    }
}

/// Observes one part of a run; dropped at its end.
#[cfg(feature = "cli")]
pub(crate) trait Progress: Sync {
    /// A file was read.
    fn file(&self, file: &RecognisedFile);

    /// An output was written.
    fn output(&self);

    /// A volume of the report was written.
    fn volume(&self, volume: &Volume);
}

/// A flag that cancels a run, shared by the run and its owner.
#[derive(Debug, Clone, Default)]
pub struct Stop(Arc<AtomicBool>);

impl Stop {
    /// Cancels the run.
    pub fn request(&self) {
        self.0.store(true, Ordering::SeqCst);
    }

    /// Was the run cancelled?
    pub fn is_requested(&self) -> bool {
        self.0.load(Ordering::SeqCst)
    }
}
