//! Values as the kernel and the audit daemon write them, read as the texts that they mean.

use std::borrow::Cow;

use super::line::Value;

/// What stands for an identity or a text that there is none of.
const UNSET: &[u8] = b"unset";

/// Keys whose values others choose: the kernel writes them in quotes, or in hexadecimal digits where they have a blank, a
/// quote, or anything but printable ASCII. Any other key's digits are a number.
const ENCODED: [&str; 19] = [
    "acct", "cgroup", "cmd", "comm", "cwd", "data", "device", "dir", "exe", "file", "grp", "key", "name",
    "new-disk", "ocomm", "old-disk", "path", "vm", "watch",
];

/// The text that the value of the key means.
pub(super) fn text_of<'l>(key: &str, value: Value<'l>) -> Cow<'l, [u8]> {
    match value.bytes {
        bytes if value.is_quoted => Cow::Borrowed(bytes),
        b"(null)" => Cow::Borrowed(UNSET),
        b"4294967295" | b"-1" if is_identity(key) => Cow::Borrowed(UNSET),
        _ if key == "proctitle" => title(value),
        _ if ENCODED.contains(&key) => decoded(value),
        bytes => Cow::Borrowed(bytes),
    }
}

/// The text of a value that is known to be encoded where it is not quoted.
pub(super) fn decoded(value: Value<'_>) -> Cow<'_, [u8]> {
    let bytes = value.bytes;
    let digits = if value.is_quoted || bytes.is_empty() { None } else { Some(bytes.chunks(2)) };
    let byte = |pair: &[u8]| match *pair {
        [high, low] => Some(digit(high)? << 4 | digit(low)?),
        _ => None,
    };
    digits.and_then(|pairs| pairs.map(byte).collect()).map_or(Cow::Borrowed(bytes), Cow::Owned)
}

/// A command line from `/proc`: its arguments end with NUL, and it is cut after some bytes, perhaps in a character.
fn title(value: Value<'_>) -> Cow<'_, [u8]> {
    let mut title = decoded(value).into_owned();
    if let Err(error) = str::from_utf8(&title)
        && error.error_len().is_none()
    {
        title.truncate(error.valid_up_to());
    }
    while title.last() == Some(&0) {
        title.pop();
    }
    title.iter_mut().filter(|byte| **byte == 0).for_each(|byte| *byte = b' ');
    Cow::Owned(title)
}

/// The kernel writes capital letters: what has small ones is a text.
fn digit(byte: u8) -> Option<u8> {
    match byte {
        b'0'..=b'9' => Some(byte - b'0'),
        b'A'..=b'F' => Some(byte - b'A' + 10),
        _ => None,
    }
}

/// `auid`, `old-ses`, `ogid`: where none is set the kernel writes the largest number.
fn is_identity(key: &str) -> bool {
    let word = key.rsplit(['-', '_']).next().unwrap_or(key);
    word.ends_with("uid") || word.ends_with("gid") || matches!(word, "ses" | "oses")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn bare(text: &str) -> Value<'_> {
        Value { bytes: text.as_bytes(), is_quoted: false }
    }

    fn text(key: &str, value: &str) -> String {
        let value = match value.strip_prefix('"') {
            Some(text) => Value { bytes: text.as_bytes(), is_quoted: true },
            None => bare(value),
        };
        String::from_utf8(text_of(key, value).into_owned()).unwrap()
    }

    #[test]
    fn only_what_others_choose_is_encoded() {
        for (key, value, meant) in [
            ("exe", "2F62696E2F6120", "/bin/a "),
            ("comm", "C3A9", "é"),
            ("comm", "\"2F62", "2F62"),
            ("name", "2f62", "2f62"),
            ("name", "2F6", "2F6"),
            ("cwd", "2F", "/"),
            ("cmd", "6C73", "ls"),
            ("key", "", ""),
            ("pid", "1234", "1234"),
            ("a0", "55D0", "55D0"),
            ("tty", "(none)", "(none)"),
        ] {
            assert_eq!(text(key, value), meant, "{key}={value}");
        }
    }

    #[test]
    fn no_identity_is_unset() {
        for key in ["auid", "ses", "old-auid", "old-ses", "fsgid", "oauid", "new_ses"] {
            assert_eq!([text(key, "4294967295"), text(key, "-1")], ["unset", "unset"], "{key}");
        }
        assert_eq!(text("exit", "-1"), "-1");
        assert_eq!(text("uses", "-1"), "-1");
        assert_eq!(text("auid", "\"-1"), "-1");
        assert_eq!([text("key", "(null)"), text("proctitle", "(null)")], ["unset", "unset"]);
        assert_eq!(text("key", "\"(null)"), "(null)");
    }

    #[test]
    fn a_title_has_blanks_between_its_arguments() {
        let title = |value| String::from_utf8(title(bare(value)).into_owned()).unwrap();
        assert_eq!(title("2F62696E2F7368002D63006C73"), "/bin/sh -c ls");
        assert_eq!(title("6C730000"), "ls");
        assert_eq!(title("6C7300C3"), "ls", "a character that is cut in two is left out");
        assert_eq!(title("sshd"), "sshd");
    }
}
