//! Puts the bundle of the timeline, `timeline.js` and `timeline.css`, where the page takes it from.
//!
//! In a clone of the repository it is built from `web/` by npm. A published crate carries it in `assets/`.

use std::error::Error;
use std::ffi::OsStr;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

const BUNDLE: [&str; 2] = ["timeline.js", "timeline.css"];
/// What the bundle depends on, in `web/`.
const SOURCES: [&str; 7] = [
    "src",
    "index.html",
    "package.json",
    "package-lock.json",
    "vite.config.ts",
    "vite.config.js",
    "tsconfig.json",
];

type Result<T> = std::result::Result<T, Box<dyn Error>>;

#[expect(clippy::print_stderr, reason = "this is how a build script says what is missing")]
fn main() {
    println!("cargo:rerun-if-changed=build.rs");
    if let Err(problem) = provide() {
        eprintln!("\n{problem}\n");
        std::process::exit(1);
    }
}

fn provide() -> Result<()> {
    let home = PathBuf::from(env("CARGO_MANIFEST_DIR")?);
    let (web, assets, out) = (home.join("../../web"), home.join("assets"), PathBuf::from(env("OUT_DIR")?));
    if assets.exists() {
        // One that is not there would count as changed every time.
        println!("cargo:rerun-if-changed={}", assets.display());
    }
    let is_there = |folder: &Path| BUNDLE.iter().all(|name| folder.join(name).is_file());
    if !web.join("package.json").is_file() {
        return if is_there(&assets) {
            copy(&assets, &out)
        } else {
            Err(missing(&assets, "web/ is not there").into())
        };
    }
    for source in SOURCES.iter().map(|source| web.join(source)).filter(|source| source.exists()) {
        println!("cargo:rerun-if-changed={}", source.display());
    }
    if !has_npm() {
        return if is_there(&assets) {
            copy(&assets, &out)
        } else {
            Err(missing(&assets, "npm is not there").into())
        };
    }
    copy(&build(&web, &out)?, &out)
}

/// Builds the bundle, and says in which folder it is.
fn build(web: &Path, out: &Path) -> Result<PathBuf> {
    if !web.join("node_modules").exists() {
        npm(web, &["ci", "--omit=dev", "--no-audit", "--no-fund"].map(OsStr::new))?;
    } else if !has_packages(web) {
        // Whoever has them works on the page, and needs those for tests as well.
        npm(web, &["ci", "--no-audit", "--no-fund"].map(OsStr::new))?;
    }
    let built = out.join("web");
    let build = ["run", "build", "--silent", "--", "--outDir"].map(OsStr::new);
    npm(web, &[&build[..], &[built.as_os_str(), OsStr::new("--emptyOutDir")]].concat())?;
    Ok(built)
}

/// Whether the packages that the bundle is made with are there, in the versions that are asked for.
fn has_packages(web: &Path) -> bool {
    let output = npm_command().args(["ls", "--omit=dev", "--silent"]).current_dir(web).output();
    output.is_ok_and(|output| output.status.success())
}

fn npm(web: &Path, args: &[&OsStr]) -> Result<()> {
    let output = npm_command().args(args).current_dir(web).output()?;
    if output.status.success() {
        return Ok(());
    }
    let Output { status, stdout, stderr } = output;
    let said = [stdout, stderr].map(|text| String::from_utf8_lossy(&text).into_owned()).concat();
    let args = args.iter().map(|arg| arg.to_string_lossy()).collect::<Vec<_>>().join(" ");
    Err(format!(
        "The timeline of oddwalk's report could not be built: `npm {args}` in {} ended with {status} and said:\n\n{said}",
        web.display()
    )
    .into())
}

fn has_npm() -> bool {
    npm_command().arg("--version").output().is_ok_and(|output| output.status.success())
}

fn npm_command() -> Command {
    Command::new(if cfg!(windows) { "npm.cmd" } else { "npm" })
}

/// Takes the bundle over, once it is clear that a page can carry it.
fn copy(from: &Path, out: &Path) -> Result<()> {
    for name in BUNDLE {
        let path = from.join(name);
        let text = fs::read_to_string(&path).map_err(|error| format!("{}: {error}", path.display()))?;
        if let Some(problem) = problem(&text) {
            return Err(format!("{}: {problem}, so that no page can carry it", path.display()).into());
        }
        fs::write(out.join(name), text)?;
    }
    Ok(())
}

/// Why the text cannot stand in HTML as it is.
fn problem(text: &str) -> Option<&'static str> {
    let lower = text.to_lowercase();
    match () {
        () if lower.contains("</script") || lower.contains("</style") => Some("it has an end tag in it"),
        () if lower.contains("<!--") && lower.contains("<script") => Some("it has a comment and a tag in it"),
        () if text.contains(['\r', '\0']) => Some("it has characters that a browser changes"),
        () => None,
    }
}

fn missing(assets: &Path, what: &str) -> String {
    format!(
        "The timeline of oddwalk's report cannot be built: {what}.\n\n\
         It is written in TypeScript and bundled by npm, which comes with Node.js 20.19 or newer:\n  \
         Debian and Ubuntu: apt install nodejs npm; others: https://nodejs.org\n\n\
         Without them, put a bundle that is ready, timeline.js and timeline.css, into\n  {}\n\
         Published crates carry it there.",
        assets.display()
    )
}

#[expect(clippy::disallowed_methods, reason = "this is how cargo talks to a build script")]
fn env(name: &str) -> Result<String> {
    std::env::var(name).map_err(|error| format!("{name}: {error}").into())
}
