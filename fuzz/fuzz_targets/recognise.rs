//! An arbitrary small sheet: tables are found in it, its account closes, its records are made.
#![no_main]

libfuzzer_sys::fuzz_target!(|data: &[u8]| torimatome_fuzz::sheet::run(data));
