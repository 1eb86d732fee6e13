//! What is sent back, and the headers that go with everything.

use axum::body::Body;
use axum::http::{HeaderName, HeaderValue, Response, StatusCode, header};
use maud::Markup;

use crate::page::ask::encode;

/// Nothing is run or loaded that is not ours, and nobody shows the page in one of theirs.
const POLICY: &str = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; \
     form-action 'self'; frame-src 'self'; base-uri 'none'; frame-ancestors 'none'";
/// A document of ours may be shown in our page; browsers show a PDF by parts of their own, which no policy may stop.
const SHOWN_POLICY: &str = "frame-ancestors 'self'";

/// What is sent back.
pub(super) enum Answer {
    /// A whole page, or a part that a script puts in its place.
    Html(StatusCode, Markup),
    /// Look there.
    See(String),
    Json(serde_json::Value),
    /// A file: name, media type, content; `shown` in the page, else saved.
    File {
        name: String,
        media: &'static str,
        bytes: Vec<u8>,
        shown: bool,
    },
    /// A part of the page itself.
    Asset(&'static str, &'static str),
}

impl Answer {
    pub(super) const fn page(markup: Markup) -> Self {
        Self::Html(StatusCode::OK, markup)
    }

    /// As HTTP.
    pub(super) fn into_response(self) -> Response<Body> {
        let (status, media, body, policy) = match self {
            Self::Html(status, markup) => (status, "text/html; charset=utf-8", Body::from(markup.into_string()), POLICY),
            Self::Json(value) => (StatusCode::OK, "application/json", Body::from(value.to_string()), POLICY),
            Self::Asset(media, text) => (StatusCode::OK, media, Body::from(text), POLICY),
            Self::See(place) => {
                let mut response = plain(StatusCode::SEE_OTHER, "text/plain; charset=utf-8", Body::empty(), POLICY);
                set(&mut response, header::LOCATION, &place);
                return response;
            }
            Self::File { name, media, bytes, shown } => {
                let policy = if shown { SHOWN_POLICY } else { POLICY };
                let mut response = plain(StatusCode::OK, media, Body::from(bytes), policy);
                let how = if shown { "inline" } else { "attachment" };
                set(&mut response, header::CONTENT_DISPOSITION, &format!("{how}; filename*=UTF-8''{}", encode(&name)));
                return response;
            }
        };
        plain(status, media, body, policy)
    }
}

fn plain(status: StatusCode, media: &'static str, body: Body, policy: &'static str) -> Response<Body> {
    let mut response = Response::new(body);
    *response.status_mut() = status;
    let headers = response.headers_mut();
    for (name, value) in [
        (header::CONTENT_TYPE, media),
        (header::CONTENT_SECURITY_POLICY, policy),
        (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
        (header::CACHE_CONTROL, "no-store"),
        // a form has to say where it comes from, and to nobody else
        (header::REFERRER_POLICY, "same-origin"),
        (HeaderName::from_static("cross-origin-opener-policy"), "same-origin"),
        (HeaderName::from_static("cross-origin-resource-policy"), "same-origin"),
        (HeaderName::from_static("permissions-policy"), "camera=(), geolocation=(), microphone=()"),
    ] {
        headers.insert(name, HeaderValue::from_static(value));
    }
    response
}

/// Sets a header; what cannot stand in one is left out.
pub(super) fn set(response: &mut Response<Body>, name: HeaderName, value: &str) {
    if let Ok(value) = HeaderValue::from_str(value) {
        response.headers_mut().insert(name, value);
    }
}
