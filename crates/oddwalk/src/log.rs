//! Logs: files that are read together, and what in them is what.

use std::collections::BTreeMap;

use oddwalk_core::{
    EventLog, FileQuality, MAKELIST_LIMIT, Quality, SessionKind, SessionOptions, sessionize as cut,
};
use oddwalk_logs::{
    BY_HAND, Input, ReadOptions, Recipe, Recognised, SessionsRead, Table, read_forms, read_sessions,
    recognise,
};

use crate::{ScanError, Sessionized};

/// Files that are read as one log.
#[derive(Clone, Debug)]
pub struct Log {
    /// The recipe's name, or [`BY_HAND`].
    pub recipe: String,
    /// What an event has for a model to count.
    pub kind: SessionKind,
    /// How its sessions are cut if nobody says otherwise.
    pub sessions: SessionOptions,
    /// Each file and the number of its table.
    files: Vec<(Input, usize)>,
    tables: Vec<Table>,
    /// For each file, its form's name and by what it was known.
    known_by: Vec<(String, String)>,
}

/// The logs in some inputs.
#[derive(Clone, Debug, Default)]
pub struct Logs {
    /// One for each recipe, in the order of the recipes.
    pub logs: Vec<Log>,
    /// Files that belong to none of them.
    pub others: Vec<FileQuality>,
}

impl Logs {
    /// Tells by which recipe each input is read. `asked_for` is as for [`recognise`]. Where files of a recipe and of
    /// another one that it is a part of are found, the other one reads them all, unless recipes were named; where one
    /// recipe has both events and sessions that are cut already, the sessions are left to a scan of their own.
    pub fn recognise(inputs: &[Input], recipes: &[Recipe], asked_for: bool, options: &ReadOptions) -> Self {
        let recognised = recognise(inputs, recipes, asked_for, options);
        let (mut files, mut others) = (Files::default(), Vec::new());
        for (input, recognised) in inputs.iter().zip(recognised) {
            let file = FileQuality { name: input.name(), ..FileQuality::default() };
            match recognised {
                Recognised::Events { recipe, form, why } => {
                    files.events.entry(recipe).or_default().push((input.clone(), form, why));
                }
                Recognised::Sessions { recipe, why } => {
                    files.sessions.entry(recipe).or_default().push((input.clone(), 0, why));
                }
                Recognised::NoEvents(what) => others.push(FileQuality { skipped: Some(what), ..file }),
                Recognised::Unknown(why) => others.push(FileQuality { problem: Some(why), ..file }),
            }
        }
        if !asked_for {
            files.take_parts_to_their_whole(recipes);
        }
        others.extend(files.take_mixed());
        Self { logs: files.logs(recipes), others }
    }
}

/// Files by the number of their recipe, each with its form and by what it was known.
#[derive(Default)]
struct Files {
    events: BTreeMap<usize, Vec<(Input, usize, String)>>,
    sessions: BTreeMap<usize, Vec<(Input, usize, String)>>,
}

impl Files {
    /// Of one collection, files with a part of it and files with more are one log.
    fn take_parts_to_their_whole(&mut self, recipes: &[Recipe]) {
        for (number, recipe) in recipes.iter().enumerate() {
            let whole = recipes.iter().position(|whole| recipe.part_of.as_ref() == Some(&whole.name));
            let Some(whole) = whole.filter(|whole| self.events.contains_key(whole)) else { continue };
            let form_of = |form: usize| {
                recipes[whole].forms.iter().position(|other| other.name == recipe.forms[form].name)
            };
            let files = self.events.remove(&number).unwrap_or_default();
            for (input, form, why) in files {
                match form_of(form) {
                    Some(form) => {
                        let why = format!("{why}; others hold more of {}", recipes[whole].name);
                        self.events.entry(whole).or_default().push((input, form, why));
                    }
                    None => self.events.entry(number).or_default().push((input, form, why)),
                }
            }
        }
    }

    /// Sessions that are cut already, where the same recipe has events.
    fn take_mixed(&mut self) -> Vec<FileQuality> {
        let mut mixed = Vec::new();
        for (recipe, events) in &self.events {
            let events = events[0].0.name();
            let problem =
                format!("holds sessions that are cut already, while {events} holds events: scan it apart");
            let file = |(input, ..): (Input, usize, String)| FileQuality {
                name: input.name(),
                problem: Some(problem.clone()),
                ..FileQuality::default()
            };
            mixed.extend(self.sessions.remove(recipe).unwrap_or_default().into_iter().map(file));
        }
        mixed
    }

    fn logs(self, recipes: &[Recipe]) -> Vec<Log> {
        let events =
            self.events.into_iter().map(|(recipe, files)| (recipe, Log::of_events(&recipes[recipe], files)));
        let sessions =
            self.sessions.into_iter().map(|(recipe, files)| (recipe, Log::of_query(&recipes[recipe], files)));
        let mut logs: Vec<(usize, Log)> = events.chain(sessions).collect();
        logs.sort_by_key(|(recipe, _)| *recipe);
        logs.into_iter().map(|(_, log)| log).collect()
    }
}

impl Log {
    /// A log whose columns are named by hand, by a recipe that [`Recipe::by_hand`] made.
    pub fn by_hand(inputs: &[Input], recipe: &Recipe) -> Self {
        let files = inputs.iter().map(|input| (input.clone(), 0)).collect();
        let tables = recipe.forms.iter().map(|form| Table::of(recipe, form)).collect();
        Self { files, tables, ..Self::bare(recipe) }
    }

