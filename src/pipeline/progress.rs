//! How far long work has come, and how it is called off.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

#[cfg(feature = "cli")]
use crate::model::Lang;
#[cfg(feature = "cli")]
use crate::recognise::RecognisedFile;
#[cfg(feature = "cli")]
use crate::report::pdf::Volume;

/// Follows a run while it is under way.
#[cfg(feature = "cli")]
pub(crate) trait Observer: Sync {
    /// So many files are going to be read.
    fn reading(&self, files: usize, lang: Lang) -> Box<dyn Progress + '_>;

    /// Outputs are going to be written.
    fn writing(&self, lang: Lang) -> Box<dyn Progress + '_>;

    /// Calls the run off.
    fn stop(&self) -> Stop {
        Stop::default()
    }
}

/// Follows one part of a run; dropped when the part is over.
#[cfg(feature = "cli")]
pub(crate) trait Progress: Sync {
    /// One more file was read.
    fn file(&self, file: &RecognisedFile);

    /// One more output was written.
    fn output(&self);

    /// One more volume of the report was written.
    fn volume(&self, volume: &Volume);
}

/// Says that a run is no longer wanted. Shared by whoever works and whoever calls off.
#[derive(Debug, Clone, Default)]
pub struct Stop(Arc<AtomicBool>);

impl Stop {
    /// Calls the run off.
    pub fn request(&self) {
        self.0.store(true, Ordering::SeqCst);
    }

    /// Was the run called off?
    pub fn is_requested(&self) -> bool {
        self.0.load(Ordering::SeqCst)
    }
}
