"""Counts what a filter keeps of a recording: events kept and dropped by reason, and fields stripped.

    python3 tools/record/count.py FILTER.json RECORDING.ndjson...

FILTER.json is the filter of a lease, as docs/wire-format.md describes it in section 4.
Written from that page alone, whose tables it reads, in another language than the agent and the redactor, and sharing no
code with them: their counts are compared with these. Python 3.10, standard library only.
"""
import json
import re
import sys
import unicodedata
from collections import Counter
from pathlib import Path

LARGEST = 2**53 - 1


def units(text):
    """Length in UTF-16 units, as the page counts."""
    return len(text) + sum(1 for sign in text if ord(sign) > 0xFFFF)


def is_number(value):
    # A bool is an int in Python, not in JSON. A number too large for a double is infinite there.
    return isinstance(value, (int, float)) and not isinstance(value, bool) and abs(value) <= 1.7976931348623157e308


def is_int(value, low=-LARGEST, high=LARGEST):
    # JSON knows one kind of number: 1.0 is an integer.
    return is_number(value) and low <= value <= high and value == int(value)


def string(longest):
    return lambda value: isinstance(value, str) and units(value) <= longest


def word(*words):
    return lambda value: isinstance(value, str) and value in words


def listed(most, right):
    return lambda value: isinstance(value, list) and len(value) <= most and all(right(item) for item in value)


def check(words):
    """Whether a value is of a type that the page's table names."""
    numbers = [float(number) for number in re.findall(r"\d+", words)]
    if words == "boolean":
        return lambda value: isinstance(value, bool)
    if words.startswith("integers"):
        return listed(numbers[0], is_int)
    if words.startswith("integer"):
        return lambda value: is_int(value, *numbers)
    if words.startswith("number"):
        return lambda value: is_number(value) and (not numbers or numbers[0] <= value <= numbers[1])
    if words.startswith("strings"):
        return listed(numbers[1], string(numbers[0]))
    if words.startswith("string"):
        return string(numbers[0])
    return word(*re.findall(r"`([^`]+)`", words))


def tables(page):
    """Of each kind: its least key detail, and of each field: check, whether it is required, role."""
    least, fields = {}, {}
    for cells in (line.strip("| \n").split(" | ") for line in page if line.startswith("| ")):
        kind = cells[0].strip("`")
        if len(cells) == 3 and cells[1].strip("`") in DETAILS:
            least[kind] = cells[1].strip("`")
        elif len(cells) == 5 and cells[3] in ROLES:
            for one in least if kind == "all" else [kind]:
                name = re.match("`([^`]+)`", cells[1]).group(1)
                fields.setdefault(one, {})[name] = (check(cells[2]), cells[1].endswith("!"), cells[3])
    return least, fields


DETAILS = ["none", "class", "content"]
ROLES = ("measure", "vocabulary", "identifier", "name", "content")
with open(Path(__file__).parents[2] / "docs" / "wire-format.md", encoding="utf-8") as page:
    LEAST, KINDS = tables(page)


def is_secret(field_type):
    letters = "".join(sign for sign in unicodedata.normalize("NFKD", str(field_type)).lower() if "a" <= sign <= "z")
    return any(word in letters for word in ("password", "passwd", "passcode", "passphrase", "pwd"))


class Twice(ValueError):
    pass


def once(pairs):
    keys = [key for key, _ in pairs]
    if len(set(keys)) != len(keys):
        raise Twice
    return dict(pairs)


def lone(value):
    if isinstance(value, str):
        return any(0xD800 <= ord(sign) <= 0xDFFF for sign in value)
    return isinstance(value, list) and any(lone(item) for item in value)


def parse(line):
    """The event of a line (bytes), or None."""
    if len(line) > 2 * 1024 * 1024:
        return None

    def no(_):
        raise ValueError("no JSON number")

    try:
        event = json.loads(line.decode("utf-8"), object_pairs_hook=once, parse_constant=no)
    except (ValueError, RecursionError):
        return None
    if not isinstance(event, dict):
        return None
    for key, value in event.items():
        items = value if isinstance(value, list) else [value]
        if any(isinstance(item, (dict, list)) for item in items) or lone(key) or lone(value):
            return None
    return event


def judge(event, rules):
    """("kept", stripped) or (reason, 0), by section 4 of the page."""
    kind, app = event.get("kind"), event.get("app")
    if not isinstance(kind, str):
        return "invalid", 0
    if kind not in KINDS or kind not in rules["kinds"]:
        return "kind", 0
    if not isinstance(app, str):
        return "invalid", 0
    if app not in rules["applications"]:
        return "application", 0
    detail = rules["applications"][app]["keys"]
    if DETAILS.index(detail) < DETAILS.index(LEAST[kind]):
        return "detail", 0
    fields = KINDS[kind]
    secret = detail != "content" or ("fieldType" in fields and is_secret(event.get("fieldType")))
    withheld = {field for field, (_, _, role) in fields.items() if secret and role in ("content", "name")}
    kept = ({"kind", "time", "app"} | set(rules["kinds"][kind])) - withheld
    for field, (right, required, _) in fields.items():
        if field in event:
            if not right(event[field]):
                return "invalid", 0
        elif required and field in kept:
            return "invalid", 0
    return "kept", sum(1 for field in event if field not in kept)


def count(rules, lines):
    totals, stripped, kept_by_kind, by_app = Counter(), 0, Counter(), {}
    for line in lines:
        event = parse(line)
        verdict, fields = ("unparsed", 0) if event is None else judge(event, rules)
        totals[verdict] += 1
        stripped += fields
        if verdict == "kept":
            kept_by_kind[event["kind"]] += 1
        if event is not None and isinstance(event.get("app"), str):
            by_app.setdefault(event["app"], Counter())[verdict] += 1
    kept = totals.pop("kept", 0)
    return {
        "events": kept + sum(totals.values()),
        "kept": kept,
        "dropped": dict(sorted(totals.items())),
        "stripped": stripped,
        "kinds": dict(sorted(kept_by_kind.items())),
        "applications": {app: dict(sorted(counts.items())) for app, counts in sorted(by_app.items())},
    }


def main(arguments):
    if len(arguments) < 2:
        print(__doc__, file=sys.stderr)
        return 2
    with open(arguments[0], encoding="utf-8") as file:
        rules = json.load(file)
    lines = []
    for name in arguments[1:]:
        with open(name, "rb") as file:
            body = file.read()
        lines += body.removesuffix(b"\n").split(b"\n") if body else []
    print(json.dumps(count(rules, lines)))
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
