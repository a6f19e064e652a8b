//! Made-up logs: the same on every machine, without a dependency.

mod dice;

use dice::{Dice, Zipf};
use oddwalk_core::{Entities, Event, EventLog, Parameters, SessionKind, Uncapped};

/// So many bursts go on at any time.
const BURSTS: u32 = 8;
/// The longest burst, in events.
const LONGEST: u32 = 40;
const NANOSECONDS: i64 = 1_000_000_000;

/// A log in words, as a file has it.
pub(crate) struct WrittenLog {
    events: Vec<Written>,
    has_parameters: bool,
}

/// An event in words.
struct Written {
    user: String,
    command: String,
    time: i64,
    parameters: Vec<(String, String)>,
}

/// A user at work.
#[derive(Clone, Copy, Default)]
struct Burst {
    user: u32,
    command: u32,
    /// How many events are still to come.
    left: u32,
}

impl WrittenLog {
    /// So many events of up to so many distinct commands, one event every second and a half. Where more than commands is to
    /// be counted, each event has up to 5 of 40 parameters, with one of 8 values.
    ///
    /// Users are Zipf-distributed. They work in bursts, several users at a time, and in a burst the next command is most
    /// often the last one or one of the three that follow it.
    pub(crate) fn new(events: u32, commands: u32, kind: SessionKind) -> Self {
        let has_parameters = kind != SessionKind::Commands;
        let (mut dice, users) = (Dice::new(), Zipf::new(10 + events / 250));
        let mut bursts = [Burst::default(); BURSTS as usize];
        let mut time = 0;
        let event = |_| {
            let burst = &mut bursts[dice.even(BURSTS) as usize];
            *burst = burst.next(&mut dice, &users, commands);
            time += i64::from(dice.even(4)) * NANOSECONDS;
            let parameters = if has_parameters { parameters(&mut dice) } else { Vec::new() };
            burst.written(time, parameters)
        };
        Self { events: (0..events).map(event).collect(), has_parameters }
    }

    /// The log in numbers, in canonical order.
    pub(crate) fn encoded(&self) -> EventLog {
        let mut log = EventLog::new(Entities::new(vec!["user".into()], vec![0]));
        if self.has_parameters {
            log = log.with_parameters(Parameters::new(Uncapped::None));
        }
        self.events.iter().zip(1..).for_each(|(event, row)| event.push(&mut log, row));
        log.canonical()
    }
}

impl Burst {
    /// The burst an event later, or the next one where it is over.
    fn next(self, dice: &mut Dice, users: &Zipf, commands: u32) -> Self {
        if self.left == 0 {
            return Self { user: users.roll(dice), command: dice.skewed(commands), left: dice.even(LONGEST) };
        }
        let step = if dice.even(8) == 0 { dice.skewed(commands) } else { dice.even(4) };
        Self { command: (self.command + step) % commands, left: self.left - 1, ..self }
    }

    fn written(self, time: i64, parameters: Vec<(String, String)>) -> Written {
        let user = format!("user {}@contoso.example", self.user);
        Written { user, command: format!("Command-{}", self.command), time, parameters }
    }
}

impl Written {
    fn push(&self, log: &mut EventLog, row: u32) {
        let entity = log.entities_mut().intern(&[Some(&self.user)]);
        let command = log.commands_mut().intern(&self.command);
        let pushed = log.push(Event { entity, time: self.time, command, row });
        assert_eq!(pushed, Ok(()));
        let named = self.parameters.iter().map(|(name, value)| (name.as_str(), Some(value.as_str())));
        let pushed = log.parameters_mut().map_or(Ok(()), |all| all.push(named));
        assert_eq!(pushed, Ok(()));
    }
}

fn parameters(dice: &mut Dice) -> Vec<(String, String)> {
    let count = dice.skewed(6);
    let parameter = |_| (format!("Parameter-{}", dice.skewed(40)), format!("value {}", dice.skewed(8)));
    (0..count).map(parameter).collect()
}
