//! `oddwalk score`: from a table of sessions to findings.

use std::sync::Arc;

use anyhow::Result;
use oddwalk::core::{SessionKind, SessionOptions};
use oddwalk::logs::Input;
use oddwalk::{About, Baseline, FitOptions, hash_inputs, read_session_table};

use super::job::{input_files, save, say_kind, say_overlap, time_range};
use super::{exit, findings};
use crate::Exit;
use crate::args::ScoreTableArgs;
use crate::options::{InputOptions, TABLE_RECIPE, modellable, read_model, score_options, uncapped};
use crate::output::check_outputs;
use crate::talk::Talk;

pub(crate) fn run(args: &ScoreTableArgs, talk: Talk, command_line: String) -> Result<Exit> {
    let options = score_options(&args.score)?;
    let baseline = args.baseline.model.as_deref().map(read_model).transpose()?;
    let modellable = match &baseline {
        Some(baseline) => baseline.model.modellable().clone(),
        None => modellable(&args.modellable),
    };
    let InputOptions { inputs, table, read, max_rejected } =
        InputOptions::sessions(&args.input, &args.columns, uncapped(&modellable))?;
    let read_too = input_files(&inputs, args.baseline.model.as_deref());
    check_outputs(&findings::outputs(&args.output, &args.baseline), &read_too)?;
    let total = inputs.iter().map(Input::size).sum();
    let (sessionized, kind) =
        talk.with_progress(&read.progress, total, || read_session_table(&inputs, &table, &read))?;
    let model = match &baseline {
        Some(baseline) => {
            say_overlap(baseline, &inputs, &sessionized, talk);
            say_kind(baseline, kind != SessionKind::Commands, talk);
            Arc::clone(&baseline.model)
        }
        None => sessionized.fit(&FitOptions { kind, modellable }).into(),
    };
    let scan = sessionized.score(model, options);
    findings::write(&args.output, &scan, &inputs, command_line, talk)?;
    if let Some(path) = &args.baseline.save_model {
        let (sessions, columns) = (SessionOptions::default(), None);
        let time_range = time_range(&scan.sessionized.sessions);
        let about = About {
            recipe: TABLE_RECIPE.to_owned(),
            columns,
            sessions,
            time_range,
            inputs: hash_inputs(&inputs),
        };
        save(path, Baseline { about, model: Arc::clone(&scan.model) })?;
        talk.say(&format!("model: {}", path.display()));
    }
    Ok(exit(&scan.sessionized.quality, max_rejected))
}
