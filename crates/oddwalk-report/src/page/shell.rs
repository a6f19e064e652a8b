//! The shell: the HTML around the data, the bundle of the timeline, and the policy that lets nothing else run.

use std::io::{self, Write};

use base64::prelude::{BASE64_STANDARD, Engine};
use base64::write::EncoderWriter;
use sha2::{Digest, Sha256};

use crate::text::neutralise;

const SCRIPT: &str = include_str!(concat!(env!("OUT_DIR"), "/timeline.js"));
const STYLE: &str = include_str!(concat!(env!("OUT_DIR"), "/timeline.css"));
const NOSCRIPT: &str = "<noscript>This report draws itself with a script of its own, which this browser does not run. \
                        Nothing is loaded from anywhere. Allow scripts for this file, or open it in another \
                        browser.</noscript>";

/// The three blocks of data: one without a `<`, and two that are packed and written as base64.
pub(super) struct Blocks<'a> {
    pub(super) page: &'a [u8],
    pub(super) lines: &'a [u8],
    pub(super) columns: &'a [u8],
}

/// How many bytes the page will have.
pub(super) fn size(title: &str, blocks: &Blocks) -> usize {
    let text = head(title).len() + middle().len() + SCRIPT.len() + AFTER.len();
    let between = BEFORE_LINES.len() + BEFORE_COLUMNS.len() + BEFORE_SCRIPT.len();
    let packed = [blocks.lines, blocks.columns].map(|block| block.len().div_ceil(3) * 4);
    text + between + blocks.page.len() + packed.iter().sum::<usize>()
}

const BEFORE_LINES: &str = "</script>\n<script type=\"text/plain\" id=\"findings\">";
const BEFORE_COLUMNS: &str = "</script>\n<script type=\"text/plain\" id=\"columns\">";
const BEFORE_SCRIPT: &str = "</script>\n<script>";
const AFTER: &str = "</script></body></html>\n";

/// Writes the page.
pub(super) fn write(title: &str, blocks: &Blocks, out: &mut impl Write) -> io::Result<()> {
    out.write_all(head(title).as_bytes())?;
    out.write_all(middle().as_bytes())?;
    out.write_all(blocks.page)?;
    out.write_all(BEFORE_LINES.as_bytes())?;
    write_base64(blocks.lines, out)?;
    out.write_all(BEFORE_COLUMNS.as_bytes())?;
    write_base64(blocks.columns, out)?;
    out.write_all(BEFORE_SCRIPT.as_bytes())?;
    out.write_all(SCRIPT.as_bytes())?;
    out.write_all(AFTER.as_bytes())?;
    out.flush()
}

fn write_base64(bytes: &[u8], out: &mut impl Write) -> io::Result<()> {
    let mut base64 = EncoderWriter::new(out, &BASE64_STANDARD);
    base64.write_all(bytes)?;
    base64.finish().map(|_| ())
}

fn head(title: &str) -> String {
    let (policy, title) = (policy(), escaped(&neutralise(title)));
    format!(
        "<!doctype html><html lang=\"en\"><head><meta charset=\"utf-8\">\n\
         <meta http-equiv=\"Content-Security-Policy\" content=\"{policy}\">\n\
         <meta name=\"referrer\" content=\"no-referrer\">\
         <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\
         <meta name=\"color-scheme\" content=\"light dark\">\n\
         <title>{title}</title><style>"
    )
}

fn middle() -> String {
    format!(
        "{STYLE}</style></head>\n<body>{NOSCRIPT}<div id=\"app\"></div>\n\
         <script type=\"application/json\" id=\"page\">"
    )
}

/// Nothing is loaded, and nothing runs but the bundle.
pub(super) fn policy() -> String {
    let hash = BASE64_STANDARD.encode(Sha256::digest(SCRIPT));
    format!(
        "default-src 'none'; script-src 'sha256-{hash}'; style-src 'unsafe-inline'; img-src data: blob:; \
         base-uri 'none'; form-action 'none'"
    )
}

fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;")
}
