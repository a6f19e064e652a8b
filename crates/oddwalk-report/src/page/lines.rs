//! The lines that go into the page: those of the first rows, as far as there is room for them.

/// One line may take this share of the room for all: an attacker's largest session hides no other.
const SHARE_OF_ONE: usize = 4;

/// Lines of the first rows, as they were written.
#[derive(Debug)]
pub(super) struct Lines {
    room: usize,
    text: Vec<u8>,
    /// Where each line ends.
    ends: Vec<usize>,
    is_full: bool,
    is_unwanted: bool,
    /// The ranks of those that were too large.
    pub(super) too_large: Vec<u32>,
}

impl Lines {
    /// No lines yet, and room for so many bytes.
    pub(super) fn new(room: usize) -> Self {
        Self {
            room,
            text: Vec::new(),
            ends: Vec::new(),
            is_full: false,
            is_unwanted: false,
            too_large: Vec::new(),
        }
    }

    /// Whether another line is wanted: there is one for each row until there is no room.
    pub(super) fn is_open(&self) -> bool {
        !self.is_full
    }

    /// Says that rows have no lines.
    pub(super) fn close(&mut self) {
        (self.is_full, self.is_unwanted) = (true, true);
    }

    /// Whether rows have no lines.
    pub(super) fn is_unwanted(&self) -> bool {
        self.is_unwanted
    }

    /// Takes the line of the next row, if there is room. In place of one that is too large there is a line of a record that
    /// no reader knows, so that each line stands at its row.
    pub(super) fn push(&mut self, rank: u32, line: &str) {
        let start = self.text.len();
        self.text.extend_from_slice(line.trim_end().as_bytes());
        if self.text.len() - start > self.room / SHARE_OF_ONE {
            self.text.truncate(start);
            self.text.extend_from_slice(
                format!("{{\"version\":1,\"record\":\"left_out\",\"rank\":{rank}}}").as_bytes(),
            );
            self.too_large.push(rank);
        }
        self.text.push(b'\n');
        if self.text.len() > self.room {
            self.text.truncate(start);
            self.too_large.pop_if(|last| *last == rank);
            self.is_full = true;
        } else {
            self.ends.push(self.text.len());
        }
    }

    pub(super) fn len(&self) -> usize {
        self.ends.len()
    }

    /// The first so many lines.
    pub(super) fn first(&self, count: usize) -> &[u8] {
        let last = count.min(self.ends.len()).checked_sub(1);
        &self.text[..last.map_or(0, |last| self.ends[last])]
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_first_lines_that_fit_are_kept() {
        let mut lines = Lines::new(400);
        let small = format!("{{\"a\":\"{}\"}}\r\n", "x".repeat(80));
        lines.push(1, &small);
        lines.push(2, &small.repeat(2));
        lines.push(4, &small);
        assert!(lines.is_open());
        assert_eq!((lines.len(), &lines.too_large[..]), (3, &[2][..]));
        let text = String::from_utf8(lines.first(2).to_vec()).unwrap();
        assert_eq!(
            text,
            format!("{}\n{{\"version\":1,\"record\":\"left_out\",\"rank\":2}}\n", small.trim_end())
        );
        while lines.is_open() {
            lines.push(9, &small);
        }
        assert!(lines.first(9).len() <= 400 && lines.first(9).len() > 300);
        assert_eq!(lines.first(0), b"");
    }
}
