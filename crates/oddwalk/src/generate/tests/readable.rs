//! Tests that the recipes read what is written, and find what is labelled.

use std::collections::BTreeSet;

use oddwalk_core::ScoreOptions;
use oddwalk_logs::{Input, ReadOptions, Recipe};
use serde_json::Value;

use super::super::{Kind, Options, Planted, write_labels};
use super::{KINDS, bytes};
use crate::{FitOptions, Logs, Scan};

/// What the recipe that fits makes of a log, and that recipe's name.
fn scan(kind: Kind, options: Options) -> (String, Scan, Vec<Planted>) {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join(kind.file_name());
    let log = kind.log(options);
    let planted = log.planted().to_vec();
    std::fs::write(&path, bytes(kind, log)).unwrap();
    let read = ReadOptions::default();
    let logs = Logs::recognise(&[Input::File(path)], Recipe::embedded(), false, &read).logs;
    let [log] = &logs[..] else { panic!("{kind:?}: {logs:?}") };
    let (sessionized, kind) = log.read(&read, &log.sessions).unwrap();
    let model = sessionized.fit(&FitOptions { kind, ..FitOptions::default() });
    (log.recipe.clone(), sessionized.score(model, ScoreOptions::new(3).unwrap()), planted)
}

#[test]
fn the_recipe_rejects_nothing_and_finds_every_label() {
    let recipes = ["office365-exchange", "aws-cloudtrail", "windows-process"];
    for ((kind, _), name) in KINDS.into_iter().zip(recipes) {
        let options = Options { seed: 7, events: 20_000, ..Options::default() };
        let (recipe, scan, planted) = scan(kind, options);
        assert_eq!(recipe, name);
        let quality = &scan.sessionized.quality;
        assert_eq!((quality.rejected_count(), quality.unreadable_parameters.count), (0, 0));
        assert_eq!(quality.records(), kind.log(options).count() as u64);
        let findings = scan.findings();
        for plant in &planted {
            let entity = plant.entity.iter().map(|(_, value)| Some(value.as_str()));
            let found = findings.iter().find(|finding| {
                let span = finding.session.session.span.unwrap();
                (span.begin, span.end) == (plant.begin, plant.end)
                    && finding.session.entity().eq(entity.clone())
            });
            assert!(found.is_some(), "{kind:?}: {plant:?}");
        }
    }
}

#[test]
fn labels_are_lines_of_json_with_the_names_of_the_entity() {
    for (kind, world) in KINDS {
        let log = kind.log(Options { events: 20_000, ..Options::default() });
        let mut out = Vec::new();
        write_labels(&mut out, log.planted()).unwrap();
        let text = String::from_utf8(out).unwrap();
        let labels: Vec<Value> = text.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
        let names: BTreeSet<&str> = labels.iter().map(|label| label["name"].as_str().unwrap()).collect();
        assert_eq!(names, world.plots.iter().map(|plot| plot.name).collect());
        for (label, plant) in labels.iter().zip(log.planted()) {
            assert_eq!(label["n_events"], plant.commands.len());
            assert_eq!(label["entity"].as_object().unwrap().len(), plant.entity.len());
            assert!(label["begin"].as_str().unwrap().ends_with('Z'));
        }
    }
}
