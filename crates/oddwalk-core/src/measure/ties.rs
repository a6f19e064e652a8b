//! Ties: events of the same time, whose order is the input's word alone.

use crate::{EventLog, Session};

/// Which steps of a session can be told in their order.
#[derive(Default)]
pub(crate) struct Ties {
    /// By event: where the events of its very time begin.
    begins: Vec<u32>,
    /// By step: whether it takes no time. The step to END does.
    tied: Vec<bool>,
    /// By step: whether its command and all that its context can be are alone at their times.
    sure: Vec<bool>,
    tied_steps: usize,
}

impl Ties {
    /// `levels` is how many commands a context has at most.
    pub(crate) fn take(&mut self, log: &EventLog, session: &Session, levels: usize) {
        let events = session.commands.len();
        self.begins.clear();
        self.begins.extend(0..events as u32);
        // Sessions that were given have no times of their own.
        if session.tied_steps > 0 {
            let time = |event: usize| log.times()[session.events[event] as usize];
            for event in 1..events {
                if time(event) == time(event - 1) {
                    self.begins[event] = self.begins[event - 1];
                }
            }
        }
        self.tied.clear();
        self.tied.extend((0..events).map(|event| self.begins[event] < event as u32));
        self.tied.push(false);
        self.tied_steps = self.tied.iter().filter(|tied| **tied).count();
        let mut alone = 0;
        self.sure.clear();
        for step in 0..=events {
            let is_alone = !self.tied[step] && !self.tied.get(step + 1).is_some_and(|next| *next);
            alone = if is_alone { alone + 1 } else { 0 };
            self.sure.push(alone > levels.min(step));
        }
    }

    /// Whether anything is tied.
    pub(crate) fn any(&self) -> bool {
        self.tied_steps > 0
    }

    /// Whether over half of all steps take no time.
    pub(crate) fn most(&self) -> bool {
        2 * self.tied_steps > self.tied.len()
    }

    /// Whether over half of these steps take no time.
    pub(crate) fn most_of(&self, steps: std::ops::Range<usize>) -> bool {
        let len = steps.len();
        2 * self.tied[steps].iter().filter(|tied| **tied).count() > len
    }

    /// Whether the step can be told, its whole context among it.
    pub(crate) fn is_sure(&self, step: usize) -> bool {
        self.sure[step]
    }

    /// The events of the very time of this one, itself among them; END is alone.
    pub(crate) fn group(&self, step: usize) -> std::ops::Range<usize> {
        let Some(&begin) = self.begins.get(step) else { return step..step + 1 };
        let len = self.begins[step..].iter().take_while(|other| **other == begin).count();
        begin as usize..step + len
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Entities, Event, SessionOptions, sessionize};

    fn ties(times: &[i64], levels: usize) -> Ties {
        let mut log = EventLog::new(Entities::new(vec!["user".into()], vec![0]));
        let (entity, command) = (log.entities_mut().intern(&[None]), log.commands_mut().intern("a"));
        times.iter().for_each(|&time| log.push(Event { entity, time, command, row: 1 }).unwrap());
        let sessions = sessionize(&log, &SessionOptions::default());
        let mut ties = Ties::default();
        ties.take(&log, &sessions.get(0), levels);
        ties
    }

    #[test]
    fn a_step_is_sure_where_its_context_is_alone() {
        let ties = ties(&[1, 2, 3, 3, 4, 5, 6], 2);
        assert_eq!(ties.sure, [true, true, false, false, false, false, true, true]);
        assert_eq!([0, 2, 3, 7].map(|step| ties.group(step)), [0..1, 2..4, 2..4, 7..8]);
        assert!(ties.any() && !ties.most() && !ties.most_of(2..4) && ties.most_of(3..4));
    }
}
