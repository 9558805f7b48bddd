//! How fast `report` is over 20,000 issues, beside reading the same JSON and the Markdown in it and doing nothing more. What
//! it says is compared with the generator's own account first.

use std::path::PathBuf;
use std::process::{Command, Stdio};

use divan::Bencher;
use divan::counter::BytesCount;
use pulldown_cmark::Parser;
use serde::Deserialize;
use serde_json::Value;

#[path = "../tests/report/generator.rs"]
mod generator;

/// How many issues there are.
const COUNT: u64 = 20_000;

fn main() {
    let issues = generator::issues(1, COUNT);
    let path = path();
    let list: Vec<Value> = issues.iter().map(generator::Issue::gh).collect();
    std::fs::write(&path, Value::from(list).to_string()).expect("the issues are written");
    let said = report()
        .args(["--output-format", "json", "--release", generator::RELEASE])
        .output()
        .expect("it runs");
    let said: Value = serde_json::from_slice(&said.stdout).expect("JSON");
    assert!(said == generator::report(&issues), "the report is wrong");
    divan::main();
    std::fs::remove_file(&path).expect("the issues are removed");
}

/// The file of all issues.
fn path() -> PathBuf {
    std::env::temp_dir().join(format!("issue-ls-report-{}.json", std::process::id()))
}

fn report() -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_issue-ls"));
    command
        .args(["report", "--isolated", "--as-of", generator::AS_OF])
        .arg(path());
    command
}

#[divan::bench(sample_count = 10)]
fn report_of_20_000_issues(bencher: Bencher) {
    let bytes = std::fs::metadata(path()).expect("there are issues").len();
    bencher
        .counter(BytesCount::new(bytes))
        .bench_local(|| report().stdout(Stdio::null()).status().expect("it runs"));
}

/// All of the JSON, and the places in the Markdown, as whoever makes something of them has to read them.
#[divan::bench(sample_count = 10)]
fn json_and_markdown_alone(bencher: Bencher) {
    let bytes = std::fs::metadata(path()).expect("there are issues").len();
    bencher.counter(BytesCount::new(bytes)).bench_local(|| {
        let text = std::fs::read(path()).expect("there are issues");
        let issues: Vec<Value> = serde_json::from_slice(&text).expect("JSON");
        let bodies = issues.iter().filter_map(|issue| issue["body"].as_str());
        let events = bodies.map(|body| Parser::new(body).into_offset_iter().count());
        events.sum::<usize>()
    });
}

#[derive(Deserialize)]
struct Issue {
    body: String,
}

/// The bodies alone, and their events without places.
#[divan::bench(sample_count = 10)]
fn bodies_alone(bencher: Bencher) {
    let bytes = std::fs::metadata(path()).expect("there are issues").len();
    bencher.counter(BytesCount::new(bytes)).bench_local(|| {
        let text = std::fs::read(path()).expect("there are issues");
        let issues: Vec<Issue> = serde_json::from_slice(&text).expect("JSON");
        let events = issues.iter().map(|issue| Parser::new(&issue.body).count());
        events.sum::<usize>()
    });
}
