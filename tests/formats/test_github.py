"""GitHub's workflow commands: taken apart as the runner of GitHub Actions does, they say what `--output-format json` says."""

from harness import equal, path_in, place_in, same_message, test_each_input

COMMANDS = {"error": "error", "warning": "warning", "information": "notice"}
# What the runner takes the escapes for, in its order.
IN_MESSAGES = (("%0D", "\r"), ("%0A", "\n"), ("%25", "%"))
IN_PROPERTIES = (("%0D", "\r"), ("%0A", "\n"), ("%3A", ":"), ("%2C", ","), ("%25", "%"))


def unescaped(text, escapes):
    for escape, character in escapes:
        text = text.replace(escape, character)
    return text


def taken_apart(line):
    """The command, its properties and its message."""
    before, head, message = line.split("::", 2)
    equal(before, "", "what stands before the command")
    command, properties = head.split(" ", 1)
    pairs = (pair.split("=", 1) for pair in properties.split(","))
    return command, {key: unescaped(value, IN_PROPERTIES) for key, value in pairs}, unescaped(message, IN_MESSAGES)


@test_each_input("GitHub's workflow commands tell what json tells")
def tell_the_same(given):
    # The runner reads lines as .NET does.
    lines = given.check("github").output.replace("\r\n", "\n").replace("\r", "\n").removesuffix("\n").split("\n")
    findings = given.findings()
    equal(len([line for line in lines if line]), len(findings), "how many commands")
    for line, finding in zip(lines, findings):
        command, properties, message = taken_apart(line)
        equal(command, COMMANDS[finding["severity"]], "the command")
        equal(properties.pop("title"), finding["code"], "the title")
        same_message(properties.pop("file"), path_in(given, finding["filename"]))
        place = tuple(int(properties.pop(key)) for key in ("line", "col", "endLine", "endColumn"))
        equal((place, properties), (place_in(finding), {}), "the place")
        told = f"{finding['severity']}[{finding['code']}] {finding['message']}"
        name, _, rest = message.partition(f":{place[0]}:{place[1]}: ")
        same_message(name, finding["filename"])
        same_message(rest, told)
