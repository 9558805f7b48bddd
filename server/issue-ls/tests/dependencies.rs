//! What the program is built from: packages of the registry under licences that go together, none that opens sockets or
//! matches expressions by trying, none with a fault that was known when the list of advisories was taken.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::process::Command;

use semver::{Version, VersionReq};
use serde_json::Value;

/// What opens sockets. Tests may use it, for tokio starts processes with it.
const SOCKETS: [&str; 4] = ["mio", "socket2", "nix", "async-io"];

/// Advisories that do not matter here, each with the reason.
const ACCEPTED: [(&str, &str); 0] = [];

fn repository() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..")
}

fn read(name: &str) -> String {
    std::fs::read_to_string(repository().join(name))
        .unwrap_or_else(|error| panic!("{name}: {error}"))
}

/// What `deny.toml` says.
fn rules() -> toml::Table {
    read("deny.toml").parse().expect("TOML")
}

fn texts(list: &toml::Value) -> BTreeSet<&str> {
    let list = list.as_array().expect("a list");
    list.iter()
        .map(|text| text.as_str().expect("a text"))
        .collect()
}

/// What cargo says.
fn cargo(arguments: &[&str]) -> Option<String> {
    let mut command = Command::new(env!("CARGO"));
    command
        .args(arguments)
        .args(["--locked", "--offline"])
        .current_dir(repository());
    let output = command.output().expect("cargo runs these tests");
    output
        .status
        .success()
        .then(|| String::from_utf8(output.stdout).expect("UTF-8"))
}

/// The system that this is built on.
fn host() -> String {
    let output = Command::new("rustc")
        .arg("-vV")
        .output()
        .expect("rustc is beside cargo");
    let lines = String::from_utf8(output.stdout).expect("UTF-8");
    let mut lines = lines.lines();
    let host = lines.find_map(|line| line.strip_prefix("host: "));
    host.expect("rustc tells").to_owned()
}

/// All packages: those for other systems as well, where they were fetched.
fn packages() -> Vec<Value> {
    let arguments = ["metadata", "--format-version", "1"];
    let host = ["--filter-platform", &host()];
    let metadata = cargo(&arguments).or_else(|| cargo(&[&arguments[..], &host].concat()));
    let metadata: Value =
        serde_json::from_str(&metadata.expect("cargo knows the packages")).expect("JSON");
    metadata["packages"].as_array().expect("a list").clone()
}

/// The name, version and source of every package in a lock file; those of this repository have no source.
fn locked(lock: &str) -> Vec<(String, Version, Option<String>)> {
    let lock: toml::Table = read(lock).parse().expect("TOML");
    let packages = lock["package"].as_array().expect("a list");
    let text = |package: &toml::Value, key: &str| Some(package.get(key)?.as_str()?.to_owned());
    let read = |package| {
        let version = text(package, "version")?.parse().ok()?;
        Some((text(package, "name")?, version, text(package, "source")))
    };
    packages
        .iter()
        .map(|package| read(package).expect("a package"))
        .collect()
}

/// Whether a licence can be chosen of which each part is in `allowed`.
fn is_allowed(licence: &str, allowed: &BTreeSet<&str>) -> bool {
    let licence = licence.replace('/', " OR ");
    // Parentheses stand around choices only, which `AND` joins.
    licence.split(" AND ").all(|part| {
        let mut choices = part.trim_matches(['(', ')']).split(" OR ");
        choices.any(|choice| allowed.contains(choice.trim()))
    })
}

#[test]
fn every_licence_is_one_that_is_allowed() {
    let rules = rules();
    let allowed = texts(&rules["licenses"]["allow"]);
    assert!(is_allowed("(MIT OR Apache-2.0) AND Unicode-3.0", &allowed));
    assert!(is_allowed("Unlicense/MIT", &allowed) && is_allowed("GPL-3.0 OR MIT", &allowed));
    assert!(!is_allowed("GPL-3.0", &allowed) && !is_allowed("MIT AND GPL-3.0", &allowed));
    let packages = packages();
    assert!(packages.len() > 100);
    for package in packages {
        let licence = package["license"].as_str().unwrap_or_default();
        assert!(
            is_allowed(licence, &allowed),
            "{}: `{licence}`",
            package["name"]
        );
    }
}

#[test]
fn every_package_is_of_the_registry_or_of_this_repository() {
    let mut registries = BTreeSet::new();
    for lock in ["Cargo.lock", "tests/fuzz/Cargo.lock"] {
        for (name, _, source) in locked(lock) {
            let is_ours = ["issue-body", "issue-ls", "issue-fuzz"].contains(&name.as_str());
            assert_eq!(source.is_none(), is_ours, "{name}");
            registries.extend(source);
        }
    }
    assert_eq!(registries.len(), 1, "{registries:?}");
    assert!(
        registries
            .iter()
            .all(|registry| registry.starts_with("registry+"))
    );
}

#[test]
fn no_package_is_banned() {
    let rules = rules();
    let banned: BTreeSet<&str> = (rules["bans"]["deny"].as_array().expect("a list").iter())
        .map(|ban| ban["crate"].as_str().expect("a name"))
        .collect();
    for (name, ..) in locked("Cargo.lock") {
        assert!(!banned.contains(name.as_str()), "{name}");
    }
}

#[test]
fn the_program_is_built_from_nothing_that_opens_sockets() {
    let tree = [
        "tree",
        "--package",
        "issue-ls",
        "--edges",
        "normal,build",
        "--prefix",
        "none",
        "--format",
        "{p} {f}",
    ];
    let on = |target: &str| cargo(&[&tree[..], &["--target", target]].concat());
    let tree = on("all").or_else(|| on(&host()));
    let tree = tree.expect("cargo knows the packages");
    assert!(tree.lines().count() > 100, "{tree}");
    for line in tree.lines() {
        let name = line.split(' ').next().unwrap_or_default();
        assert!(!SOCKETS.contains(&name), "{line}");
        let features = line
            .trim_end_matches(" (*)")
            .rsplit(' ')
            .next()
            .unwrap_or_default();
        if name == "tokio" {
            assert!(
                features
                    .split(',')
                    .all(|feature| feature != "net" && feature != "full"),
                "{line}"
            );
        }
        if name == "rustix" {
            assert!(
                features.split(',').all(|feature| feature != "net"),
                "{line}"
            );
        }
    }
}

#[test]
fn no_package_has_a_known_fault() {
    let list = read("tests/advisories.tsv");
    let (head, rows) = list.split_once('\n').expect("lines");
    assert!(
        head.starts_with("# github.com/rustsec/advisory-db as of 2"),
        "{head}"
    );
    let mut compared = 0;
    for lock in ["Cargo.lock", "tests/fuzz/Cargo.lock"] {
        let packages = locked(lock);
        for row in rows.lines() {
            let [id, name, kind, fine] = row.split('\t').collect::<Vec<_>>()[..] else {
                panic!("four columns: {row}");
            };
            for (_, version, _) in packages.iter().filter(|(locked, ..)| locked == name) {
                compared += 1;
                let requirements = fine
                    .split(" | ")
                    .filter(|requirement| !requirement.is_empty());
                let is_fine = requirements
                    .map(|requirement| VersionReq::parse(requirement).expect("a requirement"))
                    .any(|requirement| requirement.matches(version));
                let is_accepted = ACCEPTED.iter().any(|(accepted, _)| *accepted == id);
                assert!(
                    is_fine || is_accepted,
                    "{name} {version} in {lock}: {id} ({kind})"
                );
            }
        }
    }
    assert!(
        compared > 10,
        "the list speaks of packages that are used here"
    );
}
