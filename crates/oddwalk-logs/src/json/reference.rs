//! What `serde_json` makes of a record, for tests.

use serde_json::{Map, Value};

/// Some of them stand in objects, or in texts of such; `x` and `y` are needed by nobody.
pub(super) const COLUMNS: [&str; 6] = ["t", "u.a", "u.b.a", "v", "v.a", "w"];

/// What `serde_json` makes of the same, column by column; `Err(true)` where it only has no room for a number.
pub(super) fn reference(json: &[u8]) -> Result<Vec<Value>, bool> {
    let record = parse(json)?;
    COLUMNS.iter().map(|column| find(&record, column, 0)).collect()
}

fn parse(json: &[u8]) -> Result<Map<String, Value>, bool> {
    match serde_json::from_slice(json) {
        Ok(Value::Object(object)) => Ok(object),
        Ok(_) => Err(false),
        Err(error) => Err(error.to_string().contains("out of range")),
    }
}

/// The field that a column's name leads to from an object, which `at` bytes of the name have led to.
fn find(object: &Map<String, Value>, column: &str, at: usize) -> Result<Value, bool> {
    if let Some(value) = object.get(&column[at..]) {
        return Ok(value.clone());
    }
    let Some((name, _)) = column[at..].split_once('.') else { return Ok(Value::Null) };
    let at = at + name.len() + 1;
    match object.get(name) {
        Some(Value::Object(inner)) => find(inner, column, at),
        Some(Value::String(text)) if text.trim_ascii_start().starts_with('{') => {
            find(&parse(&Blank::of(text.as_bytes(), &column[..at]).out)?, column, at)
        }
        _ => Ok(Value::Null),
    }
}

/// A slow and plain way to replace what is skipped. Where it does not understand a text it leaves the rest as it is.
pub(super) struct Blank<'a> {
    json: &'a [u8],
    at: usize,
    pub(super) out: Vec<u8>,
    pub(super) has_broken_text: bool,
}

impl<'a> Blank<'a> {
    pub(super) fn of(json: &'a [u8], path: &str) -> Self {
        let mut blank = Self { json, at: 0, out: Vec::new(), has_broken_text: false };
        let _ = blank.object(path);
        blank.out.extend(&json[blank.at..]);
        blank
    }

    fn note_text(&mut self, value: &[u8], path: &str) {
        let text = serde_json::from_slice::<String>(value).unwrap_or_default();
        if text.trim_ascii_start().starts_with('{') {
            let blank = Blank::of(text.as_bytes(), path);
            self.has_broken_text |= blank.has_broken_text || parse(&blank.out) == Err(false);
        }
    }

    fn copy(&mut self) -> Option<u8> {
        let byte = *self.json.get(self.at)?;
        self.at += 1;
        self.out.push(byte);
        Some(byte)
    }

    fn peek(&mut self) -> Option<u8> {
        while let Some(b' ' | b'\n' | b'\r' | b'\t') = self.json.get(self.at) {
            self.copy();
        }
        self.json.get(self.at).copied()
    }

    fn object(&mut self, path: &str) -> Option<()> {
        self.peek().filter(|&byte| byte == b'{')?;
        self.copy();
        while self.peek()? == b'"' {
            let name = self.name()?;
            self.peek().filter(|&byte| byte == b':')?;
            self.copy();
            let path = format!("{path}{name}");
            let is_inside = COLUMNS.iter().any(|column| column.starts_with(&format!("{path}.")));
            let next = self.peek()?;
            if COLUMNS.contains(&path.as_str()) || is_inside && next == b'"' {
                let value = self.value()?;
                if is_inside {
                    self.note_text(value, &format!("{path}."));
                }
                self.out.extend(value);
            } else if is_inside && next == b'{' {
                self.object(&format!("{path}."))?;
            } else {
                let value = self.value()?;
                let is_skipped = matches!(value[0], b'"' | b'{' | b'[');
                self.out.extend(if is_skipped { b"null" } else { value });
            }
            if self.peek()? != b',' {
                break;
            }
            self.copy();
            self.peek();
        }
        self.copy().filter(|&byte| byte == b'}').map(|_| ())
    }

    /// The name of a field; one that is needed by nobody is replaced if it has no escapes.
    fn name(&mut self) -> Option<String> {
        let raw = self.value()?;
        let name = serde_json::from_slice::<String>(raw).unwrap_or_default();
        let is_plain = !raw.contains(&b'\\') && !["t", "u", "a", "b", "v", "w"].contains(&name.as_str());
        self.out.extend(if is_plain { b"\"x\"" } else { raw });
        Some(if is_plain { "x".to_owned() } else { name })
    }

    /// The bytes of a value, by its brackets and quotes alone; a control character in a text ends the search.
    fn value(&mut self) -> Option<&'a [u8]> {
        let (start, mut depth, mut in_text) = (self.at, 0_i32, false);
        let mut at = self.at;
        loop {
            let byte = *self.json.get(at)?;
            at += 1;
            match byte {
                ..b' ' if in_text => return None,
                b'\\' if in_text => at += 1,
                b'"' => in_text = !in_text,
                b'{' | b'[' if !in_text => depth += 1,
                b'}' | b']' if !in_text => depth -= 1,
                _ => {}
            }
            let ends = |byte: Option<&u8>| byte.is_none_or(|byte| b",}] \n\r\t".contains(byte));
            let is_scalar = depth == 0 && !b"\"{[".contains(&self.json[start]);
            let is_over = if is_scalar { ends(self.json.get(at)) } else { depth == 0 && !in_text };
            if is_over {
                let value = self.json.get(start..at)?;
                self.at = at;
                return Some(value);
            }
        }
    }
}
