//! A number under a number format: the first line is the number, the rest the format.
#![no_main]

libfuzzer_sys::fuzz_target!(|data: &[u8]| torimatome_fuzz::number_format::run(data));
