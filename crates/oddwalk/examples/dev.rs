use oddwalk::core::*;
use oddwalk::generate::*;
use oddwalk::logs::*;
use oddwalk::*;
use std::io::Write;
fn dump(
    name: &str,
    log: &EventLog,
    sessions: &Sessions,
    model: &Model,
    is_bad: impl Fn(&Session) -> u32,
    leave: LeaveOut,
    window: usize,
) {
    let opt = ScoreOptions::new(window).unwrap();
    let m = Measurer::new(model, log, sessions).unwrap();
    let ex = m.measure(leave, &opt);
    let ms: Vec<Measured> = ex.iter().map(|e| e.measured).collect();
    let cal = Calibration::fit(&ms);
    let mut out = std::io::BufWriter::new(std::fs::File::create(name).unwrap());
    for (i, e) in ex.iter().enumerate() {
        let s = sessions.get(i);
        let v = cal.judge(&e.measured, leave != LeaveOut::Nothing);
        let ref_ = Scorer::new(model, log, sessions);
        let _ = ref_;
        write!(
            out,
            "{},{},{},{}",
            is_bad(&s),
            e.measured.actor.map_or(-1, |a| a as i64),
            e.measured.history,
            e.measured.events
        )
        .unwrap();
        for x in e.measured.habit.iter().chain(&e.measured.others) {
            write!(out, ",{},{}", x.value, x.size).unwrap();
        }
        for b in v.evidence_bits {
            write!(out, ",{b}").unwrap();
        }
        writeln!(out, ",{},{},{}", v.score_bits, e.score.surprisal_bits, e.score.session_bits).unwrap();
    }
}
fn main() {
    let a: Vec<String> = std::env::args().collect();
    let kind = match a[1].as_str() {
        "office365" => Kind::Office365,
        "cloudtrail" => Kind::CloudTrail,
        _ => Kind::Windows,
    };
    let seed: u64 = a[2].parse().unwrap();
    let order: u8 = a[3].parse().unwrap();
    let events: u64 = a[4].parse().unwrap();
    let g = kind.log(generate::Options { seed, events, ..Default::default() });
    let planted = g.planted().to_vec();
    let path = std::path::PathBuf::from(format!("/tmp/w/dev/{}", kind.file_name()));
    kind.write(std::io::BufWriter::new(std::fs::File::create(&path).unwrap()), g).unwrap();
    let inputs = [Input::File(path)];
    let recipes = Recipe::embedded().to_vec();
    let logs = Logs::recognise(&inputs, &recipes, false, &ReadOptions::default());
    let log = &logs.logs[0];
    let (s, k) = log.read(&ReadOptions::default(), &log.sessions).unwrap();
    let t = std::time::Instant::now();
    let model = s.fit(&FitOptions { kind: k, order: Some(order), ..Default::default() });
    eprintln!("fit {:?} sessions {} kind {k}", t.elapsed(), s.sessions.len());
    let l = &s.log;
    let bad = |x: &Session| {
        let sp = x.span.unwrap();
        let ent: Vec<Option<&str>> = l.entities().values(x.entity).collect();
        planted
            .iter()
            .position(|p| {
                p.begin == sp.begin && p.entity.iter().map(|(_, v)| Some(v.as_str())).eq(ent.iter().copied())
            })
            .map_or(0, |i| i as u32 + 1)
    };
    dump(&a[5], l, &s.sessions, &model, bad, LeaveOut::Session, 3);
    eprintln!("{:?}", t.elapsed());
    for (i, p) in planted.iter().enumerate() {
        eprintln!("{} {}", i + 1, p.name);
    }
}
