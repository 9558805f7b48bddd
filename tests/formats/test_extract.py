"""What `extract` prints: valid by the schema that `config schema --extract` prints, and read by DuckDB as the README shows."""

import copy
import json
import re
from functools import cache

import duckdb
import harness
import jsonschema
from harness import ROOT, equal, issue_ls, same_elements, test

# What the README asks DuckDB about: fixes of several SIGs and branches, with and without a release that has them.
ISSUES = (
    (1, ("sig/node", "sig/storage"), ("v1.36.4", "v1.37.0"), ("#11 (release-1.36)", "#12 (release-1.35)", "#10")),
    (2, ("sig/node",), ("v1.35.9",), ("#21 (release-1.36)", "#22 (release-1.35)")),
    # Two picks of one issue into one branch wait as one.
    (3, ("sig/node", "kind/bug"), (), ("#31 (release-1.36)", "#32 (release-1.36)")),
    # A minor of which another begins with the same figures.
    (4, ("sig/storage",), ("v1.36.5",), ("kubernetes/kubernetes#41 (release-1.3)", "#42 (release-1.36)")),
    (5, ("priority/backlog",), ("v1.36.4",), ("#51 (release-1.36)",)),
    (6, ("sig/apps",), ("v1.36.4",), ()),
)
# The answer: SIG, branch, how many issues, how many of them released, and which are not.
WAITING = (
    ("sig/node", "release-1.36", 3, 1, [2, 3]),
    ("sig/node", "release-1.35", 2, 1, [1]),
    ("sig/storage", "release-1.36", 2, 2, None),
    ("sig/storage", "release-1.35", 1, 0, [1]),
    ("sig/storage", "release-1.3", 1, 0, [4]),
)


def issue(number, labels, resolved_in, pull_requests):
    """An issue as gh prints it, with the line ends of a browser."""
    lines = ["```release", "introduced-in=v1.34.0", *(f"resolved-in={version}" for version in resolved_in), "```"]
    lines += ["", *(f"/{label.replace('/', ' ')}" for label in labels if label.startswith("kind/"))]
    lines += ["", "## PRs", "", *(f"- {pull_request}" for pull_request in pull_requests)]
    return {
        "number": number,
        "title": f"Issue {number}",
        "body": "\r\n".join(lines),
        "labels": [{"name": label} for label in labels if not label.startswith("kind/")],
        "state": "CLOSED" if number % 2 else "OPEN",
        "url": f"https://github.com/kubernetes/kubernetes/issues/{number}",
    }


def extract(*arguments, stdin=""):
    said = issue_ls("extract", "--isolated", *arguments, stdin=stdin)
    equal((said.code, said.errors), (0, ""), "`extract` failed")
    return said.output


@cache
def schema():
    said = issue_ls("config", "schema", "--extract")
    schema = json.loads(said.output)
    jsonschema.Draft202012Validator.check_schema(schema)
    return schema


def mistakes(printed):
    """What the schema has against something that was printed, the first three sentences."""
    errors = sorted(jsonschema.Draft202012Validator(schema()).iter_errors(printed), key=lambda error: error.json_path)
    return [f"{error.json_path}: {error.message[:200]}" for error in errors[:3]]


def is_described(value, described, path="$"):
    """Fails where something was printed that the schema allows, but does not tell of."""
    while "$ref" in described or "anyOf" in described:
        if "$ref" in described:
            described = schema()["$defs"][described["$ref"].rsplit("/", 1)[1]]
        else:
            validator = jsonschema.Draft202012Validator(schema())
            described = next(one for one in described["anyOf"] if validator.evolve(schema={**one, "$defs": schema()["$defs"]}).is_valid(value))
    if isinstance(value, dict):
        for key, inner in value.items():
            of_key = described.get("properties", {}).get(key, described.get("additionalProperties"))
            equal(isinstance(of_key, dict), True, f"the schema tells of {path}.{key}")
            is_described(inner, of_key, f"{path}.{key}")
    elif isinstance(value, list):
        for inner in value:
            is_described(inner, described["items"], f"{path}[]")


