"""What `tools/local/launcher/accounts.py` lets through between two accounts, in this process. Ends with an error at the first surprise."""
import json
import sys

sys.path.insert(0, sys.argv[1])

from launcher import accounts, call  # noqa: E402

accounts.install()

import ministack.services.eventbridge as eventbridge  # noqa: E402
import ministack.services.kms as kms  # noqa: E402
from ministack.core.responses import request_scope  # noqa: E402

REGION, OURS, OTHER, THIRD = "us-east-1", "000000000000", "111111111111", "222222222222"
BUS = f"arn:aws:events:{REGION}:{OTHER}:event-bus/theirs"
seen = []


def _spy(original):
    def dispatch(event, view=None):
        result = original(event, view)
        seen.append(event)
        return result
    return dispatch


eventbridge._dispatch_event = _spy(eventbridge._dispatch_event)
kinds = accounts._bus_policy_type()
with request_scope(OTHER, REGION):
    eventbridge._create_event_bus({"Name": "theirs"})
    kinds["create"]("Policy", {"EventBusName": "theirs", "StatementId": "told", "Statement": {
        "Effect": "Allow", "Principal": {"AWS": f"arn:aws:iam::{OURS}:root"}, "Action": "events:PutEvents", "Resource": BUS,
        "Condition": {"ForAllValues:StringEquals": {"events:source": "sluice", "events:detail-type": ["A", "B"]}},
    }}, None)


def put(account, **more):
    entry = {"EventBusName": BUS, "Source": "sluice", "DetailType": "A", "Detail": "{}", **more}
    with request_scope(account, REGION):
        return [one.get("ErrorCode") for one in json.loads(eventbridge._put_events({"Entries": [entry]})[2])["Entries"]]


def expect(what, found, wanted):
    if found != wanted:
        sys.exit(f"{what}: {found!r}, and not {wanted!r}")


expect("a kind that the policy names", put(OURS), [None])
expect("the sender that the event names", [event["Account"] for event in seen], [OURS])
expect("another kind", put(OURS, DetailType="C"), ["AccessDeniedException"])
expect("another source", put(OURS, Source="aws.events"), ["AccessDeniedException"])
expect("the root of a third account", put(THIRD), ["AccessDeniedException"])
expect("a bus that is not there", put(OURS, EventBusName=BUS + "-not"), ["AccessDeniedException"])
expect("nothing else arrived", len(seen), 1)
with request_scope(OTHER, REGION):
    kinds["delete"]("theirs|told", {})
expect("a policy that was taken away", put(OURS), ["AccessDeniedException"])

with request_scope(OTHER, REGION):
    key = json.loads(kms._create_key({})[2])["KeyMetadata"]["Arn"]


def asks(operation):
    made = call.Call(service="kms", operation=operation, action=f"kms:{operation}", region=REGION, access_key="test",
                     method="POST", path="/", headers={}, body=b"", query={}, request_id="r")
    token = call.CURRENT.set(made)
    try:
        with request_scope(OURS, REGION):
            return kms._resolve_key(key) is not None
    finally:
        call.CURRENT.reset(token)


for operation in ("Sign", "Decrypt", "GetPublicKey", "ScheduleKeyDeletion", "PutKeyPolicy"):
    expect(f"{operation} with another account's key, which does not let us", asks(operation), False)
with request_scope(OTHER, REGION):
    expect("the owner's own key", kms._resolve_key(key) is not None, True)
import ministack.core.iam_actions as iam_actions  # noqa: E402


def arn(**asked):
    return iam_actions.extract_resource_arn("events", "POST", "/", {}, json.dumps(asked).encode(), {}, REGION, OURS)


expect("a rule", arn(Name="r"), f"arn:aws:events:{REGION}:{OURS}:rule/r")
expect("a rule whose targets are asked for", arn(Rule="r"), f"arn:aws:events:{REGION}:{OURS}:rule/r")
expect("a rule of a bus", arn(Rule="r", EventBusName="b"), f"arn:aws:events:{REGION}:{OURS}:rule/b/r")
expect("a bus", arn(Entries=[{"EventBusName": BUS}]), BUS)
print("as it should be")
