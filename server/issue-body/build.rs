//! Turns the data files of the library into JSON. People write them as TOML, with comments and dates; every start of the
//! program reads them, and JSON takes it a tenth of the time.

#![allow(
    clippy::disallowed_methods,
    reason = "the library does no I/O; making it does"
)]

use std::env;
use std::fs;
use std::path::{Path, PathBuf};

use serde_json::Value as Json;
use toml::Value;

/// The files, below `src` and without their ending.
const FILES: [&str; 6] = [
    "catalog/data/binaries",
    "catalog/data/groups",
    "catalog/data/labels",
    "catalog/data/prow",
    "catalog/data/releases",
    "template/data/kubernetes-patch-release",
];

fn main() {
    let output = PathBuf::from(env::var_os("OUT_DIR").expect("cargo says where to write"));
    for file in FILES {
        let source = Path::new("src").join(file).with_extension("toml");
        println!("cargo::rerun-if-changed={}", source.display());
        let text = fs::read_to_string(&source)
            .unwrap_or_else(|error| panic!("{}: {error}", source.display()));
        let table: toml::Table = text
            .parse()
            .unwrap_or_else(|error| panic!("{}: {error}", source.display()));
        let target = output.join(file).with_extension("json");
        target
            .parent()
            .map_or(Ok(()), fs::create_dir_all)
            .and_then(|()| fs::write(&target, json(Value::Table(table)).to_string()))
            .unwrap_or_else(|error| panic!("{}: {error}", target.display()));
    }
}

/// The same value in JSON, which has no dates: they become text, as RFC 3339 writes them.
fn json(value: Value) -> Json {
    match value {
        Value::String(text) => Json::from(text),
        Value::Integer(number) => Json::from(number),
        Value::Float(number) => Json::from(number),
        Value::Boolean(is_so) => Json::from(is_so),
        Value::Datetime(day) => Json::from(day.to_string()),
        Value::Array(values) => values.into_iter().map(json).collect(),
        Value::Table(table) => (table.into_iter())
            .map(|(key, value)| (key, json(value)))
            .collect(),
    }
}
