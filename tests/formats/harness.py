"""What the tests of the output share: running the program, the inputs that it is given, and the report of the tests.

The tests stand in the files `test_*.py` beside this one, each a function that is marked with `test` and fails by an
exception. To add one for another kind of output, add a file, and what it imports to requirements.txt.
"""

import importlib
import json
import os
import re
import subprocess
import sys
import tempfile
import traceback
import unicodedata
from dataclasses import dataclass
from functools import cache
from pathlib import Path

HERE = Path(__file__).resolve().parent
ROOT = HERE.parent.parent
# The day as of which releases are judged, so that time changes nothing.
AS_OF = "2026-09-01"

# Set by `main`.
program = Path()
scratch = Path()
# The names of the tests and what they do, in order.
tests = []


@dataclass(frozen=True)
class Said:
    """How a run of the program ended and what it said."""

    code: int
    output: str
    errors: str


@dataclass(frozen=True)
class Input:
    """What `check` is given in a test."""

    name: str
    arguments: tuple[str, ...]
    folder: Path = ROOT
    stdin: str = ""

    def check(self, output_format, *more):
        """What `check` says of it in a format. That it could not do its work is a failed test."""
        options = ("--isolated", "--as-of", AS_OF, "--quiet", "--output-format", output_format)
        said = issue_ls("check", *options, *more, *self.arguments, folder=self.folder, stdin=self.stdin)
        equal((said.code in (0, 1), said.errors), (True, ""), "`check` failed")
        return said

    @cache
    def findings(self):
        """What `--output-format json` says: the formats of others must tell the same."""
        return json.loads(self.check("json").output)


def issue_ls(*arguments, folder=ROOT, stdin=""):
    """Runs the program with `arguments` in `folder`."""
    done = subprocess.run([program, *arguments], cwd=folder, input=stdin.encode(), capture_output=True, timeout=120)
    return Said(done.returncode, done.stdout.decode(), done.stderr.decode())


def test(name):
    """Marks a function as the test `name`."""

    def mark(function):
        tests.append((name, function))
        return function

    return mark


def test_each_input(name):
    """Marks a function of an input as a test for each of `inputs()`."""

    def mark(function):
        for given in inputs():
            tests.append((f"{name}: {given.name}", lambda given=given: function(given)))
        return function

    return mark


def equal(actual, expected, what):
    """Fails unless both are the same."""
    if actual != expected:
        raise AssertionError(f"{what}: {shortened(actual)} instead of {shortened(expected)}")


def same_elements(actual, expected, what):
    """Fails at the first place where two lists differ."""
    for at, (one, other) in enumerate(zip(actual, expected)):
        equal(one, other, f"{what} {at + 1}")
    equal(len(actual), len(expected), f"how many {what}s")


def place_in(record):
    """The place of a finding, or of an edit of its fix, in the output of `--output-format json`."""
    start, end = record["location"], record["end_location"]
    return start["row"], start["column"], end["row"], end["column"]


def path_in(given, name):
    """The name of a checked document as the path that other programs look up: from the folder, where it lies below."""
    path = os.path.relpath(os.path.join(given.folder, name), given.folder)
    return path if not path.startswith("..") else os.path.normpath(name)


def same_message(actual, expected):
    """Fails unless a sentence is the expected one, but for what a terminal would obey, and for its end if it is long."""
    equal(all(map(is_harmless, actual)), True, f"{shortened(actual)} is harmless")
    if all(map(is_harmless, expected)) and len(expected) <= 500:
        equal(actual, expected, "a sentence")
    else:
        words = "".join(character if is_harmless(character) else "." for character in expected)
        pattern = re.compile("".join("." if character == "." else re.escape(character) for character in words[:500]))
        equal(bool(pattern.match(actual)), True, f"{shortened(actual)} is {shortened(expected)}")


def is_harmless(character):
    return unicodedata.category(character) not in ("Cc", "Cf", "Cn", "Zl", "Zp")


def shortened(value):
    text = repr(value)
    return text if len(text) <= 400 else text[:400] + "…"


