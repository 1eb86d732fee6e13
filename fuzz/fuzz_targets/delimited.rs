//! Arbitrary bytes as delimited text; the first byte chooses extension and encoding.
#![no_main]

libfuzzer_sys::fuzz_target!(|data: &[u8]| torimatome_fuzz::delimited::run(data));
