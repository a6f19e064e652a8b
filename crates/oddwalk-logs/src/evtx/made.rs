//! Windows event logs to test with, made here: the fewest bytes that are one.

use super::{CHUNK, HEADER, MAGIC};

/// Records begin so far in a chunk.
pub(crate) const FIRST_RECORD: usize = 512;

/// An element with attributes, and a text or elements in it.
pub(crate) struct Element {
    name: &'static str,
    attributes: Vec<(&'static str, String)>,
    text: String,
    pub(crate) children: Vec<Element>,
}

pub(crate) fn element(name: &'static str, children: Vec<Element>) -> Element {
    Element { name, attributes: Vec::new(), text: String::new(), children }
}

pub(crate) fn text(name: &'static str, text: &str) -> Element {
    Element { text: text.to_owned(), ..element(name, Vec::new()) }
}

impl Element {
    pub(crate) fn with(mut self, name: &'static str, value: &str) -> Self {
        self.attributes.push((name, value.to_owned()));
        self
    }

    fn write(&self, out: &mut Vec<u8>) {
        out.push(if self.attributes.is_empty() { 0x01 } else { 0x41 });
        out.extend(0_u32.to_le_bytes());
        write_name(self.name, out);
        if !self.attributes.is_empty() {
            out.extend(0_u32.to_le_bytes());
        }
        for (at, (name, value)) in self.attributes.iter().enumerate() {
            out.push(if at + 1 < self.attributes.len() { 0x46 } else { 0x06 });
            write_name(name, out);
            write_text(value, out);
        }
        out.push(0x02);
        if !self.text.is_empty() {
            write_text(&self.text, out);
        }
        self.children.iter().for_each(|child| child.write(out));
        out.push(0x04);
    }
}

/// A name stands where it is used first, and says where that is.
fn write_name(name: &str, out: &mut Vec<u8>) {
    let here = out.len() as u32 + 4;
    out.extend(here.to_le_bytes());
    out.extend([0; 6]);
    write_utf16(name, out);
    out.extend([0; 2]);
}

fn write_text(text: &str, out: &mut Vec<u8>) {
    out.extend([0x05, 0x01]);
    write_utf16(text, out);
}

fn write_utf16(text: &str, out: &mut Vec<u8>) {
    out.extend((text.encode_utf16().count() as u16).to_le_bytes());
    out.extend(text.encode_utf16().flat_map(u16::to_le_bytes));
}

/// Where each record begins, and the bytes of a chunk with one for each of the elements.
pub(crate) fn chunk(first_id: u64, events: &[Element]) -> (Vec<usize>, Vec<u8>) {
    let mut out = vec![0; FIRST_RECORD];
    let mut begins = Vec::new();
    for (id, event) in (first_id..).zip(events) {
        let begin = out.len();
        begins.push(begin);
        out.extend(b"\x2a\x2a\0\0\0\0\0\0");
        out.extend(id.to_le_bytes());
        out.extend(132_000_000_000_000_000_u64.to_le_bytes());
        out.extend([0x0f, 1, 1, 0]);
        event.write(&mut out);
        out.push(0);
        let size = (out.len() - begin + 4) as u32;
        out.extend(size.to_le_bytes());
        out[begin + 4..begin + 8].copy_from_slice(&size.to_le_bytes());
    }
    let ids = [first_id, first_id + events.len() as u64 - 1];
    let end = out.len() as u32;
    out[..8].copy_from_slice(b"ElfChnk\0");
    for (at, id) in [(8, ids[0]), (16, ids[1]), (24, ids[0]), (32, ids[1])] {
        out[at..at + 8].copy_from_slice(&id.to_le_bytes());
    }
    let last = begins.last().map_or(0, |&begin| begin as u32);
    for (at, number) in [(40, 128), (44, last), (48, end)] {
        out[at..at + 4].copy_from_slice(&number.to_le_bytes());
    }
    out.resize(CHUNK, 0);
    (begins, out)
}

/// A file of these chunks.
pub(crate) fn file(chunks: &[Vec<u8>]) -> Vec<u8> {
    let mut out = MAGIC.to_vec();
    out.resize(HEADER, 0);
    out[32] = 128;
    out[36..44].copy_from_slice(&[1, 0, 3, 0, 0, 16, chunks.len() as u8, 0]);
    out.extend(chunks.concat());
    out
}
