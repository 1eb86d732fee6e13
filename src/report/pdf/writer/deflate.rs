//! Compression of the file's streams.

use flate2::{Compress, Compression, FlushCompress, Status};

use crate::report::pdf::error::Error;

/// Reuses its tables for all streams.
pub(super) struct Deflate {
    state: Compress,
}

impl Deflate {
    pub(super) fn new() -> Self {
        // higher levels take up to twice the time for 1 % of the size
        Self { state: Compress::new(Compression::new(5), true) }
    }

    /// Compresses bytes, with zlib's header.
    pub(super) fn pack(&mut self, bytes: &[u8]) -> Result<Vec<u8>, Error> {
        self.state.reset();
        let mut out = Vec::with_capacity(bytes.len() / 3 + 128);
        loop {
            let done = usize::try_from(self.state.total_in()).unwrap_or_default();
            let rest = bytes.get(done..).unwrap_or_default();
            match self.state.compress_vec(rest, &mut out, FlushCompress::Finish) {
                Ok(Status::StreamEnd) => return Ok(out),
                Ok(Status::Ok | Status::BufError) => out.reserve(out.len() + 128),
                Err(error) => return Err(Error::Writer { reason: error.to_string() }),
            }
        }
    }
}
