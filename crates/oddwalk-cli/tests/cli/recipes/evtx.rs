//! Windows' own format, made for the tests of its reader.

#[allow(dead_code, reason = "its own tests need more of it")]
#[path = "../../../../oddwalk-logs/src/evtx/made.rs"]
mod made;

use self::made::{Element, chunk, element, file, text};

const MAGIC: &[u8] = b"ElfFile\0";
const HEADER: usize = 4_096;
const CHUNK: usize = 1 << 16;

/// A log of events of this id in this channel, a minute apart, each with this data.
pub(crate) fn log(channel: &str, id: u32, count: u32, data: &[(&str, &str)]) -> Vec<u8> {
    let events: Vec<Element> = (0..count).map(|number| event(channel, id, number, data)).collect();
    file(&[chunk(1, &events).1])
}

fn event(channel: &str, id: u32, number: u32, data: &[(&str, &str)]) -> Element {
    let time = format!("2021-04-28T15:{number:02}:05.123Z");
    let system = vec![
        text("EventID", &id.to_string()),
        element("TimeCreated", Vec::new()).with("SystemTime", &time),
        text("EventRecordID", &(100 + number).to_string()),
        text("Channel", channel),
        text("Computer", "WS05.contoso.com"),
    ];
    let data = data.iter().map(|(name, value)| text("Data", value).with("Name", name)).collect();
    element("Event", vec![element("System", system), element("EventData", data)])
}
