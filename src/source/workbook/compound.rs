//! The compound file (OLE2) around an xls, and its streams by name.
//!
//! Read here because the cfb crate refuses what Excel, LibreOffice and xlrd open: free sectors that are marked as ends
//! of chains (SheetJS), a root stream whose length is no multiple of 64 (a Ruby library). A chain is followed as far as it
//! goes; nothing is allocated beyond the length of the file.

use super::bytes::Bytes;

/// How a compound file begins: xls, and every Office file with a password.
pub(super) const COMPOUND: [u8; 8] = [0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1];

/// The largest number of a sector; those above mark ends, free sectors and tables.
const MAX_SECTOR: u32 = 0xffff_fffa;
const END: u32 = 0xffff_fffe;
/// Length of a directory entry.
const ENTRY: usize = 128;
const SMALL: usize = 64;

/// An opened compound file.
pub(super) struct Compound<'b> {
    bytes: &'b [u8],
    sector: usize,
    table: Vec<u32>,
    small_table: Vec<u32>,
    small: Vec<u8>,
    /// Streams shorter than this lie in the small sectors.
    cutoff: u64,
    entries: Vec<Entry>,
    /// All chains of sectors that were followed end as they should.
    whole: bool,
}

/// An entry of the directory.
#[derive(Debug, Clone)]
struct Entry {
    name: String,
    stream: bool,
    root: bool,
    start: u32,
    length: u64,
    left: u32,
    right: u32,
    child: u32,
}

impl<'b> Compound<'b> {
    /// Opens a compound file; `None` when it is none, or when its tables are beyond use.
    pub(super) fn open(bytes: &'b [u8]) -> Option<Self> {
        let header = bytes.get(..512).filter(|header| header.starts_with(&COMPOUND))?;
        let sector = match header.u16_at(30)? {
            9 => 512,
            12 => 4096,
            _ => return None,
        };
        let mut file = Self {
            bytes,
            sector,
            table: Vec::new(),
            small_table: Vec::new(),
            small: Vec::new(),
            cutoff: u64::from(header.u32_at(56)?),
            entries: Vec::new(),
            whole: true,
        };
        file.table = file.numbers_of(&file.table_sectors(header)?);
        let (directory, ends) = file.chain(header.u32_at(48)?);
        file.whole &= ends;
        let large = sector > 512;
        file.entries = directory.chunks_exact(ENTRY).map(|entry| Entry::of(entry, large)).collect();
        let root = file.entries.iter().find(|entry| entry.root).cloned();
        if let Some(root) = root.filter(|root| root.start < MAX_SECTOR) {
            // as long as its chain is, whatever length is written
            let (small, ends) = file.chain(root.start);
            file.small = small;
            file.whole &= ends;
        }
        let small_table = header.u32_at(60)?;
        if small_table < MAX_SECTOR {
            let (table, ends) = file.chain(small_table);
            file.small_table = table.chunks_exact(4).filter_map(|number| number.u32_at(0)).collect();
            file.whole &= ends;
        }
        Some(file)
    }

    /// Do all chains of the file's tables end, so that a reader that trusts them comes to an end too?
    pub(super) fn is_whole(&self) -> bool {
        self.whole
    }

    /// The names of the streams beside the root.
    pub(super) fn names(&self) -> Vec<&str> {
        self.top().into_iter().filter(|entry| entry.stream).map(|entry| entry.name.as_str()).collect()
    }

    /// A stream beside the root, and whether its chain ends as it should.
    pub(super) fn stream(&self, name: &str) -> Option<(Vec<u8>, bool)> {
        let named = |entry: &&Entry| entry.stream && entry.name.eq_ignore_ascii_case(name);
        let entry = self.top().into_iter().find(named).or_else(|| self.entries.iter().find(named))?;
        let length = usize::try_from(entry.length).unwrap_or(usize::MAX);
        let (mut content, ends) =
            if entry.length < self.cutoff { self.small_chain(entry.start) } else { self.chain(entry.start) };
        content.truncate(length);
        Some((content, ends))
    }

