//! The sRGB profile of the output intent: PDF/A needs one.
//!
//! `srgb.icc` was made for this program and is free of rights: version 2.1, display class, three matrix columns and one
//! tone curve of 1,024 steps (ICC.1:2001-04; values of IEC 61966-2-1 adapted to D50). It is kept as bytes, since `powf` may
//! differ in its last bit between platforms.

/// The profile.
pub(super) const SRGB: &[u8] = include_bytes!("srgb.icc");

#[cfg(test)]
mod tests {
    use super::*;

    fn word(at: usize) -> usize {
        u32::from_be_bytes(SRGB[at..at + 4].try_into().unwrap()) as usize
    }

    #[test]
    fn the_profile_has_its_size_and_its_tags_inside() {
        assert_eq!(word(0), SRGB.len());
        assert_eq!(&SRGB[36..40], b"acsp");
        for tag in 0..word(128) {
            let (offset, length) = (word(132 + 12 * tag + 4), word(132 + 12 * tag + 8));
            assert!(offset >= 132 && offset + length <= SRGB.len() && offset % 4 == 0, "tag {tag}");
        }
    }

    #[test]
    fn the_curve_is_that_of_srgb() {
        let tag = (0..word(128)).find(|tag| &SRGB[132 + 12 * tag..][..4] == b"gTRC").unwrap();
        let curve = &SRGB[word(132 + 12 * tag + 4) + 12..];
        let step = |n: usize| f64::from(u16::from_be_bytes(curve[2 * n..2 * n + 2].try_into().unwrap())) / 65_535.0;
        // 0.5 in sRGB is 0.2140 in linear light; the foot is a line
        assert_eq!((step(0), step(1023)), (0.0, 1.0));
        assert!((step(512) - 0.2145).abs() < 0.001, "{}", step(512));
        assert!((step(20) - 20.0 / 1023.0 / 12.92).abs() < 0.0001, "{}", step(20));
    }
}
