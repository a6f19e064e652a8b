//! Tests of the tables of commands and workflows.

use std::collections::{BTreeMap, BTreeSet};

use super::super::world::World;
use super::{KINDS, log};

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
    KINDS.iter().for_each(|(_, world)| refers_to_existing_entries(world));
}

fn refers_to_existing_entries(world: &World) {
    let forms: BTreeSet<&str> = world.forms.iter().copied().flatten().map(|form| form.0).collect();
    let workflows: BTreeMap<&str, &[&str]> =
        world.workflows.iter().copied().flatten().map(|work| (work.name, work.steps)).collect();
    let steps = workflows.values().copied().chain(world.plots.iter().map(|plot| plot.steps));
    for word in steps.flatten().flat_map(|step| step.split_whitespace()) {
        let mark = word == "|" || word == ">" || word.starts_with('?') || word.starts_with('x');
        assert!(mark || forms.contains(word), "no form {word}");
    }
    let duties = world.roles.iter().flat_map(|role| role.duties).chain(world.chores).map(|duty| duty.0);
    for name in duties.chain(world.routines.iter().map(|routine| routine.work)) {
        assert!(workflows.contains_key(name), "no workflow {name}");
    }
    assert_eq!(world.roles.iter().map(|role| role.share).sum::<u32>(), 100);
    let roles: BTreeSet<&str> = world.roles.iter().map(|role| role.name).collect();
    let works: BTreeSet<&str> = world.routines.iter().map(|routine| routine.work).collect();
    assert!(world.plots.iter().all(|plot| roles.contains(plot.role) || works.contains(plot.role)));
}

#[test]
fn every_form_and_workflow_is_used() {
    KINDS.iter().for_each(|(_, world)| uses_every_form_and_workflow(world));
}

fn uses_every_form_and_workflow(world: &World) {
    let all: Vec<&str> = world
        .workflows
        .iter()
        .copied()
        .flatten()
        .flat_map(|work| work.steps)
        .flat_map(|step| step.split_whitespace())
        .collect();
    for (form, _) in world.forms.iter().copied().flatten() {
        let planned = world
            .plots
            .iter()
            .flat_map(|plot| plot.steps)
            .any(|step| step.split_whitespace().any(|word| word == *form));
        assert!(planned || all.contains(form), "{form} is never used");
    }
    let duties: BTreeSet<&str> = world
        .roles
        .iter()
        .flat_map(|role| role.duties)
        .chain(world.chores)
        .map(|duty| duty.0)
        .chain(world.routines.iter().map(|routine| routine.work))
        .collect();
    for work in world.workflows.iter().copied().flatten() {
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
