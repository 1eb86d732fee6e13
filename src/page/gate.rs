//! Access control: a one-time token becomes the cookie of one browser, and every request is checked.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Mutex;
use std::time::{Duration, Instant};

use axum::http::{HeaderMap, Method, Uri, header};

use crate::model::digest::{hex, sha256};
use crate::page::lock;

/// How long an unused token is valid.
const GOOD_FOR: Duration = Duration::from_secs(10 * 60);
/// How many tokens, and how many browsers, are valid at a time.
const MOST: usize = 64;

/// Why a request is refused.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Refusal {
    /// For another host: DNS rebinding.
    Host,
    /// Sent by another site.
    Origin,
    /// Without a valid cookie.
    Stranger,
}

/// The valid tokens and cookies, as hashes: comparing them takes no time that depends on the secret.
pub(super) struct Gate {
    port: u16,
    tokens: Mutex<BTreeMap<String, Instant>>,
    browsers: Mutex<BTreeSet<String>>,
    /// Sent with each form and by each script (CSRF).
    secret: String,
}

impl Gate {
    /// A gate for the page at this port.
    pub(super) fn new(port: u16) -> std::io::Result<Self> {
        Ok(Self { port, tokens: Mutex::default(), browsers: Mutex::default(), secret: random()? })
    }

    pub(super) const fn port(&self) -> u16 {
        self.port
    }

    /// What another program of the same user presents to get a token.
    pub(super) fn secret(&self) -> &str {
        &self.secret
    }

    /// Issues a token for one browser.
    pub(super) fn token(&self) -> std::io::Result<String> {
        let token = random()?;
        let mut tokens = lock(&self.tokens);
        tokens.retain(|_, made| made.elapsed() < GOOD_FOR);
        if tokens.len() >= MOST {
            tokens.clear();
        }
        tokens.insert(sha256(token.as_bytes()), Instant::now());
        Ok(token)
    }

    /// The page's URL with a new token.
    pub(super) fn address(&self) -> std::io::Result<String> {
        Ok(format!("http://127.0.0.1:{}/?token={}", self.port, self.token()?))
    }

    /// Redeems a token for a cookie.
    pub(super) fn exchange(&self, token: &str) -> Option<String> {
        let made = lock(&self.tokens).remove(&sha256(token.as_bytes()))?;
        if made.elapsed() >= GOOD_FOR {
            return None;
        }
        let browser = random().ok()?;
        let mut browsers = lock(&self.browsers);
        if browsers.len() >= MOST {
            browsers.clear();
        }
        browsers.insert(sha256(browser.as_bytes()));
        Some(format!("{}={browser}; Path=/; HttpOnly; SameSite=Strict", self.cookie()))
    }

    /// Browsers share cookies between ports, so the name contains the port.
    fn cookie(&self) -> String {
        format!("torimatome-{}", self.port)
    }

    /// Checks that a request is for this host and not sent by another site.
    pub(super) fn check_source(&self, method: &Method, uri: &Uri, headers: &HeaderMap) -> Result<(), Refusal> {
        let own = |host: &str| host == format!("127.0.0.1:{}", self.port) || host == format!("localhost:{}", self.port);
        let one = |name: header::HeaderName| {
            let mut values = headers.get_all(name).iter();
            let first = values.next().map(|value| value.to_str().unwrap_or("?"));
            if values.next().is_some() { Some("?") } else { first }
        };
        if !one(header::HOST).is_some_and(own) || uri.authority().is_some_and(|authority| !own(authority.as_str())) {
            return Err(Refusal::Host);
        }
        let changes = !matches!(*method, Method::GET | Method::HEAD);
        match one(header::ORIGIN) {
            Some(origin) if !origin.strip_prefix("http://").is_some_and(own) => return Err(Refusal::Origin),
            None if changes => return Err(Refusal::Origin),
            _ => {}
        }
        match headers.get("sec-fetch-site").map(|value| value.as_bytes()) {
            None | Some(b"same-origin") => Ok(()),
            // typed, or opened by the program
            Some(b"none") if !changes => Ok(()),
            Some(_) => Err(Refusal::Origin),
        }
    }

