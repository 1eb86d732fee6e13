//! Workbooks with a password.
//!
//! msoffice-crypto opens what Office makes: the encrypted package of xlsx, xlsm and xlsb (agile and standard),
//! and the XOR, RC4 and CryptoAPI kinds of xls. No kept crate opens ods with a password: it is named, not read.

use std::io::Cursor;

use msoffice_crypto::{Error, decrypt_binary_office, decrypt_ooxml};

use super::budget::Budget;
use super::fault::Fault;
use crate::source::Options;

/// How a compound file begins: xls, and every Office file with a password.
pub(super) const COMPOUND: [u8; 8] = [0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1];

/// Excel's own password for workbooks whose structure is protected but which open without asking. It is tried
/// after those given, and only where some are given: without any, a file with a password is to be named.
const BY_EXCEL: &str = "VelvetSweatshop";

/// The workbook inside an encrypted package; `None` when `bytes` is no such package.
pub(super) fn open_package(bytes: &[u8], options: &Options, budget: &Budget<'_>) -> Result<Option<Vec<u8>>, Fault> {
    if !bytes.starts_with(&COMPOUND) {
        return Ok(None);
    }
    let encrypted = match cfb::CompoundFile::open(Cursor::new(bytes)) {
        Ok(file) => file.read_root_storage().any(|entry| entry.name().eq_ignore_ascii_case("EncryptedPackage")),
        // what is damaged is still worth its name: the stream's name stands in the directory as UTF-16
        Err(_) => {
            let name: Vec<u8> = "EncryptedPackage".encode_utf16().flat_map(u16::to_le_bytes).collect();
            memchr::memmem::find(bytes, &name).is_some()
        }
    };
    if encrypted { decrypt(bytes, options, budget, decrypt_ooxml).map(Some) } else { Ok(None) }
}

/// An xls file without its password.
pub(super) fn open_xls(bytes: &[u8], options: &Options, budget: &Budget<'_>) -> Result<Vec<u8>, Fault> {
    decrypt(bytes, options, budget, decrypt_binary_office)
}

type Decrypt = fn(&[u8], &str) -> Result<Vec<u8>, Error>;

fn decrypt(bytes: &[u8], options: &Options, budget: &Budget<'_>, with: Decrypt) -> Result<Vec<u8>, Fault> {
    let fixed = if options.passwords.is_empty() { None } else { Some(BY_EXCEL) };
    for password in options.passwords.iter().map(String::as_str).chain(fixed) {
        budget.time()?;
        if let Ok(plain) = with(bytes, password) {
            return Ok(plain);
        }
    }
    Err(Fault::Encrypted)
}
