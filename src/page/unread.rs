//! What a refused request still sends is read and dropped: a connection that is closed on unread bytes is reset, and with it goes
//! the answer, at once on Windows and while the browser is sending everywhere.

use std::pin::Pin;
use std::sync::{Arc, Mutex};
use std::task::{Context, Poll};
use std::time::Duration;

use axum::body::{Body, Bytes, HttpBody};
use axum::extract::Request;
use http_body::{Frame, SizeHint};

use crate::page::lock;

/// How much is read on.
const MOST: usize = 1 << 30;
/// For how long.
const LONGEST: Duration = Duration::from_secs(30);

/// The body of a request, shared with whoever reads on what its reader leaves.
#[derive(Clone)]
pub(super) struct Shared(Arc<Mutex<Body>>);

impl Shared {
    /// Puts itself in the place of a request's body.
    pub(super) fn of(request: Request) -> (Self, Request) {
        let (parts, body) = request.into_parts();
        let shared = Self(Arc::new(Mutex::new(body)));
        (shared.clone(), Request::from_parts(parts, Body::new(shared)))
    }

    /// Reads on while the answer is already under way.
    pub(super) fn drop_rest(mut self) {
        if self.is_end_stream() {
            return;
        }
        tokio::spawn(tokio::time::timeout(LONGEST, async move {
            let mut room = MOST;
            while let Some(Ok(frame)) = std::future::poll_fn(|context| Pin::new(&mut self).poll_frame(context)).await {
                let Some(left) = room.checked_sub(frame.data_ref().map_or(0, Bytes::len)) else { return };
                room = left;
            }
        }));
    }
}

impl HttpBody for Shared {
    type Data = Bytes;
    type Error = axum::Error;

    fn poll_frame(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Result<Frame<Bytes>, axum::Error>>> {
        Pin::new(&mut *lock(&self.0)).poll_frame(context)
    }

    fn is_end_stream(&self) -> bool {
        lock(&self.0).is_end_stream()
    }

    fn size_hint(&self) -> SizeHint {
        lock(&self.0).size_hint()
    }
}
