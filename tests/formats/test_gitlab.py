"""GitLab's code quality: the fields that its documentation asks for, with what `--output-format json` says."""

import json

from harness import equal, path_in, same_elements, same_message, test_each_input

SEVERITIES = {"error": "major", "warning": "minor", "information": "info"}


@test_each_input("GitLab's code quality tells what json tells")
def tells_the_same(given):
    records = json.loads(given.check("gitlab").output)
    same_elements(
        [
            (record["check_name"], record["severity"], record["location"]["path"], record["location"]["lines"]["begin"])
            for record in records
        ],
        [
            (finding["code"], SEVERITIES[finding["severity"]], path_in(given, finding["filename"]), finding["location"]["row"])
            for finding in given.findings()
        ],
        "record",
    )
    for record, finding in zip(records, given.findings()):
        equal(set(record), {"description", "check_name", "fingerprint", "severity", "location"}, "the fields")
        same_message(record["description"], finding["message"])
        equal(record["location"]["path"].startswith("./"), False, "a path begins with a dot")
    prints = [record["fingerprint"] for record in records]
    equal(len(set(prints)), len(prints), "how many fingerprints")
