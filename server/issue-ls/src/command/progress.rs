//! A line on the terminal that says how far a long reading is. Where standard error is no terminal there is none.

use std::cell::Cell;
use std::io::{self, IsTerminal, Read, Write};
use std::rc::Rc;
use std::time::{Duration, Instant};

/// How long a reading takes before anything is shown.
const PATIENCE: Duration = Duration::from_millis(700);
/// How long what is shown stays.
const PAUSE: Duration = Duration::from_millis(100);

/// Shows how far a reading is.
#[derive(Debug)]
pub struct ProgressLine {
    is_shown: bool,
    next: Option<Instant>,
    issues: u64,
    bytes: Rc<Cell<u64>>,
    total: Option<u64>,
}

impl ProgressLine {
    /// Nothing is read yet. `is_wanted` can be false where standard error is a terminal.
    pub fn new(is_wanted: bool) -> ProgressLine {
        let is_wanted = is_wanted && io::stderr().is_terminal();
        ProgressLine {
            is_shown: false,
            next: is_wanted.then(|| Instant::now() + PATIENCE),
            issues: 0,
            bytes: Rc::default(),
            total: None,
        }
    }

    /// Counts what is read of `input`, which has `total` bytes where that is known.
    pub fn watch<R: Read>(&mut self, input: R, total: Option<u64>) -> impl Read + use<R> {
        self.bytes.set(0);
        self.total = total;
        Watched {
            input,
            bytes: self.bytes.clone(),
        }
    }

    /// One more issue is read.
    pub fn advance(&mut self) {
        self.issues += 1;
        let now = Instant::now();
        if self.next.is_none_or(|next| now < next) {
            return;
        }
        self.next = Some(now + PAUSE);
        self.is_shown = true;
        // Whatever the terminal does with it, the reading goes on.
        let _ = write!(io::stderr(), "\r{}\x1b[K", self.text());
    }

    /// Takes the line away, so that something else can be said.
    pub fn clear(&mut self) {
        if std::mem::take(&mut self.is_shown) {
            let _ = write!(io::stderr(), "\r\x1b[K");
        }
    }

    fn text(&self) -> String {
        const WIDTH: u64 = 30;
        let issues = self.issues;
        match self.total {
            Some(total) if total > 0 => {
                let read = self.bytes.get().min(total);
                let done = (read * WIDTH / total) as usize;
                let bar = format!("{}{}", "━".repeat(done), "─".repeat(WIDTH as usize - done));
                format!("{bar} {:>3} %, {issues} issues read", read * 100 / total)
            }
            _ => format!("{issues} issues read"),
        }
    }
}

impl Drop for ProgressLine {
    fn drop(&mut self) {
        self.clear();
    }
}

/// Counts what is read.
struct Watched<R> {
    input: R,
    bytes: Rc<Cell<u64>>,
}

impl<R: Read> Read for Watched<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let length = self.input.read(buffer)?;
        self.bytes.set(self.bytes.get() + length as u64);
        Ok(length)
    }
}