    /// Does the request carry a valid cookie?
    pub(super) fn check_browser(&self, headers: &HeaderMap) -> Result<(), Refusal> {
        let name = self.cookie();
        let all = headers.get_all(header::COOKIE).iter().filter_map(|value| value.to_str().ok()).flat_map(|line| line.split(';'));
        let mut own = all.filter_map(|pair| pair.trim().split_once('=')).filter(|(known, _)| *known == name);
        let browsers = lock(&self.browsers);
        match own.any(|(_, value)| browsers.contains(&sha256(value.as_bytes()))) {
            true => Ok(()),
            false => Err(Refusal::Stranger),
        }
    }
}

/// 256 random bits in hexadecimal.
fn random() -> std::io::Result<String> {
    let mut bytes = [0; 32];
    getrandom::fill(&mut bytes).map_err(|error| std::io::Error::other(error.to_string()))?;
    Ok(hex(&bytes))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn headers(pairs: &[(&'static str, &str)]) -> HeaderMap {
        let mut headers = HeaderMap::new();
        for (name, value) in pairs {
            headers.append(*name, value.parse().unwrap());
        }
        headers
    }

    #[test]
    fn a_token_is_good_once() {
        let gate = Gate::new(4000).unwrap();
        let token = gate.token().unwrap();
        let cookie = gate.exchange(&token).unwrap();
        assert!(cookie.contains("HttpOnly") && cookie.contains("SameSite=Strict"));
        assert_eq!(gate.exchange(&token), None);
        assert_eq!(gate.exchange(""), None);
        let pair = cookie.split(';').next().unwrap();
        assert_eq!(gate.check_browser(&headers(&[("cookie", pair)])), Ok(()));
        assert_eq!(gate.check_browser(&headers(&[("cookie", "torimatome-4000=")])), Err(Refusal::Stranger));
        assert_eq!(gate.check_browser(&headers(&[("cookie", &pair.replace("4000", "4001"))])), Err(Refusal::Stranger));
    }

    #[test]
    fn other_hosts_and_other_pages_are_refused() {
        let gate = Gate::new(4000).unwrap();
        let uri: Uri = "/period".parse().unwrap();
        let check = |method: Method, pairs: &[(&'static str, &str)]| gate.check_source(&method, &uri, &headers(pairs));
        assert_eq!(check(Method::GET, &[("host", "127.0.0.1:4000")]), Ok(()));
        assert_eq!(check(Method::GET, &[("host", "localhost:4000"), ("sec-fetch-site", "none")]), Ok(()));
        for host in ["evil.example:4000", "127.0.0.1", "127.0.0.1:4001", "127.0.0.1:4000.evil.example"] {
            assert_eq!(check(Method::GET, &[("host", host)]), Err(Refusal::Host), "{host}");
        }
        assert_eq!(check(Method::GET, &[]), Err(Refusal::Host));
        assert_eq!(check(Method::GET, &[("host", "127.0.0.1:4000"), ("host", "127.0.0.1:4000")]), Err(Refusal::Host));
        let own = ("host", "127.0.0.1:4000");
        assert_eq!(check(Method::POST, &[own]), Err(Refusal::Origin));
        assert_eq!(check(Method::POST, &[own, ("origin", "http://127.0.0.1:4000")]), Ok(()));
        for origin in ["null", "http://evil.example", "https://127.0.0.1:4000", "http://127.0.0.1:4001"] {
            assert_eq!(check(Method::POST, &[own, ("origin", origin)]), Err(Refusal::Origin), "{origin}");
        }
        assert_eq!(check(Method::GET, &[own, ("sec-fetch-site", "cross-site")]), Err(Refusal::Origin));
        assert_eq!(check(Method::GET, &[own, ("sec-fetch-site", "same-site")]), Err(Refusal::Origin));
    }
}
