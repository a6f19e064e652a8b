//! Wrapping: items in a row, broken over a few lines where they are too wide.

use crate::text::{ELLIPSIS, clip, display_width, neutralise};

/// The text in lines of at most `width` columns, broken between words.
pub fn paragraph(text: &str, width: usize) -> Vec<String> {
    let text = neutralise(text);
    wrap(text.split_whitespace(), " ", width, usize::MAX)
}

/// The items with the separator between them, in at most `max_lines` lines of at most `width` columns.
///
/// Lines break after a separator. An item is cut to a line, and what does not fit the last line is one `…`.
pub(crate) fn wrap<'a>(
    items: impl IntoIterator<Item = &'a str>,
    separator: &str,
    width: usize,
    max_lines: usize,
) -> Vec<String> {
    let mut lines = vec![String::new()];
    let mut items = items.into_iter().peekable();
    while let Some(item) = items.next() {
        let item = clip(item, width.saturating_sub(display_width(separator.trim_end())));
        let separator = if items.peek().is_some() { separator } else { "" };
        let line = lines.last_mut().map_or(0, |line| display_width(line));
        let wanted = display_width(&item) + display_width(separator.trim_end());
        if line > 0 && line + wanted > width {
            if lines.len() == max_lines {
                end_with_ellipsis(lines.last_mut(), width);
                break;
            }
            lines.push(String::new());
        }
        lines.last_mut().into_iter().for_each(|line| line.extend([item.as_str(), separator]));
    }
    lines.iter().map(|line| line.trim_end().to_owned()).collect()
}

fn end_with_ellipsis(line: Option<&mut String>, width: usize) {
    if let Some(line) = line {
        if display_width(line) >= width {
            *line = clip(line, width.saturating_sub(1));
            line.truncate(line.trim_end_matches(ELLIPSIS).len());
        }
        line.push(ELLIPSIS);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_break_between_items() {
        let items = ["Set-Mailbox", "Add-MailboxPermission", "New-InboxRule", "END"];
        assert_eq!(wrap(items, " → ", 80, 3), ["Set-Mailbox → Add-MailboxPermission → New-InboxRule → END"]);
        assert_eq!(
            wrap(items, " → ", 40, 3),
            ["Set-Mailbox → Add-MailboxPermission →", "New-InboxRule → END"]
        );
        assert_eq!(
            wrap(items, " → ", 20, 3),
            ["Set-Mailbox →", "Add-MailboxPermis… →", "New-InboxRule → END"]
        );
        assert_eq!(wrap(items, " → ", 20, 2), ["Set-Mailbox →", "Add-MailboxPermis…"]);
    }

    #[test]
    fn nothing_is_one_empty_line() {
        assert_eq!(wrap([], " · ", 10, 2), [""]);
    }

    #[test]
    fn lines_fit_whatever_the_items() {
        let long = "x".repeat(100);
        for width in 4..60 {
            for count in 0..12 {
                let items = (0..count).map(|index| &long[..(index * 7 + 1) % 50]);
                let lines = wrap(items, " → ", width, 3);
                assert!(lines.len() <= 3);
                assert!(lines.iter().all(|line| display_width(line) <= width), "{width}: {lines:?}");
            }
        }
    }
}
