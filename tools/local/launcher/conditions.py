"""Gap: condition keys that MiniStack's evaluator knows no value for.

- `dynamodb:LeadingKeys` is never filled in, so `ForAllValues:` over it is vacuously true and the wrong tenant gets
  through. A transaction is authorized item by item, each with its own key.
- `kms:EncryptionContext:*` and `kms:EncryptionContextKeys` are never filled in, so every policy that asks for a context
  denies always.
- `aws:PrincipalArn` of a role session is the session's ARN here; on AWS it is the role's, and a Deny that names roles
  would deny nobody.
- `aws:PrincipalIsAWSService` and `aws:ViaAWSService` are missing; on AWS each signed request has them, and a Deny that spares
  services would spare everybody. Here services do not call each other with IAM, so both are always false.
- `aws:MultiFactorAuthPresent` is never there, so a role that asks for it can be taken by nobody. Here it is true for an `AssumeRole`
  that brings a device and a code of six digits; there are no devices, so which code is not asked.
- `iam:PermissionsBoundary` is never filled in, so whoever may change only roles of one boundary may change none. It is the boundary that
  the role has when its policies are changed.
- What is asked of a role by its name is asked of `role/NAME`, whatever path the role has; on AWS it is the role's own ARN.
- `kms:ReEncrypt` is no IAM action: AWS asks for `kms:ReEncryptFrom` on the source and `kms:ReEncryptTo` on the
  destination.

Each evaluation is noted on the current call, for the trail.
Source: service authorization reference of DynamoDB and KMS.
"""
import json
import re
from urllib.parse import parse_qs

import ministack.core.iam_actions as iam_actions
import ministack.core.iam_evaluator as evaluator

from . import replace
from .call import CURRENT

_TRANSACTION_MEMBERS = ("Put", "Update", "Delete", "ConditionCheck", "Get")


class KeyedArn(str):
    """A table ARN that remembers the leading keys of the one item that it is checked for."""

    leading_keys: list


def _table(name):
    from ministack.services import dynamodb

    return dynamodb._tables.get(name.rsplit("/", 1)[-1]) or {}


def _partition_key(table, index=None):
    """Name of the partition key of a table or of one of its indexes; None when unknown."""
    definition = _table(table)
    if index:
        indexes = [*(definition.get("GlobalSecondaryIndexes") or []), *(definition.get("LocalSecondaryIndexes") or [])]
        definition = next((entry for entry in indexes if entry.get("IndexName") == index), {})
    return next((key["AttributeName"] for key in definition.get("KeySchema") or [] if key["KeyType"] == "HASH"), None)


def _value(attribute):
    """The text by which a policy names an attribute value: {"S": "a"} -> "a"."""
    return next(iter(attribute.values()), None) if isinstance(attribute, dict) else None


def _item_key(table, item):
    name = _partition_key(table)
    value = _value((item or {}).get(name)) if name else None
    return [str(value)] if value is not None else []


def _query_key(request):
    """The partition key value of a Query, from its key condition `pk = :v`."""
    name = _partition_key(request.get("TableName", ""), request.get("IndexName"))
    names, values = request.get("ExpressionAttributeNames") or {}, request.get("ExpressionAttributeValues") or {}
    for left, right in re.findall(r"([#\w.]+)\s*=\s*(:\w+)", request.get("KeyConditionExpression") or ""):
        if names.get(left, left) == name and _value(values.get(right)) is not None:
            return [str(_value(values[right]))]
    return []


def leading_keys(operation, request):
    """Values of `dynamodb:LeadingKeys` for a single-table or batch request; empty when it names no key (Scan)."""
    table = request.get("TableName", "")
    if operation in ("GetItem", "DeleteItem", "UpdateItem"):
        return _item_key(table, request.get("Key"))
    if operation == "PutItem":
        return _item_key(table, request.get("Item"))
    if operation == "Query":
        return _query_key(request)
    keys = []
    for name, entry in (request.get("RequestItems") or {}).items():
        if operation == "BatchGetItem":
            for key in entry.get("Keys") or []:
                keys += _item_key(name, key)
        elif operation == "BatchWriteItem":
            for write in entry or []:
                put, delete = write.get("PutRequest") or {}, write.get("DeleteRequest") or {}
                keys += _item_key(name, put.get("Item") or delete.get("Key"))
    return keys


def _keyed_transaction_checks(original):
    def checks(iam_action, body, region, account_id):
        plain = original(iam_action, body, region, account_id)
        if not plain:
            return plain
        entries = [(item[member]["TableName"], item[member]) for item in json.loads(body)["TransactItems"]
                   for member in _TRANSACTION_MEMBERS
                   if isinstance(item.get(member), dict) and item[member].get("TableName")]
        if len(entries) != len(plain):
            # A member that we do not know: without its key the whole request is denied rather than let through.
            raise ValueError("transaction item of an unknown kind")
        keyed = []
        for (action, arn), (table, detail) in zip(plain, entries):
            arn = KeyedArn(arn)
            arn.leading_keys = _item_key(table, detail.get("Key") or detail.get("Item"))
            keyed.append((action, arn))
        return keyed

    return checks


