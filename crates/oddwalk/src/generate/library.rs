//! A world's tables, read once into a form that is quick to run.

use std::collections::{BTreeMap, BTreeSet};

use super::dice::{Dice, mix, mix_text, place};
use super::event::Parameter;
use super::template::{Context, Template};
use super::world::World;

/// A command with the templates of its parameters.
#[derive(Debug)]
struct Form {
    command: &'static str,
    parameters: Vec<(&'static str, Template)>,
}

/// One line of a workflow.
#[derive(Debug)]
struct Line {
    /// Alternatives, each a sequence of forms.
    options: Vec<Vec<u16>>,
    /// Runs in this many of 100 cases.
    chance: u32,
    /// Fewest and most repeats.
    times: (u32, u32),
    /// Tells this line from others when habits are looked up.
    salt: u64,
}

/// A workflow that is ready to run.
#[derive(Debug, Default)]
pub(super) struct Script {
    /// Through what it is run.
    tool: &'static str,
    lines: Vec<Line>,
}

/// One act of a running workflow.
#[derive(Debug, Clone, Copy)]
pub(super) struct Act {
    /// Place in the library's list of forms.
    pub(super) form: u16,
    /// Round of a repeated line, from 0.
    pub(super) item: u16,
    /// Number of the piece of work.
    pub(super) job: u64,
    /// Through what it is done.
    pub(super) tool: &'static str,
    /// The opener before it in the same piece of work, or nothing.
    pub(super) within: &'static str,
}

/// All forms and workflows of a world.
#[derive(Debug)]
pub(super) struct Library {
    forms: Vec<Form>,
    openers: &'static [&'static str],
    form_index: BTreeMap<&'static str, u16>,
    scripts: Vec<Script>,
    script_index: BTreeMap<&'static str, usize>,
}

impl Library {
    /// Reads the tables. References to missing entries are left out; a test
    /// makes sure that there are none.
    pub(super) fn new(world: &World) -> Self {
        let mut library = Self {
            forms: Vec::new(),
            openers: world.openers,
            form_index: BTreeMap::new(),
            scripts: Vec::new(),
            script_index: BTreeMap::new(),
        };
        for (index, &(name, parameters)) in (0..).zip(world.forms.iter().copied().flatten()) {
            library.forms.push(Form::parse(name, parameters));
            library.form_index.insert(name, index);
        }
        for (index, workflow) in world.workflows.iter().copied().flatten().enumerate() {
            let script = library.script(workflow.tool, workflow.steps);
            library.scripts.push(script);
            library.script_index.insert(workflow.name, index);
        }
        library
    }

    /// Reads lines of steps.
    pub(super) fn script(&self, tool: &'static str, steps: &[&str]) -> Script {
        let lines = steps.iter().map(|step| self.line(step)).collect();
        Script { tool, lines }
    }

    /// Place of a workflow in the list of scripts.
    pub(super) fn find(&self, workflow: &str) -> Option<usize> {
        self.script_index.get(workflow).copied()
    }

    /// The script at `index`.
    pub(super) fn get(&self, index: usize) -> Option<&Script> {
        self.scripts.get(index)
    }

    /// All scripts.
    pub(super) fn scripts(&self) -> impl Iterator<Item = &Script> {
        self.scripts.iter()
    }

    /// Name of the command of form number `form`.
    pub(super) fn command(&self, form: u16) -> &'static str {
        self.forms.get(usize::from(form)).map_or("", |form| form.command)
    }

    /// All parameters of form number `form`, written out.
    pub(super) fn parameters(&self, form: u16, context: Context) -> Vec<Parameter> {
        let Some(form) = self.forms.get(usize::from(form)) else {
            return Vec::new();
        };
        let fill = |(name, value): &(&'static str, Template)| Parameter { name, value: value.fill(context) };
        form.parameters.iter().map(fill).collect()
    }

    /// Runs a script once as piece of work `job`, in the manner of somebody
    /// with the given `style`, and appends what is done.
    pub(super) fn run(&self, script: &Script, style: u64, job: u64, dice: &mut Dice, acts: &mut Vec<Act>) {
        let before = acts.len();
        script.run(style, job, dice, acts);
        let mut within = "";
        for act in &mut acts[before..] {
            act.within = within;
            let command = self.command(act.form);
            if self.openers.contains(&command) {
                within = command;
            }
        }
    }

    /// Commands that a script can run.
    pub(super) fn commands(&self, script: &Script) -> BTreeSet<&'static str> {
        let options = script.lines.iter().flat_map(|line| &line.options);
        options.flatten().map(|&form| self.command(form)).collect()
    }

    fn line(&self, step: &str) -> Line {
        let mut line = Line { options: vec![Vec::new()], chance: 100, times: (1, 1), salt: mix_text(step) };
        for word in step.split_whitespace() {
            if word == "|" {
                line.options.push(Vec::new());
            } else if let Some(chance) = word.strip_prefix('?').and_then(|text| text.parse().ok()) {
                line.chance = chance;
            } else if let Some(times) = word.strip_prefix('x').and_then(range) {
                line.times = times;
            } else if let Some(form) = self.form_index.get(word)
                && let Some(option) = line.options.last_mut()
            {
                option.push(*form);
            }
        }
        line
    }
}

impl Form {
    fn parse(name: &'static str, parameters: &'static str) -> Self {
        let command = name.split_once('/').map_or(name, |(command, _)| command);
        let pairs = parameters.split('&').filter_map(|pair| pair.split_once('='));
        let parameters = pairs.map(|(name, value)| (name, Template::parse(value))).collect();
        Self { command, parameters }
    }
}

impl Script {
    fn run(&self, style: u64, job: u64, dice: &mut Dice, acts: &mut Vec<Act>) {
        let before = acts.len();
        for line in &self.lines {
            if line.chance >= 100 || dice.percent(line.habit(style)) {
                line.run(self, style, job, dice, acts);
            }
        }
        if acts.len() == before
            && let Some(line) = self.lines.first()
        {
            line.run(self, style, job, dice, acts);
        }
    }
}

impl Line {
    fn run(&self, script: &Script, style: u64, job: u64, dice: &mut Dice, acts: &mut Vec<Act>) {
        let tool = script.tool;
        let (low, high) = self.times;
        let times = if high > 1 { dice.leaning(low, high) } else { 1 };
        let forms = self.choose(style, dice);
        for item in (0_u16..).take(usize::try_from(times).unwrap_or(1)) {
            acts.extend(forms.iter().map(|&form| Act { form, item, job, tool, within: "" }));
        }
    }

    /// How likely this person runs this line: half of all people have made up
    /// their minds about an optional step.
    fn habit(&self, style: u64) -> u32 {
        match mix(style, self.salt) % 4 {
            0 => self.chance / 4,
            1 => 100 - (100 - self.chance) / 4,
            _ => self.chance,
        }
    }

    /// People mostly stay with their favourite among the alternatives.
    fn choose(&self, style: u64, dice: &mut Dice) -> &[u16] {
        let index = match self.options.len() {
            0 | 1 => 0,
            length if dice.percent(60) => place(mix(style, self.salt ^ 1), length),
            length => dice.index(length),
        };
        self.options.get(index).map_or(&[], Vec::as_slice)
    }
}

/// Reads `3-9`, or `3` for exactly three.
fn range(text: &str) -> Option<(u32, u32)> {
    let (low, high) = text.split_once('-').unwrap_or((text, text));
    Some((low.parse().ok()?, high.parse().ok()?))
}
