//! Which texts are much alike, among many, without holding each against all others.
//!
//! A text is the set of its runs of three characters. A sketch of fixed size (one permutation `MinHash`) stands for the set;
//! texts whose sketches agree in a band are held against each other. The cost grows with the number of texts, not its square.

use std::collections::HashMap;

use rayon::prelude::*;

/// Characters of a run.
const RUN: usize = 3;

/// Places of a sketch.
const BINS: usize = 64;

/// Places of a band: texts that agree in all places of one are candidates. At 0.8 hardly a pair is missed.
const BAND: usize = 4;

/// From this share of runs in common on two texts are alike.
const ALIKE: f64 = 0.8;

/// Sketches that agree in fewer places are of texts that are not.
const WORTH_A_LOOK: f64 = 0.6;

/// A text that is like an earlier one.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Pair {
    /// Its place.
    pub later: usize,
    /// The place of the earlier one that it is most like.
    pub earlier: usize,
    /// The share of runs that they have in common.
    pub likeness: f64,
}

type Sketch = [u32; BINS];

/// For each text that is like an earlier one, the pair; a text of None is left out.
pub fn alike(texts: &[Option<String>]) -> Vec<Pair> {
    let sketches: Vec<Option<Sketch>> = texts.par_iter().map(|text| text.as_deref().map(sketch)).collect();
    // band by band, so that the buckets of a few bands only are in memory
    let mut looks: Vec<(usize, usize)> = (0..BINS / BAND).into_par_iter().flat_map_iter(|band| looks(&sketches, band)).collect();
    looks.par_sort_unstable();
    looks.dedup();
    let best = |known: &mut Known, looks: &[(usize, usize)]| known.best(texts, looks);
    looks.par_chunk_by(|a, b| a.0 == b.0).map_init(Known::default, best).flatten_iter().collect()
}

/// The texts that agree with an earlier one in a band, each with that one.
///
/// The first and the latest text of each bucket stand for all of it, so that a thousand copies cost a thousand looks.
fn looks(sketches: &[Option<Sketch>], band: usize) -> Vec<(usize, usize)> {
    let mut buckets: HashMap<[u32; BAND], [usize; 2]> = HashMap::new();
    let mut out = Vec::new();
    for (place, sketch) in sketches.iter().enumerate() {
        let Some(sketch) = sketch else { continue };
        let Some(key) = sketch.as_chunks::<BAND>().0.get(band) else { continue };
        let known = buckets.entry(*key).or_insert([place, place]);
        let agree = |other: &usize| {
            sketches.get(*other).copied().flatten().is_some_and(|other| agreement(sketch, &other) >= WORTH_A_LOOK)
        };
        out.extend(known.iter().copied().filter(|other| *other != place && agree(other)).map(|other| (place, other)));
        known[1] = place;
    }
    out
}

/// The runs of texts that later ones were held against: the first of a bucket comes again and again.
#[derive(Default)]
struct Known(HashMap<usize, Vec<u32>>);

impl Known {
    /// So many texts are kept at a time.
    const MOST: usize = 1_024;

    /// The earlier text that a text is most like, the first of equals.
    fn best(&mut self, texts: &[Option<String>], looks: &[(usize, usize)]) -> Option<Pair> {
        let (later, _) = *looks.first()?;
        let text = |place: usize| texts.get(place).and_then(Option::as_deref);
        let own = runs(text(later)?);
        let pairs = looks.iter().filter_map(|(_, place)| {
            if self.0.len() >= Self::MOST {
                self.0.clear();
            }
            let other = self.0.entry(*place).or_insert_with(|| runs(text(*place).unwrap_or_default()));
            let likeness = in_common(&own, other);
            (likeness >= ALIKE).then_some(Pair { later, earlier: *place, likeness })
        });
        pairs.max_by(|a, b| a.likeness.total_cmp(&b.likeness).then(b.earlier.cmp(&a.earlier)))
    }
}

