use oddwalk::core::*;
fn log(rows: &[(usize, usize, Vec<String>)]) -> (EventLog, Sessions) {
    let mut log = EventLog::new(Entities::new(vec!["user".into()], vec![0]));
    log.start_file("x");
    let mut ends = vec![];
    let mut spans = vec![];
    for (u, b, c) in rows {
        for (i, x) in c.iter().enumerate() {
            let entity = log.entities_mut().intern(&[Some(&format!("U{u:02}"))]);
            let command = log.commands_mut().intern(x);
            log.push(Event { entity, time: (*b as i64) * 1000 + i as i64, command, row: 1 }).unwrap();
        }
        ends.push(log.len() as u32);
        spans.push(Some(Span { begin: *b as i64 * 1000, end: *b as i64 * 1000 + 99 }));
    }
    let log = log.canonical();
    let s = Sessions::given(&log, &ends, &spans);
    (log, s)
}
fn main() {
    let a: Vec<String> = std::env::args().collect();
    let order: u8 = a[1].parse().unwrap();
    let win: usize = a[2].parse().unwrap();
    let w: Vec<f64> = a[3].split(',').map(|x| x.parse().unwrap()).collect();
    let mode = a[4].as_str();
    let users: Vec<usize> = (1..=25).collect();
    let dir = "/work/shared/data/sea";
    let lab: Vec<Vec<u8>> = std::fs::read_to_string(format!("{dir}/masquerade_labels_users_1_to_25.txt"))
        .unwrap()
        .lines()
        .map(|l| l.split_whitespace().map(|x| x.parse().unwrap()).collect())
        .collect();
    let mut train = vec![];
    let mut test: Vec<Vec<(usize, usize, Vec<String>)>> = vec![vec![]; 100];
    for &u in &users {
        let t = std::fs::read(format!("{dir}/User{u}")).unwrap();
        let t: Vec<String> = String::from_utf8_lossy(&t).split('\n').map(|s| s.to_string()).collect();
        for b in 0..50 {
            train.push((u, b, t[b * 100..b * 100 + 100].to_vec()));
        }
        for b in 0..100 {
            let o = 5000 + b * 100;
            test[b].push((u, 50 + b, t[o..o + 100].to_vec()));
        }
    }
    let opt = ScoreOptions::new(win).unwrap();
    let (l, s) = log(&train);
    let mut counts = Counts::of_habits(&l, &s, SessionKind::Commands, order);
    let sum = |e: &[f64; 6]| -> f64 {
        if w[0] < 0.0 {
            // hmp
            (0..6).map(|i| w[i].abs() * (e[i]).exp2()).sum::<f64>().log2()
        } else {
            (0..6).map(|i| w[i] * e[i]).sum()
        }
    };
    let flags = a.get(5).cloned().unwrap_or_default();
    let fix = |m: &Measured| {
        let mut m = *m;
        if flags.contains('n') {
            m.history = 50;
            for x in m.habit.iter_mut().chain(m.others.iter_mut()) {
                x.size = 10.0;
            }
        }
        if flags.contains('h') {
            m.history = 50;
        }
        m
    };
    let mut base: Vec<Measured> = vec![];
    let mut extra: Vec<Measured> = vec![];
    let mut good = vec![];
    let mut bad = vec![];
    let mut ind: Vec<(Vec<f64>, Vec<f64>)> = vec![(vec![], vec![]); 6];
    for b in 0..100 {
        let model = Model::fit(counts.clone(), Modellable::Categories);
        let sample = &model.counts().habits().unwrap().sample;
        let m: Vec<Measured> = Measurer::new(&model, &sample.log, &sample.sessions)
            .unwrap()
            .measure(LeaveOut::Session, &opt)
            .iter()
            .map(|e| fix(&e.measured))
            .collect();
        if b == 0 {
            base = m.clone();
        }
        let m: Vec<Measured> = if flags.contains('p') {
            let mut x = if flags.contains('s') {
                base.clone()
            } else {
                m.iter().take(0).cloned().collect::<Vec<_>>()
            };
            x.extend(extra.iter().copied());
            x
        } else {
            m
        };
        if flags.contains('d') && b == 0 {
            use std::io::Write;
            let mut f = std::fs::File::create("/tmp/w/dev/sea_train.csv").unwrap();
            for x in &m {
                writeln!(
                    f,
                    "{},{},{},{},{},{},{},{},{},{}",
                    x.actor.unwrap(),
                    x.habit[0].value,
                    x.habit[0].size,
                    x.habit[1].value,
                    x.habit[1].size,
                    x.others[0].value,
                    x.others[1].value,
                    x.others[3].value,
                    x.others[4].value,
                    x.history
                )
                .unwrap();
            }
            std::fs::File::create("/tmp/w/dev/sea_test.csv").unwrap();
        }
        let m = if flags.contains('t') { base.clone() } else { m };
        let mut cal = Calibration::fit(&m);
        if flags.contains('t') {
            cal.take_in(&extra);
        }
        let use_score = mode == "score";
        let mut st: Vec<f64> = m
            .iter()
            .map(|m| {
                let v = cal.judge(m, true);
                if use_score { v.score_bits } else { sum(&v.evidence_bits) }
            })
            .collect();
        st.sort_by(f64::total_cmp);
        let thr = if use_score { -(0.017f64).log2() } else { st[(st.len() as f64 * 0.983) as usize] };
        let (tl, ts) = log(&test[b]);
        let mm = Measurer::new(&model, &tl, &ts).unwrap().measure(LeaveOut::Nothing, &opt);
        let mut acc = vec![];
        for (i, e) in mm.iter().enumerate() {
            let em = fix(&e.measured);
            if flags.contains('d') {
                use std::io::Write;
                let mut f = std::fs::OpenOptions::new().append(true).open("/tmp/w/dev/sea_test.csv").unwrap();
                let x = &em;
                writeln!(
                    f,
                    "{},{},{},{},{},{},{},{},{},{}",
                    x.actor.unwrap(),
                    x.habit[0].value,
                    x.habit[0].size,
                    x.habit[1].value,
                    x.habit[1].size,
                    x.others[0].value,
                    x.others[1].value,
                    x.others[3].value,
                    x.others[4].value,
                    x.history
                )
                .unwrap();
            }
            let v = cal.judge(&em, false);
            let x = if use_score { v.score_bits } else { sum(&v.evidence_bits) };
            let isbad = lab[b][i] == 1;
            let al = x > thr;
            if isbad {
                bad.push((x - 0.0 * thr, al))
            } else {
                good.push((x, al))
            }
            for k in 0..6 {
                if isbad { ind[k].0.push(v.evidence_bits[k]) } else { ind[k].1.push(v.evidence_bits[k]) }
            }
            if !al {
                acc.push(test[b][i].clone());
                extra.push(em);
            }
        }
        if mode != "static" && !acc.is_empty() {
            let (l, s) = log(&acc);
            counts = counts.merge(&Counts::of_habits(&l, &s, SessionKind::Commands, order)).unwrap();
        }
    }
    let auc = |b: &[f64], g: &[f64]| {
        let mut n = 0.0;
        for x in b {
            for y in g {
                n += if x > y {
                    1.0
                } else if x == y {
                    0.5
                } else {
                    0.0
                }
            }
        }
        n / (b.len() * g.len()) as f64
    };
    let hits = |b: &[f64], g: &[f64], fa: f64| {
        let mut g = g.to_vec();
        g.sort_by(|a, b| b.total_cmp(a));
        let t = g[(g.len() as f64 * fa) as usize];
        b.iter().filter(|x| **x > t).count() as f64 / b.len() as f64
    };
    let bb: Vec<f64> = bad.iter().map(|x| x.0).collect();
    let gg: Vec<f64> = good.iter().map(|x| x.0).collect();
    println!(
        "{} AUC {:.3} h1 {:.1} h1.7 {:.1} | FA {:.2} hits {:.1}",
        a[1..].join(" "),
        auc(&bb, &gg),
        100. * hits(&bb, &gg, 0.01),
        100. * hits(&bb, &gg, 0.017),
        100. * good.iter().filter(|x| x.1).count() as f64 / good.len() as f64,
        100. * bad.iter().filter(|x| x.1).count() as f64 / bad.len() as f64
    );
    for k in 0..6 {
        println!(
            "   {:?} AUC {:.3} h1.7 {:.1}",
            Evidence::ALL[k],
            auc(&ind[k].0, &ind[k].1),
            100. * hits(&ind[k].0, &ind[k].1, 0.017)
        );
    }
}
