//! Text for people's eyes: nothing of a log may move the cursor, turn the reading direction, or hide.

use std::borrow::Cow;

use unicode_width::UnicodeWidthChar;

/// What stands where text was cut.
pub(crate) const ELLIPSIS: char = '…';

/// Makes every character visible that would otherwise act or hide.
///
/// Control characters of ASCII become their pictures (ESC is `␛`). The other control characters, marks that turn the
/// direction of text, line and paragraph separators, and characters without any shape become `\u{202e}` and the like.
/// The result is meant for reading and not for reading back.
pub fn neutralise(text: &str) -> Cow<'_, str> {
    match text.find(is_hidden) {
        None => Cow::Borrowed(text),
        Some(first) => {
            let mut shown = text[..first].to_owned();
            text[first..].chars().for_each(|c| push_shown(&mut shown, c));
            Cow::Owned(shown)
        }
    }
}

/// Whether the character acts on its surroundings or has no shape of its own.
pub(crate) fn is_hidden(c: char) -> bool {
    if c.is_ascii() {
        return c.is_ascii_control();
    }
    c.is_control()
        || matches!(c,
            // Direction: marks, embeddings, overrides, isolates. Separators of lines and paragraphs.
            '\u{61c}' | '\u{200e}'..='\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2066}'..='\u{2069}'
            // Joiners, zero-width spaces, fillers, invisible operators.
            | '\u{ad}' | '\u{34f}' | '\u{115f}'..='\u{1160}' | '\u{17b4}'..='\u{17b5}' | '\u{180b}'..='\u{180f}'
            | '\u{200b}'..='\u{200d}' | '\u{2060}'..='\u{2065}' | '\u{206a}'..='\u{206f}' | '\u{2800}'
            | '\u{3164}' | '\u{feff}' | '\u{ffa0}' | '\u{fff0}'..='\u{fffb}'
            // Variation selectors, and the format characters of the upper planes, tags among them.
            | '\u{fe00}'..='\u{fe0f}' | '\u{13430}'..='\u{1343f}' | '\u{1bca0}'..='\u{1bca3}'
            | '\u{1d173}'..='\u{1d17a}' | '\u{e0000}'..='\u{e0fff}')
}

/// The text, neutralised, in at most `width` columns; `…` is its last one where something was cut.
pub(crate) fn clip(text: &str, width: usize) -> String {
    let (mut shown, mut used) = (String::new(), 0);
    // Marks that take no column could be piled up without end, so characters are counted as well.
    let mut room_for_chars = 4 * width;
    // Where the text would end if `…` had to follow.
    let mut cut = 0;
    for c in text.chars() {
        let start = shown.len();
        push_shown(&mut shown, c);
        used += display_width(&shown[start..]);
        if used > width || room_for_chars == 0 {
            shown.truncate(cut);
            shown.extend((width > 0).then_some(ELLIPSIS));
            return shown;
        }
        room_for_chars -= 1;
        if used < width {
            cut = shown.len();
        }
    }
    shown
}

/// How many columns of a terminal the text takes; it has no control characters.
pub(crate) fn display_width(text: &str) -> usize {
    text.chars().map(|c| c.width().unwrap_or(0)).sum()
}

/// `1,234,567`.
pub fn thousands(number: u64) -> String {
    let digits = number.to_string();
    let mut grouped = String::with_capacity(digits.len() + digits.len() / 3);
    for (index, digit) in digits.chars().enumerate() {
        if index > 0 && (digits.len() - index).is_multiple_of(3) {
            grouped.push(',');
        }
        grouped.push(digit);
    }
    grouped
}

/// `1 file`, `2,000 files`.
pub fn counted(number: u64, one: &str, many: &str) -> String {
    format!("{} {}", thousands(number), if number == 1 { one } else { many })
}

fn push_shown(shown: &mut String, c: char) {
    match c {
        '\u{7f}' => shown.push('\u{2421}'),
        '\0'..='\u{1f}' => shown.extend(char::from_u32(0x2400 + u32::from(c))),
        c if is_hidden(c) => shown.extend(c.escape_unicode()),
        c => shown.push(c),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn hidden_characters_become_visible() {
        assert!(matches!(neutralise("Set-Mailbox é 日本 → ok"), Cow::Borrowed(_)));
        assert_eq!(neutralise("\u{1b}[2J\u{1b}]0;x\u{7}"), "␛[2J␛]0;x␇");
        assert_eq!(neutralise("a\r\n\tb\u{7f}"), "a␍␊␉b␡");
        assert_eq!(neutralise("\u{9b}2J"), "\\u{9b}2J");
        assert_eq!(neutralise("invoice\u{202e}fdp.exe"), "invoice\\u{202e}fdp.exe");
        assert_eq!(
            neutralise("Set\u{200b}-Mailbox\u{2028}\u{feff}"),
            "Set\\u{200b}-Mailbox\\u{2028}\\u{feff}"
        );
    }

    #[test]
    fn no_character_that_acts_or_hides_gets_through() {
        for c in '\0'..=char::MAX {
            let text = format!("a{c}b");
            let shown = neutralise(&text);
            assert!(!shown.contains(is_hidden) && !shown.contains(char::is_control), "{c:?}");
            assert_eq!(neutralise(&shown), shown, "{c:?}: what is neutral stays as it is");
            assert_eq!(shown == text, !is_hidden(c), "{c:?}");
        }
    }

    #[test]
    fn only_control_characters_have_no_width() {
        for c in ('\0'..=char::MAX).filter(|c| c.width().is_none()) {
            assert!(is_hidden(c), "{c:?}");
        }
    }

    #[test]
    fn clipped_text_fits() {
        let texts =
            ["", "plain", "日本語日本語", "\u{1b}[31mred", "e\u{301}\u{301}\u{301}", "a\u{202e}b", "\u{9f}"];
        for text in texts {
            for width in 0..24 {
                let shown = clip(text, width);
                assert!(display_width(&shown) <= width, "{text:?} in {width}: {shown:?}");
                assert!(!shown.contains(is_hidden));
                let whole = neutralise(text);
                assert_eq!(shown == whole, display_width(&whole) <= width, "{text:?} in {width}: {shown:?}");
            }
        }
        assert_eq!(clip("Set-Mailbox", 6), "Set-M…");
        assert_eq!(clip("日本語", 4), "日…");
        let pile = format!("a{}", "\u{301}".repeat(100_000));
        assert!(clip(&pile, 10).chars().count() < 50);
    }

    #[test]
    fn numbers_are_grouped() {
        let grouped = [0, 999, 1_000, 1_234_567, u64::MAX].map(thousands);
        assert_eq!(grouped, ["0", "999", "1,000", "1,234,567", "18,446,744,073,709,551,615"]);
        assert_eq!(counted(1, "file", "files"), "1 file");
        assert_eq!(counted(0, "file", "files"), "0 files");
    }
}
