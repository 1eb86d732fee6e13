//! Gives the executable for Windows its icon, its version and its manifest; for other systems there is nothing to do.

use std::{env, io};

fn main() -> io::Result<()> {
    println!("cargo::rerun-if-changed=windows");
    let is_set = |name: &str, value: &str| env::var(name).is_ok_and(|own| own == value);
    if !is_set("CARGO_CFG_TARGET_OS", "windows") || env::var_os("CARGO_FEATURE_CLI").is_none() {
        return Ok(());
    }
    const JAPANESE: u16 = 0x0411;
    let mut resource = winresource::WindowsResource::new();
    resource.set_language(JAPANESE).set_icon("windows/torimatome.ico").set_manifest_file("windows/torimatome.manifest");
    for (key, value) in [
        ("FileDescription", "取りまとめ（各課の取組状況をまとめる）"),
        ("ProductName", "torimatome"),
        ("InternalName", "torimatome"),
        ("OriginalFilename", "torimatome.exe"),
        ("LegalCopyright", "MIT OR Apache-2.0"),
    ] {
        resource.set(key, value);
    }
    resource.compile_for("torimatome")
}
