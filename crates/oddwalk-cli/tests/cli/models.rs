//! Model files: what is learnt is kept, and scores other logs as it would have scored its own.

use crate::support::{COLUMNS, Place, csv};

/// Without permissions; where it is root who tests, another file that cannot be read.
#[cfg(unix)]
#[test]
fn a_file_that_cannot_be_read_is_no_reason_to_lose_the_work() {
    let place = Place::with(&[("logs/log.csv", csv().as_bytes())]);
    let path = place.path("logs/secret.csv");
    std::fs::write(&path, csv()).unwrap();
    std::fs::set_permissions(&path, std::os::unix::fs::PermissionsExt::from_mode(0o000)).unwrap();
    if std::fs::File::open(&path).is_ok() {
        // Memory of a process that is not there: an ordinary file that root can open, but not read.
        std::fs::remove_file(&path).unwrap();
        std::os::unix::fs::symlink("/proc/self/mem", &path).unwrap();
    }
    for words in [
        format!("fit logs {COLUMNS} --out m"),
        format!("scan logs {COLUMNS} --save-model n"),
        "scan logs --model m".to_owned(),
    ] {
        let outcome = place.run(&words);
        assert_eq!(outcome.code, 4, "{words}: {}", outcome.err);
        assert!(outcome.err.contains("logs/secret.csv: "), "{}", outcome.err);
    }
    assert_eq!(place.read("m"), place.read("n"));
    let shown = place.run("model show m").out;
    assert!(shown.contains("logs/log.csv") && !shown.contains("secret"), "{shown}");
}
