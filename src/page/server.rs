//! The HTTP server on the loopback address.

use std::net::{Ipv4Addr, SocketAddr};
use std::sync::Arc;
use std::time::Duration;

use tokio::sync::Notify;

use axum::Router;
use axum::body::{Body, Bytes, to_bytes};
use axum::extract::{DefaultBodyLimit, Form, FromRequest, Query, Request, State};
use axum::http::{HeaderMap, Method, Response, StatusCode, header};

use crate::model::digest::sha256;
use crate::model::{Failure, Message};
use crate::page::answer::{Answer, set};
use crate::page::ask::Ask;
use crate::page::gate::{Gate, Refusal};
use crate::page::messages;
use crate::page::running::{AGAIN, Claim, SECRET};
use crate::page::unread::Shared;
use crate::page::{Options, Page, frame, recent, routes, upload};
use crate::pipeline::errors::io_reason;

/// The longest form, in bytes.
const LONGEST_FORM: usize = 1 << 20;
/// How often to check whether the page is still open.
const LOOK: Duration = Duration::from_millis(500);
/// How long to wait for the last responses.
const LAST_ANSWERS: Duration = Duration::from_secs(2);

/// Why the server ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Ended {
    /// The user ended it on the page.
    Asked,
    /// No request came in any more.
    Idle,
}

/// Serves the page until the user ends it or stops using it. `begun` gets its URL, with a token.
pub(crate) fn serve(options: &Options, claim: Option<Claim>, begun: impl FnOnce(&str)) -> Result<Ended, Failure> {
    let failed = |error: std::io::Error| unservable(&error, options.port);
    let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build().map_err(failed)?;
    runtime.block_on(async {
        let address = SocketAddr::from((Ipv4Addr::LOCALHOST, options.port));
        let listener = tokio::net::TcpListener::bind(address).await.map_err(failed)?;
        let port = listener.local_addr().map_err(failed)?.port();
        let gate = Gate::new(port).map_err(failed)?;
        if let Some(claim) = &claim {
            claim.tell(port, gate.secret()).map_err(failed)?;
        }
        if let Some(root) = &options.root {
            recent::remember(root);
        }
        let address = gate.address().map_err(failed)?;
        let page = Arc::new(Page::new(gate, options, claim));
        let router = Router::new().fallback(handle).layer(DefaultBodyLimit::disable()).with_state(Arc::clone(&page));
        begun(&address);
        let stop = Arc::new(Notify::new());
        let stopped = Arc::clone(&stop);
        let served = axum::serve(listener, router).with_graceful_shutdown(async move { stopped.notified().await });
        let served = tokio::spawn(served.into_future());
        let why = loop {
            match tokio::time::timeout(LOOK, page.end.notified()).await {
                Ok(()) => break Ended::Asked,
                Err(_) if page.is_idle() => break Ended::Idle,
                Err(_) => {}
            }
        };
        stop.notify_one();
        // pending responses are sent, open connections are not waited for
        let _ = tokio::time::timeout(LAST_ANSWERS, served).await;
        Ok(why)
    })
}

async fn handle(State(page): State<Arc<Page>>, request: Request) -> Response<Body> {
    let (body, request) = Shared::of(request);
    let answered = answer(&page, request).await;
    body.drop_rest();
    answered.unwrap_or_else(|Refused(status, reason)| {
        let lang = page.lang();
        Answer::Html(status, frame::bare(lang, reason.text(lang))).into_response()
    })
}

/// Why a request is refused.
struct Refused(StatusCode, Message);

impl From<Refusal> for Refused {
    fn from(refusal: Refusal) -> Self {
        match refusal {
            Refusal::Host => Self(StatusCode::MISDIRECTED_REQUEST, messages::wrong_host()),
            Refusal::Origin => Self(StatusCode::FORBIDDEN, messages::wrong_origin()),
            Refusal::Stranger => Self(StatusCode::FORBIDDEN, messages::no_cookie()),
        }
    }
}

async fn answer(page: &Arc<Page>, request: Request) -> Result<Response<Body>, Refused> {
    let (method, path) = (request.method().clone(), request.uri().path().to_owned());
    let headers = request.headers();
    if method == Method::POST && path == AGAIN {
        return again(page, headers);
    }
    let query: Vec<(String, String)> = Query::try_from_uri(request.uri()).map(|Query(pairs)| pairs).unwrap_or_default();
    let token = query.iter().find(|(name, _)| name == "token" && method == Method::GET && path == "/").map(|(_, token)| token);
    let checked = page.gate.check_source(&method, request.uri(), headers);
    if let Some(token) = token {
        // links may come from anywhere, since the token decides
        if checked == Err(Refusal::Host) {
            return Err(Refusal::Host.into());
        }
        return match page.gate.exchange(token) {
            Some(cookie) => {
                page.touch();
                let mut response = Answer::See("/".to_owned()).into_response();
                set(&mut response, header::SET_COOKIE, &cookie);
                Ok(response)
            }
            // reopened in the browser that redeemed it
            None if page.gate.check_browser(headers).is_ok() => Ok(Answer::See("/".to_owned()).into_response()),
            None => Err(Refusal::Stranger.into()),
        };
    }
    checked?;
    page.gate.check_browser(headers)?;
    page.touch();
    let script = headers.contains_key("x-torimatome-script");
    let mut ask = Ask { method: method.clone(), path, query, form: Vec::new(), script };
    match method {
        Method::GET | Method::HEAD => {}
        Method::POST if ask.path == upload::PATH => return Ok(upload::receive(page, ask, request).await.into_response()),
        Method::POST => ask.form = form(request).await?,
        _ => {
            return Err(Refused(StatusCode::METHOD_NOT_ALLOWED, messages::no_such_method()));
        }
    }
    let page = Arc::clone(page);
    let answered = tokio::task::spawn_blocking(move || routes::answer(&page, &ask).into_response()).await;
    answered.map_err(|_| Refused(StatusCode::INTERNAL_SERVER_ERROR, messages::panicked().message))
}

/// A token for another start of the program, which presents the key that only this user can read.
fn again(page: &Page, headers: &HeaderMap) -> Result<Response<Body>, Refused> {
    let given = headers.get(SECRET).map(|secret| sha256(secret.as_bytes()));
    let is_browser = headers.contains_key(header::ORIGIN) || headers.contains_key("sec-fetch-site");
    if is_browser || given != Some(sha256(page.gate.secret().as_bytes())) {
        return Err(Refusal::Stranger.into());
    }
    page.touch();
    let token = page.gate.token().map_err(|_| Refused(StatusCode::INTERNAL_SERVER_ERROR, Message::default()))?;
    Ok(Response::new(Body::from(token)))
}

async fn form(request: Request) -> Result<Vec<(String, String)>, Refused> {
    let too_long = || Refused(StatusCode::PAYLOAD_TOO_LARGE, messages::request_too_long());
    let (parts, body) = request.into_parts();
    let bytes: Bytes = to_bytes(body, LONGEST_FORM).await.map_err(|_| too_long())?;
    if bytes.is_empty() {
        return Ok(Vec::new());
    }
    let request = Request::from_parts(parts, Body::from(bytes));
    let read = Form::<Vec<(String, String)>>::from_request(request, &()).await;
    read.map(|Form(pairs)| pairs).map_err(|_| Refused(StatusCode::BAD_REQUEST, messages::unreadable_request()))
}

fn unservable(error: &std::io::Error, port: u16) -> Failure {
    match port {
        0 => messages::no_page(io_reason(error)),
        port => messages::port_taken(io_reason(error), port),
    }
}
