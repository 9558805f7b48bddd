//! What the program says when a test runs it.

use std::fmt;

use assert_cmd::Command;

/// What the program said, and how it ended.
#[derive(Debug, PartialEq, Eq)]
pub struct Said {
    /// The exit code.
    pub code: i32,
    /// Standard output.
    pub output: String,
    /// Standard error.
    pub errors: String,
}

impl fmt::Display for Said {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Said {
            code,
            output,
            errors,
        } = self;
        write!(
            formatter,
            "{output}--- standard error, exit code {code}\n{errors}"
        )
    }
}

/// Runs `command` to its end.
pub fn said(command: &mut Command) -> Said {
    let result = command.output().expect("the program starts");
    let text = |bytes| String::from_utf8(bytes).expect("UTF-8");
    Said {
        code: result.status.code().expect("no signal"),
        output: text(result.stdout),
        errors: text(result.stderr),
    }
}
