"""Injects faults into API calls, by rule and seed, to show that what is built on AWS survives what AWS does.

Rules come as JSON, from SLUICE_FAULTS_FILE or POST /_sluice/faults:

    {"seed": 7, "rules": [{
      "match":  {"service": "dynamodb", "action": "TransactWriteItems", "role": "*Redactor*", "resource": "*Lane*"},
      "when":   {"probability": 0.2} | {"nth": [1, 4]} | {"every": 10},     default: each time
      "times":  3,                                                          at most so often; default: no limit
      "effect": {"throttle": true}                  the service's own throttling error
              | {"error": "InternalServerError", "status": 500}
              | {"conflict": [0]}                   DynamoDB TransactionConflict, for these items of a transaction
              | {"drop": "before" | "after"}        connection closed, before or after the call was executed
              | {"delayMs": 500}                    may stand beside each of the others
    }]}

Patterns take * and ?. A rule counts the calls that it matches and draws from a generator of its own, seeded by `seed`
and its place, so that the same calls meet the same faults. The first rule that strikes wins. GET /_sluice/faults tells
what each has matched and struck: a test that asserts nothing of it could pass without a fault.
"""
import asyncio
import fnmatch
import json
import os
import random

_THROTTLES = {
    "dynamodb": ("ProvisionedThroughputExceededException", 400),
    "kinesis": ("ProvisionedThroughputExceededException", 400),
    "lambda": ("TooManyRequestsException", 429),
    "s3": ("SlowDown", 503),
    "sns": ("Throttled", 429),
}
_XML_SERVICES = {"s3", "sns", "sts", "iam", "cloudformation", "monitoring"}
_EFFECTS = {"throttle", "error", "status", "conflict", "drop", "delayMs", "message"}
_MATCHES = {"service", "action", "role", "resource"}
_WHENS = {"probability", "nth", "every"}


class ConnectionDropped(Exception):
    """Tells the front (control.py) to close the connection without an answer."""


class _Rule:
    def __init__(self, seed, place, spec):
        for part, known in (("match", _MATCHES), ("when", _WHENS), ("effect", _EFFECTS)):
            unknown = set(spec.get(part) or {}) - known
            if unknown:
                raise ValueError(f"rule {place}: unknown in {part}: {', '.join(sorted(unknown))}")
        unknown = set(spec) - {"match", "when", "effect", "times"}
        if unknown or not spec.get("effect"):
            raise ValueError(f"rule {place}: " + (f"unknown: {', '.join(sorted(unknown))}" if unknown else "no effect"))
        self.match, self.when, self.effect = spec.get("match") or {}, spec.get("when") or {}, spec["effect"]
        self.times = spec.get("times")
        self.random = random.Random(f"{seed}:{place}")
        self.matched = self.struck = 0

    def strikes(self, call, role, resources):
        wanted = (("service", [call.service]), ("action", [call.operation, call.action]), ("role", [role]),
                  ("resource", resources))
        for field, values in wanted:
            pattern = self.match.get(field)
            if pattern is not None and not any(fnmatch.fnmatchcase(value, pattern) for value in values):
                return False
        self.matched += 1
        drawn = self.random.random()  # drawn for each match, so that `times` changes no later draw
        if self.times is not None and self.struck >= self.times:
            return False
        strikes = (drawn < self.when["probability"] if "probability" in self.when
                   else self.matched in self.when["nth"] if "nth" in self.when
                   else self.matched % self.when["every"] == 0 if "every" in self.when
                   else True)
        self.struck += strikes
        return strikes


_rules: list = []


def set_rules(document):
    """Replaces all rules. Raises ValueError on a key that is not known."""
    global _rules
    unknown = set(document) - {"seed", "rules"}
    if unknown:
        raise ValueError(f"unknown: {', '.join(sorted(unknown))}")
    seed = document.get("seed", 0)
    _rules = [_Rule(seed, place, spec) for place, spec in enumerate(document.get("rules") or [])]


def counts():
    return [{"matched": rule.matched, "struck": rule.struck} for rule in _rules]


def _resources(call):
    """ARNs and names that the request names, for the `resource` pattern."""
    from ministack.core.iam_actions import dynamodb_resource_arns, extract_resource_arn
    from ministack.core.responses import get_account_id

    if call.service == "dynamodb":
        return dynamodb_resource_arns(call.body, call.region, get_account_id())
    return [extract_resource_arn(call.service, call.method, call.path, call.headers, call.body,
                                 app_params(call), call.region, get_account_id())]


def app_params(call):
    import ministack.app as app

    return app._routing_params(call.method, call.path, call.headers, call.body, call.query)


def _error(call, code, status, message="injected fault", extra=None):
    from ministack.core.responses import error_response_json, error_response_xml

    if call.service in _XML_SERVICES:
        return error_response_xml(code, message, status)
    return error_response_json(code, message, status, extra)


def _conflict(call, places):
    """The answer to a write that met another transaction on the same item."""
    if call.operation not in ("TransactWriteItems", "TransactGetItems"):
        return _error(call, "TransactionConflictException", 400, "Transaction is ongoing for the item")
    items = call.json.get("TransactItems") or []
    hit = set(places if isinstance(places, list) else range(len(items)))
    reasons = [{"Code": "TransactionConflict", "Message": "Transaction is ongoing for the item"} if place in hit
               else {"Code": "None"} for place in range(len(items))]
    summary = ", ".join(reason["Code"] for reason in reasons)
    return _error(call, "TransactionCanceledException", 400,
                  f"Transaction cancelled, please refer cancellation reasons for specific reasons [{summary}]",
                  {"CancellationReasons": reasons, "Message": "Transaction cancelled"})


async def serve(call, role, execute):
    """Executes a call, unless a rule strikes it. Calls of the emulator's own parts are never struck."""
    if not _rules or call.headers.get("x-sluice-unrecorded") is not None:
        return await execute()
    resources = _resources(call)
    effect = next((rule.effect for rule in _rules if rule.strikes(call, role, resources)), None)
    if effect is None:
        return await execute()
    if "delayMs" in effect:
        await asyncio.sleep(effect["delayMs"] / 1000)
    if "conflict" in effect:
        return _conflict(call, effect["conflict"])
    if effect.get("throttle"):
        return _error(call, *_THROTTLES.get(call.service, ("ThrottlingException", 400)), "Rate exceeded")
    if "error" in effect:
        return _error(call, effect["error"], effect.get("status", 400), effect.get("message", "injected fault"))
    if effect.get("drop") == "before":
        raise ConnectionDropped
    response = await execute()
    if effect.get("drop") == "after":
        raise ConnectionDropped
    return response


def install():
    path = os.environ.get("SLUICE_FAULTS_FILE")
    if path and os.path.exists(path):
        with open(path, encoding="utf-8") as file:
            set_rules(json.load(file))
