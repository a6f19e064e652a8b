//! Made-up logs: the same on every machine, without a dependency.

use oddwalk_core::{Entities, Event, EventLog, Parameters, Uncapped};

const EVENTS_OF_A_SESSION: u32 = 20;
const NANOSECONDS: i64 = 1_000_000_000;

/// A linear congruential generator.
pub(crate) struct Dice(u64);

impl Dice {
    /// A number below `sides`.
    pub(crate) fn even(&mut self, sides: u32) -> u32 {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) as u32 % sides
    }

    /// A number below `sides`; small ones are likelier, as commands are.
    pub(crate) fn skewed(&mut self, sides: u32) -> u32 {
        self.even(sides).min(self.even(sides))
    }
}

/// An event in words.
pub(crate) struct Written {
    pub(crate) user: String,
    pub(crate) command: String,
    pub(crate) time: i64,
    pub(crate) parameters: Vec<(String, String)>,
}

/// So many events of so many distinct commands, in bursts of 20 by one user; some users have many. The next command is often
/// one of the last one's neighbours. Each event has up to 5 of 40 parameters, with one of 8 values.
pub(crate) fn written(events: u32, commands: u32) -> Vec<Written> {
    let (mut dice, mut user, mut command) = (Dice(7), 0, 0);
    let users = 10 + events / 250;
    let mut made = Vec::with_capacity(events as usize);
    for event in 0..events {
        if event % EVENTS_OF_A_SESSION == 0 {
            (user, command) = (dice.skewed(users), dice.skewed(commands));
        }
        let step = if dice.even(8) == 0 { dice.skewed(commands) } else { dice.even(4) };
        command = (command + step) % commands;
        let parameter =
            |dice: &mut Dice| (format!("Parameter-{}", dice.skewed(40)), format!("value {}", dice.skewed(8)));
        made.push(Written {
            user: format!("user {user}@contoso.example"),
            command: format!("Command-{command}"),
            time: i64::from(event) * NANOSECONDS,
            parameters: (0..dice.skewed(6)).map(|_| parameter(&mut dice)).collect(),
        });
    }
    made
}

/// The events as a log in canonical order.
pub(crate) fn encoded(events: &[Written], with_parameters: bool) -> EventLog {
    let mut log = EventLog::new(Entities::new(vec!["user".into()], vec![0]));
    if with_parameters {
        log = log.with_parameters(Parameters::new(Uncapped::None));
    }
    for (event, row) in events.iter().zip(1..) {
        let entity = log.entities_mut().intern(&[Some(&event.user)]);
        let command = log.commands_mut().intern(&event.command);
        let pushed = log.push(Event { entity, time: event.time, command, row });
        assert_eq!(pushed, Ok(()));
        let named = event.parameters.iter().map(|(name, value)| (name.as_str(), Some(value.as_str())));
        let pushed = log.parameters_mut().map_or(Ok(()), |all| all.push(named));
        assert_eq!(pushed, Ok(()));
    }
    log.canonical()
}
