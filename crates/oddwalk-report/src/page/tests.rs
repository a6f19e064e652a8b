use std::collections::BTreeMap;
use std::io::Read;

use base64::prelude::{BASE64_STANDARD, Engine};
use flate2::read::GzDecoder;
use proptest::prelude::*;
use serde_json::{Value, json};

use super::*;
use crate::sample::{HOSTILE_RECIPE, Method, Sample, ranked_together};
use oddwalk_core::{Findings, SessionKind};

/// A page taken apart again.
struct Read_ {
    html: String,
    page: Value,
    lines: Vec<Value>,
    columns: BTreeMap<String, Vec<f64>>,
}

fn block<'a>(html: &'a str, id: &str) -> &'a str {
    let (_, rest) = html.split_once(&format!(" id=\"{id}\">")).unwrap();
    rest.split_once("</script>").unwrap().0
}
