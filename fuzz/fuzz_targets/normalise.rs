//! An arbitrary text as everything that a cell may hold.
#![no_main]

libfuzzer_sys::fuzz_target!(|data: &[u8]| torimatome_fuzz::normalise::run(data));