/// The runs of a text, hashed, sorted, each once.
fn runs(text: &str) -> Vec<u32> {
    let chars: Vec<char> = text.chars().collect();
    let mut runs: Vec<u32> = chars.windows(RUN).map(hash).collect();
    runs.sort_unstable();
    runs.dedup();
    runs
}

/// The same number for the same characters in every run of the program.
fn hash(run: &[char]) -> u32 {
    let mut state =
        run.iter().fold(0x9e37_79b9_7f4a_7c15_u64, |state, c| (state ^ u64::from(*c)).wrapping_mul(0x0000_0100_0000_01b3));
    state = (state ^ (state >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    state = (state ^ (state >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    (state >> 32) as u32
}

/// The smallest hash of each sixty-fourth of the hashes; an empty place takes the value of the next.
fn sketch(text: &str) -> Sketch {
    let mut bins = [u32::MAX; BINS];
    let chars: Vec<char> = text.chars().collect();
    for run in chars.windows(RUN).map(hash) {
        if let Some(bin) = bins.get_mut((run >> 26) as usize) {
            *bin = (*bin).min(run);
        }
    }
    let mut out = bins;
    for (place, value) in out.iter_mut().enumerate().filter(|(_, value)| **value == u32::MAX) {
        let next = bins.iter().cycle().skip(place).zip(0_u32..).take(BINS).find(|(bin, _)| **bin != u32::MAX);
        if let Some((bin, step)) = next {
            *value = bin.wrapping_add(step);
        }
    }
    out
}

fn agreement(a: &Sketch, b: &Sketch) -> f64 {
    a.iter().zip(b).filter(|(a, b)| a == b).count() as f64 / BINS as f64
}

/// The share of two sorted lists that both hold.
fn in_common(a: &[u32], b: &[u32]) -> f64 {
    let (mut left, mut right, mut both) = (0, 0, 0_usize);
    while let (Some(x), Some(y)) = (a.get(left), b.get(right)) {
        both += usize::from(x == y);
        left += usize::from(x <= y);
        right += usize::from(y <= x);
    }
    let all = a.len() + b.len() - both;
    if all == 0 { 0.0 } else { both as f64 / all as f64 }
}

#[cfg(test)]
mod tests {
    use super::*;

    const TEXT: &str = "窓口の混雑を和らげるため、予約の受付をウェブで行い、来庁の時間を分ける。職員の研修を秋に行う。";

    fn texts(list: &[&str]) -> Vec<Option<String>> {
        list.iter().map(|text| Some((*text).to_owned())).collect()
    }

    #[test]
    fn a_word_changed_is_alike_another_text_is_not() {
        let changed = TEXT.replace("秋", "冬");
        let pairs = alike(&texts(&[
            TEXT,
            "市税の納付書を電子で送り、口座からの引き落としを勧める。手数料の見直しを行う。",
            &changed,
            TEXT,
        ]));
        let places: Vec<_> = pairs.iter().map(|pair| (pair.later, pair.earlier)).collect();
        assert_eq!(places, [(2, 0), (3, 0)]);
        assert!(pairs[0].likeness > 0.85 && pairs[0].likeness < 1.0 && (pairs[1].likeness - 1.0).abs() < 1e-9);
    }

    #[test]
    fn a_hundred_thousand_copies_are_a_hundred_thousand_looks() {
        let many: Vec<Option<String>> =
            (0..2_000).map(|n| Some(format!("{TEXT}{}", char::from_u32(0x4e00 + n).unwrap()))).collect();
        assert_eq!(alike(&many).len(), 1_999);
        let different: Vec<Option<String>> = (0..2_000_u32)
            .map(|n| {
                let place = |at: u32| hash(&[char::from_u32(n + 32).unwrap(), char::from_u32(at + 32).unwrap()]);
                Some((0..60).map(|at| char::from_u32(0x4e00 + place(at) % 9_000).unwrap()).collect())
            })
            .collect();
        assert!(alike(&different).is_empty());
    }
}
