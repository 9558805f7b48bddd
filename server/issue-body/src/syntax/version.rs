//! Version strings as Kubernetes writes them: `v` and a semantic version.
//!
//! What a version means (its branch, its dates) is left to `catalog`.

use semver::Version;

/// A value of a release entry, read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum VersionText {
    /// `v1.31.4`, `v1.32.0-rc.1`.
    Version(Version),
    /// The word `unknown`.
    Unknown,
    /// Anything else.
    Invalid(VersionProblem),
}

/// Why a value is no version, and the version it must mean, where there can be only one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum VersionProblem {
    /// `1.31.2`, `V1.31.2`: only the `v` is missing or wrong.
    MissingPrefix(Version),
    /// `v01.2.3`: numbers with leading zeros.
    LeadingZeros(Version),
    /// `v1.31`: the patch number is missing.
    MissingPatch,
    /// `vX.Y.Z`: a template's placeholder.
    Placeholder,
    /// `latest`, `master`, `release-1.31`: a name that moves.
    MovingName,
    /// None of these.
    NotAVersion,
}

impl VersionProblem {
    /// The version that the value must mean, if it can mean one only.
    pub fn meant(&self) -> Option<&Version> {
        match self {
            VersionProblem::MissingPrefix(version) | VersionProblem::LeadingZeros(version) => {
                Some(version)
            }
            _ => None,
        }
    }
}

/// Reads the value of a release entry.
pub fn read_version(value: &str) -> VersionText {
    if value == "unknown" {
        return VersionText::Unknown;
    }
    if let Some(version) = value
        .strip_prefix('v')
        .and_then(|rest| Version::parse(rest).ok())
    {
        return VersionText::Version(version);
    }
    VersionText::Invalid(read_problem(value))
}

/// The major and the minor number that a value begins with, whether a version stands behind them or is still to be
/// written: `v1.36`, `v1.36.`, `1.36.x`.
pub fn read_branch(value: &str) -> Option<(u64, u64)> {
    let mut parts = value.trim_start_matches(['v', 'V']).split('.');
    let mut number = || parts.next()?.parse().ok();
    Some((number()?, number()?))
}

fn read_problem(value: &str) -> VersionProblem {
    let bare = value.trim_start_matches(['v', 'V']);
    if let Ok(version) = Version::parse(bare) {
        return VersionProblem::MissingPrefix(version);
    }
    let (core, suffix) = match bare.find(['-', '+']) {
        Some(at) => bare.split_at(at),
        None => (bare, ""),
    };
    let parts: Vec<&str> = core.split('.').collect();
    if parts.iter().any(|part| is_placeholder(part)) && parts.len() > 1 {
        return VersionProblem::Placeholder;
    }
    let numbers = parts
        .iter()
        .all(|part| !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_digit()));
    match (numbers, parts.len()) {
        (true, 3) => {
            let plain: Vec<&str> = parts
                .iter()
                .map(|part| without_leading_zeros(part))
                .collect();
            match Version::parse(&format!("{}{suffix}", plain.join("."))) {
                Ok(version) => VersionProblem::LeadingZeros(version),
                Err(_) => VersionProblem::NotAVersion,
            }
        }
        (true, 1 | 2) if suffix.is_empty() => VersionProblem::MissingPatch,
        _ if is_moving_name(value) => VersionProblem::MovingName,
        _ => VersionProblem::NotAVersion,
    }
}

/// `X`, `Y+1`, `<minor>`: what templates write in the place of a number.
fn is_placeholder(part: &str) -> bool {
    let letters =
        part.trim_end_matches(|character: char| character == '+' || character.is_ascii_digit());
    matches!(letters, "X" | "Y" | "Z" | "x" | "y" | "z" | "N" | "n")
        || (part.starts_with('<') && part.ends_with('>'))
}

fn without_leading_zeros(digits: &str) -> &str {
    match digits.trim_start_matches('0') {
        "" => "0",
        rest => rest,
    }
}

fn is_moving_name(value: &str) -> bool {
    let name = value.to_ascii_lowercase();
    matches!(
        name.as_str(),
        "latest" | "stable" | "master" | "main" | "head" | "next"
    ) || name.starts_with("release-")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn problem(value: &str) -> VersionProblem {
        match read_version(value) {
            VersionText::Invalid(problem) => problem,
            other => panic!("{value} is {other:?}"),
        }
    }

    #[test]
    fn versions_are_v_and_a_semantic_version() {
        for value in ["v1.31.4", "v1.32.0-rc.1", "v1.10.0-alpha.3", "v0.0.0"] {
            assert!(
                matches!(read_version(value), VersionText::Version(_)),
                "{value}"
            );
        }
        assert_eq!(read_version("unknown"), VersionText::Unknown);
    }

    #[test]
    fn what_can_mean_one_version_only_says_which() {
        for (value, meant) in [
            ("1.31.2", "1.31.2"),
            ("V1.31.2", "1.31.2"),
            ("vv1.31.2", "1.31.2"),
            ("v01.2.3", "1.2.3"),
            ("v1.031.00", "1.31.0"),
            ("1.32.0-rc.1", "1.32.0-rc.1"),
        ] {
            assert_eq!(
                problem(value).meant().map(ToString::to_string).as_deref(),
                Some(meant),
                "{value}"
            );
        }
    }

    #[test]
    fn a_branch_is_read_from_what_a_version_begins_with() {
        for value in ["v1.36", "v1.36.", "1.36.x", "v1.36.4", "V1.36.0-rc.1"] {
            assert_eq!(read_branch(value), Some((1, 36)), "{value}");
        }
        for value in ["", "v", "v1", "v1.", "latest", "vX.Y.Z", "v1.-rc"] {
            assert_eq!(read_branch(value), None, "{value}");
        }
    }

    #[test]
    fn what_can_mean_several_versions_says_none() {
        assert_eq!(problem("v1.31"), VersionProblem::MissingPatch);
        assert_eq!(problem("1"), VersionProblem::MissingPatch);
        for value in ["vX.Y.Z", "vX.Y+1.Z", "v1.31.x", "vX.Y+1.Z"] {
            assert_eq!(problem(value), VersionProblem::Placeholder, "{value}");
        }
        for value in ["latest", "release-1.31", "HEAD"] {
            assert_eq!(problem(value), VersionProblem::MovingName, "{value}");
        }
        for value in [
            "",
            "v",
            "v1.2.3.4",
            "v1..3",
            "v1.2.-3",
            "😀",
            "v99999999999999999999.1.1",
            "Unknown",
        ] {
            assert_eq!(problem(value), VersionProblem::NotAVersion, "{value}");
        }
    }
}
