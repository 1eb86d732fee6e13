//! The parts of a zipped workbook, packed properly; the first byte says of which format.
#![no_main]

libfuzzer_sys::fuzz_target!(|data: &[u8]| torimatome_fuzz::parts::run(data));
