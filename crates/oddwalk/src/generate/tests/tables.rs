//! Tests of the tables of commands and workflows.

use std::collections::{BTreeMap, BTreeSet};

use super::super::office365::WORLD;
use super::log;

#[test]
fn commands_are_many_and_some_are_rare() {
    let mut counts: BTreeMap<&str, u32> = BTreeMap::new();
    for event in log(1, 50_000) {
        *counts.entry(event.command).or_default() += 1;
    }
    assert!(counts.len() > 200, "{}", counts.len());
    assert!(counts.values().filter(|&&count| count < 20).count() > 20);
    assert!(counts.values().any(|&count| count > 5_000));
}

#[test]
fn tables_refer_to_existing_entries() {
    let forms: BTreeSet<&str> = WORLD.forms.iter().copied().flatten().map(|form| form.0).collect();
    let workflows: BTreeMap<&str, &[&str]> =
        WORLD.workflows.iter().copied().flatten().map(|work| (work.name, work.steps)).collect();
    let steps = workflows.values().copied().chain(WORLD.plots.iter().map(|plot| plot.steps));
    for word in steps.flatten().flat_map(|step| step.split_whitespace()) {
        let mark = word == "|" || word == ">" || word.starts_with('?') || word.starts_with('x');
        assert!(mark || forms.contains(word), "no form {word}");
    }
    let duties = WORLD.roles.iter().flat_map(|role| role.duties).chain(WORLD.chores).map(|duty| duty.0);
    for name in duties.chain(WORLD.routines.iter().map(|routine| routine.work)) {
        assert!(workflows.contains_key(name), "no workflow {name}");
    }
    assert_eq!(WORLD.roles.iter().map(|role| role.share).sum::<u32>(), 100);
    let roles: BTreeSet<&str> = WORLD.roles.iter().map(|role| role.name).collect();
    assert!(WORLD.plots.iter().all(|plot| roles.contains(plot.role)));
}

#[test]
fn every_form_and_workflow_is_used() {
    let all: Vec<&str> = WORLD
        .workflows
        .iter()
        .copied()
        .flatten()
        .flat_map(|work| work.steps)
        .flat_map(|step| step.split_whitespace())
        .collect();
    for (form, _) in WORLD.forms.iter().copied().flatten() {
        let planned = WORLD
            .plots
            .iter()
            .flat_map(|plot| plot.steps)
            .any(|step| step.split_whitespace().any(|word| word == *form));
        assert!(planned || all.contains(form), "{form} is never used");
    }
    let duties: BTreeSet<&str> = WORLD
        .roles
        .iter()
        .flat_map(|role| role.duties)
        .chain(WORLD.chores)
        .map(|duty| duty.0)
        .chain(WORLD.routines.iter().map(|routine| routine.work))
        .collect();
    for work in WORLD.workflows.iter().copied().flatten() {
        assert!(duties.contains(work.name), "{} is never done", work.name);
    }
}

#[test]
fn values_have_no_placeholders_left() {
    for event in log(1, 100_000) {
        for parameter in &event.parameters {
            assert!(!parameter.value.contains('<'), "{} {parameter:?}", event.command);
            assert!(!parameter.name.contains(['<', '&', '=']), "{parameter:?}");
        }
        assert!(!event.parameters.is_empty(), "{}", event.command);
    }
}
