//! How long `check` takes over 10,000 drafts of 3 KiB, beside ripgrep that looks for a word in them and rumdl that looks
//! at their headings alone, and over one draft, beside a program that does nothing.
//!
//! Each command is run in turn with the others, so that whatever else the machine does meets all of them. A program that
//! `PATH` does not have is left out.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use drafts::{draft, quantile};
use programs::program;

#[path = "../../issue-body/benches/drafts/mod.rs"]
mod drafts;
mod programs;

const COUNT: usize = 10_000;
const SIZE: usize = 3 * 1024;

/// The headings of a patch-release issue, as rumdl's rule MD043 wants them told.
const HEADINGS: &str = "[MD043]\nheadings = [\"## Symptoms\", \"## Root cause\", \"## Impact\", \"## Resolution\", \"## PRs\"]\n";

fn main() {
    let folder = std::env::temp_dir().join(format!("issue-ls-command-line-{}", std::process::id()));
    let drafts = folder.join("drafts");
    fs::create_dir_all(&drafts).expect("the folder is made");
    let text = draft(SIZE);
    for number in 0..COUNT {
        fs::write(drafts.join(format!("{number}.md")), &text).expect("the draft is written");
    }
    let configuration = folder.join("rumdl.toml");
    fs::write(&configuration, HEADINGS).expect("the configuration is written");

    println!(
        "{COUNT} drafts of {} bytes, medians of 10 runs:",
        text.len()
    );
    compare(&all_drafts(&drafts, &configuration), 10);
    println!("one draft, medians of 300 runs:");
    compare(&one_draft(&drafts.join("0.md")), 300);
    fs::remove_dir_all(&folder).expect("the folder is removed");
}

/// A program and its words.
struct Run {
    name: &'static str,
    program: PathBuf,
    words: Vec<String>,
}

fn all_drafts(drafts: &Path, configuration: &Path) -> Vec<Run> {
    let drafts = drafts.display().to_string();
    let configuration = configuration.display().to_string();
    let run = |name, program: Option<PathBuf>, words: &[&str]| {
        let words = words.iter().map(|word| (*word).to_owned()).collect();
        program.map(|program| Run {
            name,
            program,
            words,
        })
    };
    let own = PathBuf::from(env!("CARGO_BIN_EXE_issue-ls"));
    let rumdl = [
        "check",
        "--no-cache",
        "--enable",
        "MD043",
        "--config",
        &configuration,
        &drafts,
    ];
    [
        run(
            "issue-ls check",
            Some(own),
            &["check", "--isolated", "--as-of", "2026-09-01", &drafts],
        ),
        run(
            "rg -c ContainerCreating",
            program("rg"),
            &["-c", "ContainerCreating", &drafts],
        ),
        run("rumdl check --enable MD043", program("rumdl"), &rumdl),
    ]
    .into_iter()
    .flatten()
    .collect()
}

fn one_draft(draft: &Path) -> Vec<Run> {
    let check = ["check", "--isolated", "--as-of", "2026-09-01"].map(str::to_owned);
    let words = check.into_iter().chain([draft.display().to_string()]);
    vec![
        Run {
            name: "issue-ls check",
            program: PathBuf::from(env!("CARGO_BIN_EXE_issue-ls")),
            words: words.collect(),
        },
        Run {
            name: "true",
            program: PathBuf::from("/bin/true"),
            words: Vec::new(),
        },
    ]
}

/// Runs each of `runs` `count` times in turn and prints what they took, beside the first.
fn compare(runs: &[Run], count: usize) {
    let mut timed: Vec<Vec<Duration>> = vec![Vec::new(); runs.len()];
    for _ in 0..count {
        for (run, timed) in runs.iter().zip(&mut timed) {
            let mut command = Command::new(&run.program);
            command
                .args(&run.words)
                .stdout(Stdio::null())
                .stderr(Stdio::null());
            let start = Instant::now();
            let status = command.status().expect("it runs");
            timed.push(start.elapsed());
            assert!(status.success(), "{} ended with {status}", run.name);
        }
    }
    let medians = timed
        .iter_mut()
        .map(|timed| quantile(timed, 0.5).as_secs_f64() * 1e3);
    let medians: Vec<f64> = medians.collect();
    for (run, median) in runs.iter().zip(&medians) {
        println!(
            "{median:>10.2} ms  {:>6.2} times  {}",
            median / medians[0],
            run.name
        );
    }
}