def _kms_context(context):
    keys = {f"kms:EncryptionContext:{name}": value for name, value in (context or {}).items()}
    if context:
        keys["kms:EncryptionContextKeys"] = list(context)
    return keys


_ROLE_CHANGES = ("PutRolePolicy", "DeleteRolePolicy", "AttachRolePolicy", "DetachRolePolicy")


def _boundary_key(operation, role_arn):
    if operation not in _ROLE_CHANGES or ":role/" not in role_arn:
        return {}
    from ministack.services import iam

    role = iam._roles.get_scoped(role_arn.split(":")[4], None, role_arn.rsplit("/", 1)[-1]) or {}
    boundary = role.get("PermissionsBoundary")
    return {"iam:PermissionsBoundary": boundary} if boundary else {}


def _role_arn(original):
    def resource(service, *rest, **named):
        found = original(service, *rest, **named)
        if service != "iam" or not str(found).startswith("arn:aws:iam::") or ":role/" not in found:
            return found
        from ministack.services import iam

        role = iam._roles.get_scoped(found.split(":")[4], None, found.rsplit("/", 1)[-1]) or {}
        return role.get("Arn", found)

    return resource


def _request_keys(iam_action, resource_arn):
    """The condition keys of the current request that MiniStack leaves out."""
    call = CURRENT.get()
    if call is None:
        return {}
    service, operation = iam_action.split(":", 1)
    if service == "dynamodb":
        keys = resource_arn.leading_keys if isinstance(resource_arn, KeyedArn) else leading_keys(operation, call.json)
        return {"dynamodb:LeadingKeys": keys} if keys else {}
    if service == "iam":
        return _boundary_key(operation, str(resource_arn))
    if service == "kms":
        side = {"ReEncryptFrom": "SourceEncryptionContext", "ReEncryptTo": "DestinationEncryptionContext"}
        return _kms_context(call.json.get(side.get(operation, "EncryptionContext")))
    return {}


def _enforce(original):
    def enforce(access_key_id, iam_action, service, region, resource_arn="*", service_context=None):
        if iam_action == "kms:ReEncrypt":
            request = CURRENT.get().json
            source = enforce(access_key_id, "kms:ReEncryptFrom", service, region, resource_arn, service_context)
            return source or enforce(access_key_id, "kms:ReEncryptTo", service, region,
                                     _key_arn(request.get("DestinationKeyId", ""), resource_arn), service_context)
        context = {**(service_context or {}), **_request_keys(iam_action, resource_arn)}
        refused = original(access_key_id, iam_action, service, region, resource_arn=resource_arn,
                           service_context=context)
        call = CURRENT.get()
        if call is not None:
            call.checks.append({"action": iam_action, "resource": str(resource_arn),
                                "decision": "allowed" if refused is None else "denied"})
        return refused

    return enforce


def _brings_mfa():
    call = CURRENT.get()
    if call is None or call.operation != "AssumeRole":
        return False
    form = parse_qs(call.body.decode("latin-1"))
    return bool(form.get("SerialNumber")) and re.fullmatch(r"\d{6}", form.get("TokenCode", [""])[0]) is not None


_CALLER_IS_NO_SERVICE = ("aws:principalisawsservice", "aws:viaawsservice")


def _resolve_condition_key(original):
    def resolve(key, ctx):
        if key.lower() in _CALLER_IS_NO_SERVICE:
            return "false"
        if key.lower() == "aws:multifactorauthpresent":
            return "true" if _brings_mfa() else None
        value = original(key, ctx)
        if key.lower() != "aws:principalarn" or ":assumed-role/" not in str(value):
            return value
        from ministack.services import iam

        role = value.split(":assumed-role/")[1].split("/")[0]
        record = iam._roles.get_scoped(ctx.principal_account, None, role) or {}
        return record.get("Arn") or f"arn:aws:iam::{ctx.principal_account}:role/{role}"

    return resolve


def _key_arn(key_id, other_key_arn):
    """ARN of a key given by id, in the account and Region of another one."""
    from ministack.services import kms

    record = kms._resolve_key(key_id)
    return record["Arn"] if record else other_key_arn


def install():
    replace(iam_actions, "dynamodb_transaction_checks", _keyed_transaction_checks)
    replace(iam_actions, "extract_resource_arn", _role_arn)
    replace(evaluator, "enforce", _enforce)
    replace(evaluator, "_resolve_condition_key", _resolve_condition_key)
