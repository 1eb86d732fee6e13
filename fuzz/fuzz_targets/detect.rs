//! Which encoding, and the text in it and in every other.
#![no_main]

libfuzzer_sys::fuzz_target!(|data: &[u8]| torimatome_fuzz::detect::run(data));
