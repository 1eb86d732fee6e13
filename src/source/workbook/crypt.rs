//! Workbooks with a password.
//!
//! msoffice-crypto opens what Office makes: the encrypted package of xlsx, xlsm and xlsb (agile and standard),
//! and the XOR, RC4 and CryptoAPI kinds of xls. odf-crypto opens what LibreOffice makes of ods, old and new. Both
//! are release candidates still, hence pinned; no other crate on crates.io opens xls or ods. Excel 95 files with
//! a password are named, not read.

use super::budget::{Budget, PASSWORD_WORK};
use super::compound::{COMPOUND, Compound};
use super::fault::Fault;
use crate::source::Options;

/// Excel's own password for workbooks whose structure is protected but which open without asking. It is tried
/// after those given, and only where some are given: without any, a file with a password is to be named.
const BY_EXCEL: &str = "VelvetSweatshop";

/// The workbook inside an encrypted package; `None` when `bytes` is no such package.
pub(super) fn open_package(bytes: &[u8], options: &Options, budget: &Budget<'_>) -> Result<Option<Vec<u8>>, Fault> {
    if !bytes.starts_with(&COMPOUND) {
        return Ok(None);
    }
    let encrypted = match Compound::open(bytes) {
        Some(file) => file.names().iter().any(|name| name.eq_ignore_ascii_case("EncryptedPackage")),
        // what is damaged is still worth its name: the stream's name stands in the directory as UTF-16
        None => {
            let name: Vec<u8> = "EncryptedPackage".encode_utf16().flat_map(u16::to_le_bytes).collect();
            memchr::memmem::find(bytes, &name).is_some()
        }
    };
    let with = |password: &str| cipher::package(bytes, password);
    if encrypted { attempt(options, budget, with).map(Some) } else { Ok(None) }
}

/// An xls file without its password.
pub(super) fn open_xls(bytes: &[u8], options: &Options, budget: &Budget<'_>) -> Result<Vec<u8>, Fault> {
    attempt(options, budget, |password| cipher::xls(bytes, password))
}

/// An ods file without its password.
pub(super) fn open_ods(bytes: &[u8], options: &Options, budget: &Budget<'_>) -> Result<Vec<u8>, Fault> {
    attempt(options, budget, |password| cipher::ods(bytes, password, options.limits.inflated_bytes / 4))
}

#[cfg(feature = "encrypted")]
mod cipher {
    pub(super) fn package(bytes: &[u8], password: &str) -> Option<Vec<u8>> {
        msoffice_crypto::decrypt_ooxml(bytes, password).ok()
    }

    pub(super) fn xls(bytes: &[u8], password: &str) -> Option<Vec<u8>> {
        msoffice_crypto::decrypt_binary_office(bytes, password).ok()
    }

    pub(super) fn ods(bytes: &[u8], password: &str, largest: u64) -> Option<Vec<u8>> {
        // LibreOffice asks for 64 MiB of memory to make a key; a file may ask for four times that
        let limits = odf_crypto::DecryptLimits::default()
            .with_argon2_max_m_kib(1 << 18)
            .with_pbkdf2_max_iter(1_000_000)
            .with_max_output_bytes(largest);
        odf_crypto::decrypt_with_limits(bytes, password, limits).ok()
    }
}

/// Without the feature every workbook with a password is named, and none is opened.
#[cfg(not(feature = "encrypted"))]
mod cipher {
    pub(super) const fn package(_: &[u8], _: &str) -> Option<Vec<u8>> {
        None
    }

    pub(super) const fn xls(_: &[u8], _: &str) -> Option<Vec<u8>> {
        None
    }

    pub(super) const fn ods(_: &[u8], _: &str, _: u64) -> Option<Vec<u8>> {
        None
    }
}

/// The first success with one of the passwords.
fn attempt(options: &Options, budget: &Budget<'_>, with: impl Fn(&str) -> Option<Vec<u8>>) -> Result<Vec<u8>, Fault> {
    let fixed = if options.passwords.is_empty() { None } else { Some(BY_EXCEL) };
    for password in options.passwords.iter().map(String::as_str).chain(fixed) {
        budget.work(PASSWORD_WORK)?;
        if let Some(plain) = with(password) {
            return Ok(plain);
        }
    }
    Err(Fault::Encrypted)
}