@cache
def drafts():
    """All drafts, and each form as somebody who only sends it would fill it in, with the template that it is read by."""
    repository = harness.scratch / "forms"
    templates = repository / ".github/ISSUE_TEMPLATE"
    drafts = [(path, ()) for path in sorted(ROOT.glob("tests/drafts/**/*.md"))]
    for form in sorted(ROOT.glob("tests/forms/*.y*ml")):
        harness.write(templates / form.name, form.read_bytes().decode())
        skeleton = issue_ls("new", form.stem, folder=repository)
        equal((skeleton.code, skeleton.errors), (0, ""), f"`new {form.stem}` failed")
        draft = repository / f"{form.stem}.md"
        # Every box is ticked, every choice that is left open is left so.
        harness.write(draft, skeleton.output.replace("- [ ]", "- [x]"))
        drafts.append((draft, ("--template", form.stem)))
    return drafts


@test("extract: what it prints of every draft is valid by its schema, and described there")
def drafts_are_valid():
    met = set()
    for path, arguments in drafts():
        for more in ((), ("--with-spans",)):
            printed = json.loads(extract(str(path), *arguments, *more))
            equal(mistakes(printed), [], f"the schema finds in {path.name}")
            is_described(printed, schema())
            equal(("spans" in printed, "issue" in printed), (bool(more), False), f"the keys of {path.name}")
            met.update(key for key, value in printed.items() if value)
    equal(met, set(schema()["properties"]) - {"issue"}, "the keys that some draft has a value of")


@test("extract: what it prints of issues is valid by its schema, and described there")
def issues_are_valid():
    given = harness.input_named("issues of gh")
    for more in ((), ("--with-spans",)):
        lines = [json.loads(line) for line in extract("-", *more, stdin=given.stdin).splitlines()]
        numbers = [json.loads(line)["number"] for line in given.stdin.splitlines()]
        same_elements([line["issue"]["number"] for line in lines], numbers, "number")
        for line in lines:
            equal(mistakes(line), [], f"the schema finds in {line['issue']}")
            is_described(line, schema())


@test("extract: the schema finds mistakes")
def schema_finds_mistakes():
    (line,) = extract("-", "--with-spans", stdin=json.dumps(issue(*ISSUES[0]))).splitlines()
    printed = json.loads(line)
    equal(mistakes(printed), [], "the schema finds")
    for change in (
        lambda printed: printed.pop("title"),
        lambda printed: printed.update(stage="closed"),
        lambda printed: printed["labels"][0].update(source="body"),
        lambda printed: printed["introduced_in"].append(None),
        lambda printed: printed["pull_requests"][0].update(number="11"),
        lambda printed: printed["sections"].update(PRs=None),
        lambda printed: printed["fields"].update(version=[1]),
        lambda printed: printed["issue"].update(state="open"),
        lambda printed: printed["issue"].pop("number"),
        lambda printed: printed["spans"]["resolved_in"].append([3]),
        lambda printed: printed["spans"].pop("labels"),
    ):
        broken = copy.deepcopy(printed)
        change(broken)
        equal(bool(mistakes(broken)), True, "something broken is refused")


@test("extract: DuckDB answers the query of the README")
def duckdb_answers():
    readme = (ROOT / "README.md").read_bytes().decode()
    (query,) = re.findall(r"^```sql\n(.*?)^```$", readme, re.MULTILINE | re.DOTALL)
    folder = harness.scratch / "analysis"
    stdin = json.dumps([issue(*one) for one in ISSUES])
    harness.write(folder / "issues.jsonl", extract("-", stdin=stdin))
    with duckdb.connect() as connection:
        connection.execute("SET file_search_path = ?", [str(folder)])
        same_elements(connection.execute(query).fetchall(), list(WAITING), "row")
