//! What reading and checking a draft costs beside one pass of pulldown-cmark over the same text, from 1 KiB to 16 MiB.
//!
//! The three are timed in turn, so that whatever else the machine does meets all of them. Printed are medians, how many
//! times the bare pass that is, and the exponent with which time grows with size: 1 is linear.

#![allow(clippy::disallowed_methods, reason = "a stopwatch asks for the time")]

use std::hint::black_box;
use std::time::{Duration, Instant};

use drafts::{draft, quantile};
use issue_body::catalog::Catalog;
use issue_body::rules::{Context, Levels, check};
use issue_body::syntax::{Draft, Origin};
use issue_body::template::{Choice, Issue, Reading, Template, select};
use jiff::civil::{Date, date};
use pulldown_cmark::Parser;

mod drafts;

/// The day on which drafts are judged.
const AS_OF: Date = date(2026, 9, 1);

const SIZES: [usize; 7] = [
    1 << 10,
    3 << 10,
    16 << 10,
    64 << 10,
    256 << 10,
    1 << 20,
    16 << 20,
];

/// About how many bytes are read for one figure.
const BYTES: usize = 48 << 20;

fn main() {
    println!("           size        bare       read  times   and check  times");
    let mut figures = Vec::new();
    for size in SIZES {
        let text = draft(size);
        assert_eq!(read_and_check(&text), 0, "the draft is well-formed");
        let [bare, reading, checking] = medians(&text);
        let times = |duration: Duration| duration.as_secs_f64() / bare.as_secs_f64();
        println!(
            "{:>15} {:>8.1} µs {:>7.1} µs {:>6.2} {:>8.1} µs {:>6.2}",
            text.len(),
            microseconds(bare),
            microseconds(reading),
            times(reading),
            microseconds(checking),
            times(checking),
        );
        figures.push((text.len() as f64, checking.as_secs_f64()));
    }
    let (from, to) = (figures[3], figures[figures.len() - 1]);
    let exponent = (to.1 / from.1).ln() / (to.0 / from.0).ln();
    println!("reading and checking from 64 KiB to 16 MiB: exponent {exponent:.3}");
}

fn microseconds(duration: Duration) -> f64 {
    duration.as_secs_f64() * 1e6
}

/// The medians of a bare pass, of reading, and of reading and checking.
fn medians(text: &str) -> [Duration; 3] {
    let passes: [fn(&str) -> usize; 3] = [bare, read, read_and_check];
    let mut timed: [Vec<Duration>; 3] = Default::default();
    for _ in 0..(BYTES / text.len()).clamp(5, 5_000) {
        for (pass, timed) in passes.iter().zip(&mut timed) {
            let start = Instant::now();
            black_box(pass(black_box(text)));
            timed.push(start.elapsed());
        }
    }
    timed.map(|mut timed| quantile(&mut timed, 0.5))
}

fn bare(text: &str) -> usize {
    Parser::new(text).count()
}

fn read(text: &str) -> usize {
    Draft::parse(text, Origin::File).body.headings.len()
}

/// How many findings there are, but for the note on a body that is longer than GitHub takes.
fn read_and_check(text: &str) -> usize {
    let draft = Draft::parse(text, Origin::File);
    let templates = Template::built_in();
    let choice = Choice {
        fallback: Some(&templates[0].name),
        ..Choice::default()
    };
    let Some(selection) = select(&draft, &templates, choice) else {
        return 0;
    };
    let issue = Issue::read(&draft, selection.template, Reading::default());
    let context = Context {
        issue: &issue,
        catalog: Catalog::kubernetes(),
        templates: &templates,
        today: AS_OF,
    };
    let findings = check(&context, &Levels::default());
    let is_counted = |rule: &str| rule != "body-too-long";
    findings
        .iter()
        .filter(|finding| is_counted(finding.rule.name))
        .count()
}
