"""Calls across accounts: events to a bus of another account, a bus's own policy, keys that their policy shares; and rules by their names.

MiniStack keeps accounts apart and looks for buses and keys in the caller's alone, so that an event for another account's bus is lost as
"not found", and `AWS::Events::EventBusPolicy` fails a whole stack. Here the owner's side is asked by its resource policy, for an account's
root too: IAM asks root nothing, and the other account's owner is exactly who must not get in.
A rule of the default bus has no bus in its ARN, and `ListTargetsByRule` calls it `Rule`: as launched a policy that names it denies.
Sources: https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-cross-account.html,
https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazoneventbridge.html,
https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_evaluation-logic-cross-account.html
"""
import contextvars
import json

import ministack.core.iam_actions as iam_actions
import ministack.core.iam_evaluator as evaluator
import ministack.services.cloudformation.provisioners as provisioners
import ministack.services.eventbridge as eventbridge
import ministack.services.kms as kms
from ministack.core.responses import get_account_id, get_region, request_scope

from . import replace
from .call import CURRENT, principal_arn

# Account that an event comes from, while another one's bus hands it on.
_SENDER = contextvars.ContextVar("sluice_event_sender", default=None)

# What KMS lets a principal of another account do, when the key's policy does; never its administration.
# https://docs.aws.amazon.com/kms/latest/developerguide/key-policy-modifying-external-accounts.html
_SHARED = {
    "Verify", "Sign", "GetPublicKey", "DescribeKey", "Encrypt", "Decrypt", "GenerateDataKey",
    "GenerateDataKeyWithoutPlaintext", "ReEncrypt", "VerifyMac", "GenerateMac",
}


def _foreign(arn):
    """(account, region, resource) of an ARN that is not of the caller's account and Region."""
    parts = str(arn).split(":", 5)
    if len(parts) != 6 or not parts[4] or (parts[4], parts[3]) == (get_account_id(), get_region()):
        return None
    return parts[4], parts[3], parts[5]


def _allows(policy, principal, action, resource, keys):
    """A resource policy alone: of another account's principals it has to say yes. `keys` as the evaluator wants them, in lower case."""
    if not policy:
        return False
    kind = "Root" if principal.endswith(":root") else "AssumedRole"
    context = evaluator.EvalContext(
        principal_arn=principal, principal_type=kind, principal_account=get_account_id(), action=action,
        resource_arn=resource, region=get_region(), service_context=keys)
    return evaluator.evaluate_resource_policy(policy, context).decision == "Allow"


def _bus_policy(account, region, resource):
    with request_scope(account, region):
        return eventbridge._event_bus_policies.get(resource.split("/", 1)[1])


def bus_policy_for_arn(arn):
    """For the evaluator: (policy, owner) of a bus."""
    parts = str(arn).split(":", 5)
    if len(parts) != 6 or not parts[5].startswith("event-bus/"):
        return None
    return _bus_policy(parts[4], parts[3], parts[5]), parts[4]


def _may_put(entry, bus):
    account, region, resource = bus
    call = CURRENT.get()
    caller = principal_arn(call.access_key) if call else f"arn:aws:iam::{get_account_id()}:root"
    keys = {"events:source": [entry.get("Source", "")], "events:detail-type": [entry.get("DetailType", "")]}
    policy = _bus_policy(account, region, resource)
    return _allows(policy, caller, "events:PutEvents", entry["EventBusName"], keys)


def _put_events(original):
    def put(data, allow_aws_source=False):
        entries = data.get("Entries", [])
        if not any(_foreign(entry.get("EventBusName")) for entry in entries):
            return original(data, allow_aws_source)
        answers, failed = [], 0
        for entry in entries:
            bus = _foreign(entry.get("EventBusName"))
            if bus and not _may_put(entry, bus):
                answers.append({"ErrorCode": "AccessDeniedException", "ErrorMessage": "the policy of the bus"})
                failed += 1
                continue
            answer = _put_there(original, entry, bus, allow_aws_source)
            body = json.loads(answer[2])
            if answer[0] != 200:
                return answer
            answers += body["Entries"]
            failed += body["FailedEntryCount"]
        return eventbridge.json_response({"FailedEntryCount": failed, "Entries": answers})
    return put


def _put_there(original, entry, bus, allow_aws_source):
    if not bus:
        return original({"Entries": [entry]}, allow_aws_source)
    token = _SENDER.set(get_account_id())
    try:
        with request_scope(bus[0], bus[1]):
            return original({"Entries": [entry]}, allow_aws_source)
    finally:
        _SENDER.reset(token)


def _dispatch_event(original):
    def dispatch(event, view=None):
        sender = _SENDER.get()
        if not sender:
            return original(event, view)
        # The view was made with the account of the bus.
        event["Account"] = sender
        return original(event, None)
    return dispatch


def _resolve_key(original):
    def resolve(ref):
        key = _foreign(ref) if str(ref).startswith("arn:aws:kms:") else None
        if not key:
            return original(ref)
        call = CURRENT.get()
        if call is None or call.operation not in _SHARED:
            return None
        with request_scope(key[0], key[1]):
            record = original(ref)
            policy, _owner = kms.key_policy_for_arn(ref) if record is not None else (None, None)
        caller = principal_arn(call.access_key)
        # Of a role the evaluator has asked both policies already; root it asks nothing.
        if record is None or (caller.endswith(":root") and not _allows(policy, caller, call.action, ref, {})):
            return None
        return record
    return resolve


def _rule_arn(original):
    def resource(service, method, path, headers, body, query, region, account):
        found = original(service, method, path, headers, body, query, region, account)
        if service != "events" or body[:1] != b"{":
            return found
        asked = json.loads(body)
        if "Rule" in asked:
            bus = asked.get("EventBusName", "default").split("/")[-1]
            found = f"arn:aws:events:{region}:{account}:rule/{bus}/{asked['Rule']}"
        return found.replace(":rule/default/", ":rule/")
    return resource


def _bus_policy_type():
    """`AWS::Events::EventBusPolicy`: a statement of a bus's policy."""

    def put(properties):
        bus = properties.get("EventBusName", "default").split("/")[-1]
        statement = properties.get("Statement")
        statement = json.loads(statement) if isinstance(statement, str) else statement
        name = properties["StatementId"]
        policy = eventbridge._event_bus_policies.get(bus) or {"Version": "2012-10-17", "Statement": []}
        others = [one for one in policy["Statement"] if one.get("Sid") != name]
        eventbridge._event_bus_policies[bus] = {**policy, "Statement": [*others, {**statement, "Sid": name}]}
        return f"{bus}|{name}", {}

    def delete(physical_id, _properties):
        bus, name = physical_id.split("|")
        eventbridge._remove_permission({"EventBusName": bus, "StatementId": name})

    return {
        "create": lambda _logical_id, properties, _stack: put(properties),
        "update": lambda _physical_id, _old, new, *_rest: put(new),
        "delete": delete,
    }


def install():
    eventbridge.sluice_bus_policy_for_arn = bus_policy_for_arn
    evaluator._RESOURCE_POLICY_LOOKUPS["events"] = ("eventbridge", "sluice_bus_policy_for_arn")
    replace(iam_actions, "extract_resource_arn", _rule_arn)
    replace(eventbridge, "_put_events", _put_events)
    replace(eventbridge, "_dispatch_event", _dispatch_event)
    replace(kms, "_resolve_key", _resolve_key)
    provisioners._RESOURCE_HANDLERS["AWS::Events::EventBusPolicy"] = _bus_policy_type()