    /// A log of this table, whose events or sessions are such.
    pub fn of_table(inputs: &[Input], table: Table, kind: SessionKind) -> Self {
        Self {
            recipe: BY_HAND.to_owned(),
            kind,
            sessions: SessionOptions::default(),
            files: inputs.iter().map(|input| (input.clone(), 0)).collect(),
            tables: vec![table],
            known_by: Vec::new(),
        }
    }

    fn of_events(recipe: &Recipe, files: Vec<(Input, usize, String)>) -> Self {
        let tables = recipe.forms.iter().map(|form| Table::of(recipe, form)).collect();
        let known_by =
            files.iter().map(|(_, form, why)| (recipe.forms[*form].name.clone(), why.clone())).collect();
        let files = files.into_iter().map(|(input, form, _)| (input, form)).collect();
        Self { files, tables, known_by, ..Self::bare(recipe) }
    }

    fn of_query(recipe: &Recipe, files: Vec<(Input, usize, String)>) -> Self {
        let known_by = files.iter().map(|(_, _, why)| ("query".to_owned(), why.clone())).collect();
        let files = files.into_iter().map(|(input, ..)| (input, 0)).collect();
        Self { files, tables: vec![Table::of_query(recipe)], known_by, ..Self::bare(recipe) }
    }

    fn bare(recipe: &Recipe) -> Self {
        let kind = match &recipe.parameters {
            none if none.is_empty() => SessionKind::Commands,
            some if some.have_values() => SessionKind::Values,
            _ => SessionKind::Parameters,
        };
        let (files, tables, known_by) = (Vec::new(), Vec::new(), Vec::new());
        Self { recipe: recipe.name.clone(), kind, sessions: recipe.sessions, files, tables, known_by }
    }

    /// Changes how its tables are read.
    #[must_use]
    pub fn with_tables(self, change: impl Fn(Table) -> Table) -> Self {
        Self { tables: self.tables.into_iter().map(change).collect(), ..self }
    }

    /// Its files.
    pub fn inputs(&self) -> impl Iterator<Item = &Input> {
        self.files.iter().map(|(input, _)| input)
    }

    /// Whether its sessions are given, not cut from events.
    pub fn is_given(&self) -> bool {
        self.tables[0].is_of_sessions()
    }

    /// The names of its identity columns.
    pub fn entity_columns(&self) -> Vec<String> {
        self.tables[0].entity_columns()
    }

    /// Each form that its files have: how many have it, and by what they were known.
    pub fn forms(&self) -> Vec<(usize, &str)> {
        let mut forms: Vec<(usize, &str)> = Vec::new();
        for (_, why) in &self.known_by {
            match forms.iter_mut().find(|(_, known)| known == why) {
                Some((count, _)) => *count += 1,
                None => forms.push((1, why)),
            }
        }
        forms
    }

    /// Reads its sessions, as they are or cut from its events, and what they are made of.
    ///
    /// # Errors
    /// [`ScanError`] where nothing can be read or nothing is left.
    pub fn read(
        &self,
        read: &ReadOptions,
        sessions: &SessionOptions,
    ) -> Result<(Sessionized, SessionKind), ScanError> {
        let (mut sessionized, kind) =
            if self.is_given() { self.read_given(read)? } else { (self.cut(read, sessions)?, self.kind) };
        self.describe(&mut sessionized.quality);
        Ok((sessionized.checked()?, kind))
    }

    /// Says of each file what it was read as, and by what that is known.
    pub(crate) fn describe(&self, quality: &mut Quality) {
        for (file, (form, why)) in quality.files.iter_mut().zip(&self.known_by) {
            file.recipe = Some(self.recipe.clone());
            file.form = Some(form.clone());
            file.recognised = Some(why.clone());
        }
    }

    pub(crate) fn files(&self) -> &[(Input, usize)] {
        &self.files
    }

    pub(crate) fn tables(&self) -> &[Table] {
        &self.tables
    }

    fn cut(&self, read: &ReadOptions, options: &SessionOptions) -> Result<Sessionized, ScanError> {
        let (log, quality) = read_forms(&self.files, &self.tables, read)?;
        Ok(Sessionized::of_log(log, quality, options))
    }

    fn read_given(&self, read: &ReadOptions) -> Result<(Sessionized, SessionKind), ScanError> {
        let inputs: Vec<Input> = self.inputs().cloned().collect();
        Ok(Sessionized::of_given(read_sessions(&inputs, &self.tables[0], read)?))
    }
}

impl Sessionized {
    /// Cuts events that were read into sessions.
    pub fn of_log(log: EventLog, mut quality: Quality, options: &SessionOptions) -> Self {
        let sessions = cut(&log, options);
        quality.tied_events = sessions.tied_events();
        quality.time_range = log.time_range();
        Self { log, sessions, quality }
    }

    /// Takes sessions that were read, and says what they are made of.
    pub fn of_given(read: SessionsRead) -> (Self, SessionKind) {
        let SessionsRead { log, sessions, kind, mut quality } = read;
        quality.time_range = sessions.time_range();
        quality.full_lists = sessions.of_length(MAKELIST_LIMIT) as u64;
        (Self { log, sessions, quality }, kind)
    }
}