    /// The sectors that hold the table of sectors: the first 109 stand in the header, the others in a chain.
    fn table_sectors(&self, header: &[u8]) -> Option<Vec<u32>> {
        // what is neither a sector nor an end is another file's data
        let listed = |list: &[u8]| list.chunks_exact(4).filter_map(|number| number.u32_at(0)).collect::<Vec<_>>();
        let mut sectors = listed(header.get(76..)?);
        if sectors.iter().any(|sector| (0x8000_0000..END).contains(sector)) {
            return None;
        }
        let mut next = header.u32_at(68)?;
        for _ in 0..self.bytes.len() / self.sector {
            let Some(list) = self.at(next) else { break };
            let mut list = listed(list);
            next = list.pop().unwrap_or(END);
            sectors.append(&mut list);
        }
        sectors.retain(|sector| *sector < MAX_SECTOR);
        // a table of more sectors than there are repeats itself
        sectors.truncate(self.bytes.len() / self.sector + 1);
        Some(sectors)
    }

    fn numbers_of(&self, sectors: &[u32]) -> Vec<u32> {
        let whole = self.sector / 4;
        let mut numbers = Vec::new();
        for (place, sector) in sectors.iter().enumerate() {
            let own = self.at(*sector).unwrap_or_default();
            numbers.extend(own.chunks_exact(4).filter_map(|number| number.u32_at(0)));
            // a sector that is cut off keeps its room
            numbers.resize((place + 1) * whole, END);
        }
        numbers
    }

    /// The bytes of a sector, as far as the file goes.
    fn at(&self, sector: u32) -> Option<&'b [u8]> {
        if sector >= MAX_SECTOR {
            return None;
        }
        let from = usize::try_from(sector).ok()?.checked_add(1)?.checked_mul(self.sector)?;
        let rest = self.bytes.get(from..).filter(|rest| !rest.is_empty())?;
        rest.get(..self.sector).or(Some(rest))
    }

    fn chain(&self, first: u32) -> (Vec<u8>, bool) {
        follow(first, &self.table, self.bytes.len() / self.sector + 1, |sector| self.at(sector))
    }

    fn small_chain(&self, first: u32) -> (Vec<u8>, bool) {
        let at = |sector: u32| {
            let rest = self.small.get(usize::try_from(sector).ok()?.checked_mul(SMALL)?..).filter(|rest| !rest.is_empty())?;
            rest.get(..SMALL).or(Some(rest))
        };
        follow(first, &self.small_table, self.small.len() / SMALL + 1, at)
    }

    /// The entries right below the root.
    fn top(&self) -> Vec<&Entry> {
        let entry = |number: u32| self.entries.get(usize::try_from(number).ok()?);
        let mut seen = vec![false; self.entries.len()];
        let mut open: Vec<u32> = self.entries.iter().find(|entry| entry.root).map(|root| root.child).into_iter().collect();
        let mut found = Vec::new();
        while let Some(number) = open.pop() {
            let place = usize::try_from(number).ok().and_then(|place| seen.get_mut(place));
            let (Some(place), Some(own)) = (place, entry(number)) else { continue };
            if !std::mem::replace(place, true) {
                found.push(own);
                open.extend([own.left, own.right]);
            }
        }
        found
    }
}

impl Entry {
    fn of(entry: &[u8], large: bool) -> Self {
        let number = |at| entry.u32_at(at).unwrap_or(u32::MAX);
        let named = usize::from(entry.u16_at(64).unwrap_or(0)).saturating_sub(2).min(62);
        let units = entry.get(..named).unwrap_or_default().chunks_exact(2).filter_map(|pair| pair.u16_at(0));
        let kind = entry.u8_at(66).unwrap_or(0);
        // files of small sectors may have anything in the upper half of the length
        let upper = if large { u64::from(number(124)) << 32 } else { 0 };
        Self {
            name: char::decode_utf16(units).map(|c| c.unwrap_or(char::REPLACEMENT_CHARACTER)).collect(),
            stream: kind == 2,
            root: kind == 5,
            start: number(116),
            length: upper | u64::from(number(120)),
            left: number(68),
            right: number(72),
            child: number(76),
        }
    }
}

/// The bytes of a chain of sectors, and whether it ends in an end: it may also lead out of the file, or in a circle.
fn follow<'b>(first: u32, table: &[u32], most: usize, at: impl Fn(u32) -> Option<&'b [u8]>) -> (Vec<u8>, bool) {
    let mut content = Vec::new();
    let mut sector = first;
    for _ in 0..most {
        if sector == END {
            return (content, true);
        }
        let Some(own) = at(sector) else { return (content, false) };
        content.extend_from_slice(own);
        sector = usize::try_from(sector).ok().and_then(|place| table.get(place)).copied().unwrap_or(u32::MAX);
    }
    (content, sector == END)
}
