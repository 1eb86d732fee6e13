//! Responses, and the headers that all of them carry.

use axum::body::Body;
use axum::http::{HeaderName, HeaderValue, Response, StatusCode, header};
use maud::Markup;

use crate::page::ask::encode;

/// Only our own scripts and styles load, and no other site can frame the page.
const POLICY: &str = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; \
     form-action 'self'; frame-src 'self'; base-uri 'none'; frame-ancestors 'none'";
/// Our page may frame our documents. No policy here: browsers display a PDF with parts of their own, which a policy would block.
const SHOWN_POLICY: &str = "frame-ancestors 'self'";

/// A response.
pub(super) enum Answer {
    /// A whole page, or a fragment that a script inserts.
    Html(StatusCode, Markup),
    /// A redirect.
    See(String),
    Json(serde_json::Value),
    /// A file: name, media type, content; displayed when `shown`, else downloaded.
    File {
        name: String,
        media: &'static str,
        bytes: Vec<u8>,
        shown: bool,
    },
    /// A script or style of the page.
    Asset(&'static str, &'static str),
}

impl Answer {
    pub(super) const fn page(markup: Markup) -> Self {
        Self::Html(StatusCode::OK, markup)
    }

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
        // forms need a referrer, other sites must not see it
        (header::REFERRER_POLICY, "same-origin"),
        (HeaderName::from_static("cross-origin-opener-policy"), "same-origin"),
        (HeaderName::from_static("cross-origin-resource-policy"), "same-origin"),
        (HeaderName::from_static("permissions-policy"), "camera=(), geolocation=(), microphone=()"),
    ] {
        headers.insert(name, HeaderValue::from_static(value));
    }
    response
}

/// Sets a header, unless the value is not allowed in one.
pub(super) fn set(response: &mut Response<Body>, name: HeaderName, value: &str) {
    if let Ok(value) = HeaderValue::from_str(value) {
        response.headers_mut().insert(name, value);
    }
}
