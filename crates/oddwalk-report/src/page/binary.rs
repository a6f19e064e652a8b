//! What is packed with gzip: the lines, and the columns as bytes, little endian, each at a multiple of eight.

use std::io::{self, Write};

use flate2::Compression;
use flate2::write::GzEncoder;
use serde::Serialize;
use serde::ser::{SerializeMap, Serializer};

use super::rows::{Lists, Rows};
use super::texts::Kept;
use super::thin::Chosen;

const ALIGNMENT: usize = 8;

/// Where a column stands in the unpacked bytes.
#[derive(Debug, Serialize)]
struct Place {
    r#type: &'static str,
    offset: usize,
    length: usize,
}

/// The columns' places by name, in their order.
#[derive(Debug, Default)]
pub(super) struct Places(Vec<(String, Place)>);

impl Serialize for Places {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(Some(self.0.len()))?;
        self.0.iter().try_for_each(|(name, place)| map.serialize_entry(name, place))?;
        map.end()
    }
}

/// What of the tables is used by the chosen rows.
#[derive(Debug)]
pub(super) struct Used {
    pub(super) entities: Kept,
    pub(super) commands: Kept,
    pub(super) files: Kept,
    pub(super) carried: Vec<Kept>,
}

/// Packs a text.
pub(super) fn pack_text(text: &[u8]) -> io::Result<Vec<u8>> {
    let mut packed = GzEncoder::new(Vec::new(), Compression::default());
    packed.write_all(text)?;
    packed.finish()
}

/// Packs the columns of the chosen rows.
pub(super) fn pack(rows: &Rows, chosen: &Chosen, used: &Used) -> io::Result<(Places, Vec<u8>)> {
    let mut out = Packer::new(chosen);
    out.numbers("rank", &rows.rank, u32::to_le_bytes)?;
    out.numbers("recipe", &rows.recipe, u8::to_le_bytes)?;
    out.renumbered("entity", &rows.entity, &used.entities)?;
    out.numbers("begin", &rows.begin, f64::to_le_bytes)?;
    out.numbers("duration", &rows.duration, f32::to_le_bytes)?;
    out.numbers("events", &rows.events, u32::to_le_bytes)?;
    out.numbers("score", &rows.score, f32::to_le_bytes)?;
    out.numbers("surprisal", &rows.surprisal, f32::to_le_bytes)?;
    out.numbers("group", &rows.group, u32::to_le_bytes)?;
    out.renumbered("file", &rows.file, &used.files)?;
    out.numbers("source_row", &rows.source_row, u32::to_le_bytes)?;
    out.offsets("window_offsets", &rows.window)?;
    out.lists("window", &rows.window, &used.commands, false)?;
    out.offsets("command_offsets", &rows.commands)?;
    let narrow = used.commands.old.len() <= 1 << u16::BITS;
    out.lists("session_commands", &rows.commands, &used.commands, narrow)?;
    for (column, (numbers, kept)) in rows.carried.iter().zip(&used.carried).enumerate() {
        out.renumbered(&format!("carried_{column}"), numbers, kept)?;
    }
    Ok((Places(out.places), out.packed.finish()?))
}

/// Takes column by column.
struct Packer<'a> {
    chosen: &'a Chosen,
    packed: GzEncoder<Vec<u8>>,
    offset: usize,
    places: Vec<(String, Place)>,
}

impl<'a> Packer<'a> {
    fn new(chosen: &'a Chosen) -> Self {
        let packed = GzEncoder::new(Vec::new(), Compression::default());
        Self { chosen, packed, offset: 0, places: Vec::new() }
    }

    /// One number of each chosen row.
    fn numbers<T: Type, const N: usize>(
        &mut self,
        name: &str,
        numbers: &[T],
        bytes: impl Fn(T) -> [u8; N],
    ) -> io::Result<()> {
        let chosen = self.chosen.rows.iter();
        self.column::<T>(name, chosen.flat_map(|&row| bytes(numbers[row as usize])).collect())
    }

    fn renumbered(&mut self, name: &str, numbers: &[u32], kept: &Kept) -> io::Result<()> {
        self.numbers(name, numbers, |number| kept.new_number(number).to_le_bytes())
    }

    /// Where each chosen row's list begins, and where the last one ends.
    fn offsets(&mut self, name: &str, lists: &Lists) -> io::Result<()> {
        let ends = self.chosen.rows.iter().scan(0u32, |end, &row| {
            *end += lists.get(row).len() as u32;
            Some(*end)
        });
        let offsets: Vec<u8> = [0].into_iter().chain(ends).flat_map(u32::to_le_bytes).collect();
        self.column::<u32>(name, offsets)
    }

    /// The lists of all chosen rows, of numbers of two bytes where these are enough.
    fn lists(&mut self, name: &str, lists: &Lists, kept: &Kept, narrow: bool) -> io::Result<()> {
        let old = self.chosen.rows.iter().flat_map(|&row| lists.get(row));
        let numbers = old.map(|&number| kept.new_number(number));
        if narrow {
            self.column::<u16>(name, numbers.flat_map(|number| (number as u16).to_le_bytes()).collect())
        } else {
            self.column::<u32>(name, numbers.flat_map(u32::to_le_bytes).collect())
        }
    }

    fn column<T: Type>(&mut self, name: &str, mut bytes: Vec<u8>) -> io::Result<()> {
        let length = bytes.len() / size_of::<T>();
        self.places.push((name.to_owned(), Place { r#type: T::NAME, offset: self.offset, length }));
        bytes.resize(bytes.len().next_multiple_of(ALIGNMENT), 0);
        self.offset += bytes.len();
        self.packed.write_all(&bytes)
    }
}

/// What the page calls a number.
trait Type: Copy {
    const NAME: &'static str;
}

impl Type for u8 {
    const NAME: &'static str = "u8";
}

impl Type for u16 {
    const NAME: &'static str = "u16";
}

impl Type for u32 {
    const NAME: &'static str = "u32";
}

impl Type for f32 {
    const NAME: &'static str = "f32";
}

impl Type for f64 {
    const NAME: &'static str = "f64";
}
