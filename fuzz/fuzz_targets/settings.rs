//! A text as a form, a plan and decisions.
#![no_main]

libfuzzer_sys::fuzz_target!(|data: &[u8]| torimatome_fuzz::settings::run(data));
