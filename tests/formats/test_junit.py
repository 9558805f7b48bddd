"""JUnit: read by junitparser as what `--output-format json` says of the same drafts."""

from harness import equal, path_in, same_elements, same_message, test_each_input
from junitparser import JUnitXml


def suites_of(given):
    report = JUnitXml.fromstring(given.check("junit").output.encode())
    return report, list(report)


@test_each_input("JUnit is read by junitparser as json tells it")
def is_read_back(given):
    report, suites = suites_of(given)
    findings = given.findings()
    equal(report.failures, len(findings), "the failures of the report")
    equal(report.tests, sum(len(suite) for suite in suites), "the tests of the report")
    cases = []
    for suite in suites:
        failed = [case for case in suite if case.result]
        equal((suite.tests, suite.failures), (len(suite), len(failed)), f"the counts of {suite.name!r}")
        # A document without findings is one case that passed.
        equal(bool(failed) or len(suite) == 1, True, f"the cases of {suite.name!r}")
        cases += failed
    equal(len(cases), len(findings), "how many failed cases")
    for case, finding in zip(cases, findings):
        place = f"{finding['location']['row']}:{finding['location']['column']}"
        equal(case.name.removesuffix(")").split(" (")[0], f"{finding['code']} at {place}", "the name of a case")
        same_message(case.classname, finding["filename"])
        same_message(case._elem.get("file"), path_in(given, finding["filename"]))
        equal(case._elem.get("line"), str(finding["location"]["row"]), "the line of a case")
        (failure,) = case.result
        equal(failure.type, finding["severity"], "how grave a failure is")
        same_message(failure.message, finding["message"])
        equal(failure.text, f"{case.classname}:{place}: {failure.type}[{finding['code']}] {failure.message}", "the text")


@test_each_input("JUnit has no two cases of one name")
def names_differ(given):
    _, suites = suites_of(given)
    names = sorted((case.classname, case.name) for suite in suites for case in suite)
    same_elements(names, sorted(set(names)), "name")
