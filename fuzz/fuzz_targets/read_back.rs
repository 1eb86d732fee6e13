//! 取りまとめ.xlsx as parts, changed by the coordinator or by chance.
#![no_main]

libfuzzer_sys::fuzz_target!(|data: &[u8]| torimatome_fuzz::read_back::run(data));
