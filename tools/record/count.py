"""Counts what a filter keeps of a recording: events kept and dropped by reason, and fields stripped.

    python3 tools/record/count.py FILTER.json RECORDING.ndjson...

FILTER.json is the filter of a lease, as docs/wire-format.md describes it in section 4.
Written from that page alone, in another language than the agent and the redactor, and sharing no code with them:
their counts are compared with these. Python 3.10, standard library only.
"""
import json
import sys
import unicodedata
from collections import Counter

CLASSES = ("letter digit punctuation space enter tab backspace delete navigation modifier function dead other").split()
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


def ints(value):
    return isinstance(value, list) and len(value) <= 1536 and all(is_int(item) for item in value)


def ids(value):
    return isinstance(value, list) and len(value) <= 256 and all(an_id(item) for item in value)


def flag(value):
    return isinstance(value, bool)


an_id = string(256)
text = string(1048576)
COMMON = {"time!": lambda v: is_number(v) and 0 <= v <= 8.64e15, "app!": an_id, "window": an_id}
MODIFIERS = {"altKey": flag, "ctrlKey": flag, "metaKey": flag, "shiftKey": flag}
FIELD = {"field": an_id, "fieldType": an_id}
KINDS = {
    "pointer": {"path!": ints, "pointerType": word("mouse", "pen", "touch")},
    "click": {"x!": is_int, "y!": is_int, "button!": lambda v: is_int(v, 0, 31), "detail": lambda v: is_int(v, 0, 255), **MODIFIERS},
    "scroll": {"deltaX!": is_number, "deltaY!": is_number, "deltaMode": lambda v: is_int(v, 0, 2), "x": is_int, "y": is_int},
    "key": {
        "type!": word("keydown", "keyup"), "code": string(64), "key": string(64), "class": word(*CLASSES),
        "repeat": flag, "isComposing": flag, **FIELD, **MODIFIERS,
    },
    "text": {"inputType!": string(64), "data": text, **FIELD},
    "prompt": {"text!": text, "author": word("self", "assistant"), "conversation": an_id, "model": an_id},
    "transcript": {"text!": text, "author!": word("self", "other"), "conversation": an_id, "speaker": an_id},
    "message": {
        "text!": text, "author!": word("self", "other"), "conversation": an_id, "channel": word("chat", "mail"),
        "subject": string(1024), "participants": ids,
    },
    "window": {"type!": word("focus", "blur", "open", "close", "title"), "title": string(4096)},
}
WITHHELD = {"key": {"code", "key"}, "text": {"data"}, "window": {"title"}}
TALK = {"prompt", "transcript", "message"}
DROPPED_WHOLE = {"none": TALK | {"key", "text"}, "class": TALK, "content": set()}


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
    if kind in DROPPED_WHOLE[detail]:
        return "detail", 0
    disclosed = {"kind", "time", "app"} | set(rules["kinds"][kind])
    secret = detail != "content" or (kind in ("key", "text") and is_secret(event.get("fieldType")))
    kept = disclosed - (WITHHELD.get(kind, set()) if secret else set())
    for mark, right in {**COMMON, **KINDS[kind]}.items():
        field = mark.rstrip("!")
        if field in event:
            if not right(event[field]):
                return "invalid", 0
        elif mark.endswith("!") and field in kept:
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
