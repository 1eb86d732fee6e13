//! An ICC profile of sRGB, made here: the output intent of an archivable file needs one.
//!
//! Version 2.1, display class, three matrix columns and one tone curve (ICC.1:2001-04; values of
//! IEC 61966-2-1 adapted to D50).

/// The profile's bytes.
pub(super) fn srgb() -> Vec<u8> {
    let text = |words: &str| {
        let mut data = b"text\0\0\0\0".to_vec();
        data.extend_from_slice(words.as_bytes());
        data.push(0);
        data
    };
    let xyz = |values: [u32; 3]| {
        let mut data = b"XYZ \0\0\0\0".to_vec();
        data.extend(values.iter().flat_map(|value| value.to_be_bytes()));
        data
    };
    let tags: [(&[u8; 4], Vec<u8>); 7] = [
        (b"desc", description("sRGB IEC61966-2.1")),
        (b"cprt", text("No copyright, use freely")),
        (b"wtpt", xyz([0xf6d6, 0x1_0000, 0xd32d])),
        (b"rXYZ", xyz([0x6fa2, 0x38f5, 0x0390])),
        (b"gXYZ", xyz([0x6299, 0xb785, 0x18da])),
        (b"bXYZ", xyz([0x24a0, 0x0f84, 0xb6cf])),
        (b"rTRC", curve()),
    ];
    // the three channels share one curve
    let entries = tags.len() + 2;
    let mut offset = 128 + 4 + 12 * entries;
    let mut table = Vec::new();
    let mut data = Vec::new();
    let word = |n: usize| u32::try_from(n).unwrap_or_default().to_be_bytes();
    table.extend(word(entries));
    for (name, content) in &tags {
        let names: &[&[u8; 4]] = if *name == b"rTRC" { &[b"rTRC", b"gTRC", b"bTRC"] } else { &[name] };
        for name in names {
            table.extend_from_slice(*name);
            table.extend(word(offset));
            table.extend(word(content.len()));
        }
        data.extend_from_slice(content);
        while data.len() % 4 != 0 {
            data.push(0);
        }
        offset = 128 + 4 + 12 * entries + data.len();
    }
    let size = 128 + table.len() + data.len();
    let mut profile = Vec::with_capacity(size);
    profile.extend(word(size));
    profile.extend([0; 4]);
    profile.extend(0x0210_0000_u32.to_be_bytes());
    profile.extend_from_slice(b"mntrRGB XYZ ");
    for part in [2000_u16, 1, 1, 0, 0, 0] {
        profile.extend(part.to_be_bytes());
    }
    profile.extend_from_slice(b"acsp");
    profile.extend([0; 28]);
    // the connection space's illuminant: D50
    for value in [0xf6d6_u32, 0x1_0000, 0xd32d] {
        profile.extend(value.to_be_bytes());
    }
    profile.resize(128, 0);
    profile.extend(table);
    profile.extend(data);
    profile
}

fn description(words: &str) -> Vec<u8> {
    let mut data = b"desc\0\0\0\0".to_vec();
    data.extend(u32::try_from(words.len() + 1).unwrap_or_default().to_be_bytes());
    data.extend_from_slice(words.as_bytes());
    data.push(0);
    // no Unicode and no Macintosh description
    data.extend([0; 4 + 4 + 2 + 1 + 67]);
    data
}

/// The tone curve in 1,024 steps.
fn curve() -> Vec<u8> {
    const STEPS: u16 = 1024;
    let mut data = b"curv\0\0\0\0".to_vec();
    data.extend(u32::from(STEPS).to_be_bytes());
    for step in 0..STEPS {
        let value = f64::from(step) / f64::from(STEPS - 1);
        let linear = if value <= 0.040_45 { value / 12.92 } else { ((value + 0.055) / 1.055).powf(2.4) };
        #[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "between 0 and 65,535")]
        data.extend(((linear * 65_535.0).round() as u16).to_be_bytes());
    }
    data
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_profile_says_its_own_size_and_its_tags_lie_inside() {
        let profile = srgb();
        let word = |at: usize| u32::from_be_bytes(profile[at..at + 4].try_into().unwrap()) as usize;
        assert_eq!(word(0), profile.len());
        assert_eq!(&profile[36..40], b"acsp");
        for tag in 0..word(128) {
            let (offset, length) = (word(132 + 12 * tag + 4), word(132 + 12 * tag + 8));
            assert!(offset >= 132 && offset + length <= profile.len() && offset % 4 == 0, "tag {tag}");
        }
    }
}
