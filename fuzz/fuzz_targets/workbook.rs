//! Arbitrary bytes as a workbook; the first byte says of which format.
#![no_main]

libfuzzer_sys::fuzz_target!(|data: &[u8]| torimatome_fuzz::workbook::run(data));