@cache
def inputs():
    """Drafts, form files and issues of all kinds, and nothing at all."""
    forms = sorted(str(path.relative_to(ROOT)) for path in ROOT.glob("tests/forms/*.y*ml"))
    drafts = sorted(ROOT.glob("tests/drafts/**/*.md"))
    issues = [
        {"number": 100 + at, "title": path.stem, "body": path.read_bytes().decode(), "labels": [], "state": "OPEN"}
        for at, path in enumerate(drafts)
    ]
    # Two repositories can have an issue of the same number.
    issues.append(issues[-1])
    folder = scratch / "folder"
    repository(folder)
    write(scratch / "empty" / "README.md", "# No draft\n")
    return (
        Input("drafts", ("tests/drafts",)),
        Input("forms", tuple(forms)),
        Input("issues of gh", ("-",), stdin="".join(json.dumps(issue) + "\n" for issue in issues)),
        Input("hard names and characters", (".", "./drafts/../named.txt", str(folder / "outside.md")), folder=folder),
        Input("an empty draft", ("-",)),
        Input("no draft", (".",), folder=scratch / "empty"),
    )


def input_named(name):
    (given,) = (given for given in inputs() if given.name == name)
    return given


def repository(folder):
    """Writes drafts that are hard to tell of: names, characters, line ends and places."""
    nasty = "/sig \x1b[31mred\x07\x9b2J\u202e\u200bx\x7f \ufffe\uffff \x00 ]]>&<\"' {0} {{1}} [a](https://b.example) 100%0A,::error::\n"
    broken = "```release\nintroduced-in=1.30.2\n```\n"
    write(folder / "outside.md", nasty + broken)
    write(folder / "named.txt", "/sig 😀é nod 漢字 nod\n\n" + broken)
    write(folder / "drafts/a b%20c#d?e&f[g]:h,i'j\"k;l=m.md", "/sig nod\n\n" + broken)
    write(folder / "drafts/Übergröße 😀.md", "\ufeff/sig nod\r\n\r\n" + broken.replace("\n", "\r\n"))
    write(folder / "drafts/line ends.md", "😀\r/sig nod\r\r" + broken.replace("\n", "\r") + "\u2028\x0b\x0c\u0085/sig nod\n/sig nod")
    write(folder / "drafts/twice.md", "/sig nod\n\n/sig nod\n\n/sig nod nod\n\n" + broken)
    write(folder / "drafts/endless.md", f"/sig {'x' * 9000}\n\n{broken}")
    (folder / ".github/ISSUE_TEMPLATE").mkdir(parents=True)
    form = (ROOT / "tests/forms/kubernetes-bug-report.yaml").read_bytes().decode()
    write(folder / ".github/ISSUE_TEMPLATE/bug report.yml", form)
    labels = re.findall(r"^      label: (.*)$", form, re.MULTILINE)
    write(folder / "drafts/of a form.md", "".join(f"### {label}\n\n_No response_\n\n" for label in labels))


def write(path, text):
    """Writes `text` as it is to `path`."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(text.encode())


def main():
    """Runs the tests whose names hold a pattern and reports each."""
    global program, scratch
    program = Path(sys.argv[1])
    pattern = sys.argv[2]
    failed = 0
    with tempfile.TemporaryDirectory(prefix="issue-ls-formats-") as folder:
        scratch = Path(folder)
        for path in sorted(HERE.glob("test_*.py")):
            importlib.import_module(path.stem)
        for name, function in tests:
            if pattern not in name:
                continue
            try:
                function()
                print(f"ok - {name}", flush=True)
            except Exception as error:  # whatever it is, the other tests are run
                failed += 1
                why = re.sub(r"\s+", " ", str(error)) or type(error).__name__
                print(f"not ok - {name}: {why}", flush=True)
                traceback.print_exc(limit=-3)
    sys.exit(failed > 0)


if __name__ == "__main__":
    # The tests import this file by its name, so it must be one module.
    sys.modules["harness"] = sys.modules["__main__"]
    main()
