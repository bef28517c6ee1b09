"""Records every API call in CloudTrail's record format, one JSON object a line (SLUICE_TRAIL_FILE).

No content: of the request only names and ids are kept, of the answer nothing but an error's code. The IAM actions that
were decided for the call, with resource and decision, stand in `additionalEventData.iam`, since one call can need
several (a transaction asks for one per item). A customer's own trail has the same fields but that one.
Source: CloudTrail record contents, event version 1.11.

One thing is thinned out: the Kinesis event source polls each shard several times a second, and a read of it that found
nothing is recorded the first time only.
"""
import json
import os
import re
import time
import uuid

import ministack.app as app

from . import faults, replace
from .call import CURRENT, Call, mapping_id, operation_name, principal_arn, role_name

# Request fields that name something, and policies of roles, by which the guard judges a change. All others (items, expressions, payloads,
# data, messages) are content.
_NAMES = frozenset("""
    TableName IndexName FunctionName StreamName StreamARN ShardId ShardIteratorType StartingSequenceNumber
    ResourceARN ResourceArn KeyId SourceKeyId DestinationKeyId KeySpec SigningAlgorithm TargetKeyId AliasName
    QueueUrl QueueName TopicArn TargetArn stateMachineArn executionArn name RoleArn RoleSessionName DurationSeconds
    UserPoolId ClientId Username StackName ChangeSetName logGroupName logStreamName AlarmName EventBusName Namespace
    BucketName PolicyArn RoleName UserName LayerName EventSourceArn UUID Limit ReturnConsumedCapacity ConsistentRead
    Role PolicyName PolicyDocument SourceTableName TargetTableName SourceTableArn AlarmNames Name Rule
    EncryptionContext SourceEncryptionContext DestinationEncryptionContext
""".split())
# Data events by CloudTrail's own division; all other operations are management events.
_DATA_EVENTS = {
    "s3": re.compile(r"^(Get|Head|Put|Delete|Copy|List)Object|^(Upload|Create|Complete|Abort).*(Part|Multipart)"),
    "dynamodb": re.compile(r"Item|^Query$|^Scan$|^Transact|^Execute"),
    "lambda": re.compile(r"^Invoke"),
    "kinesis": re.compile(r"Record|ShardIterator"),
    "sqs": re.compile(r"Message"),
    "sns": re.compile(r"^Publish"),
}
_READ_ONLY = re.compile(r"^(Get|Head|List|Describe|Query|Scan|BatchGet|TransactGet|Decrypt|Lookup|Search|Verify|Filter)")
_EVENT_SOURCE = {"iot-data": "iotdata"}


_LONGEST = 64 * 1024 * 1024  # bytes from which a file is put aside when the emulator starts


class _File:
    """Appends whole lines by single writes, so that readers never see half of one."""

    def __init__(self, path):
        if path and os.path.exists(path) and os.path.getsize(path) > _LONGEST:
            os.replace(path, f"{path}.1")
        self._descriptor = os.open(path, os.O_APPEND | os.O_CREAT | os.O_WRONLY, 0o600) if path else None

    def write(self, record):
        if self._descriptor is not None:
            os.write(self._descriptor, (json.dumps(record, separators=(",", ":")) + "\n").encode())


_file = _File(None)
_polled = set()  # (caller, action, resources) of the event source's reads that are recorded already


def _is_idle_poll(call, caller, response):
    """A read of the event source that found no record, as one before it."""
    if call.operation != "GetRecords" or call.headers.get("x-sluice-poll") is None or response[0] != 200:
        return False
    if b'"SequenceNumber"' in response[2]:
        return False
    key = (caller, call.action, *(check["resource"] for check in call.checks))
    known = key in _polled
    _polled.add(key)
    return known


def _identity(arn, access_key, service=None):
    """CloudTrail's userIdentity for a caller's ARN, or for an AWS service that acts by itself."""
    if service:
        return {"type": "AWSService", "invokedBy": service}
    account = arn.split(":")[4] if arn.count(":") > 4 else ""
    identity = {"arn": arn, "accountId": account, "accessKeyId": access_key}
    if ":assumed-role/" not in arn:
        kind = "IAMUser" if ":user/" in arn else "Root"
        name = {"userName": role_name(arn)} if kind == "IAMUser" else {}
        return {"type": kind, "principalId": arn.rsplit(":", 1)[-1], **identity, **name}
    role = role_name(arn)
    return {
        "type": "AssumedRole", "principalId": f"{role}:{arn.rsplit('/', 1)[-1]}", **identity,
        "sessionContext": {"sessionIssuer": {
            "type": "Role", "principalId": role, "arn": f"arn:aws:iam::{account}:role/{role}", "accountId": account,
            "userName": role}},
    }


def _names_in(call):
    """The request's names and ids, in CloudTrail's camelCase."""
    fields = dict(call.json)
    if call.service == "s3":
        bucket, _, key = call.path.lstrip("/").partition("/")
        return {name: value for name, value in (("bucketName", bucket), ("key", key)) if value}
    if call.service == "lambda" and "/functions/" in call.path:
        return {"functionName": call.path.split("/functions/")[1].split("/")[0]}
    if call.service == "lambda" and mapping_id(call.path):
        return {"uUID": mapping_id(call.path)}
    if not fields:
        fields = {name: value[0] for name, value in {**call.query, **_form(call)}.items() if value}
    names = {name[0].lower() + name[1:]: value for name, value in fields.items() if name in _NAMES}
    if call.service == "dynamodb":
        names.update(_items_in(fields))
    return names or None


def _items_in(fields):
    """Items as CloudTrail names them: by the values of their keys alone.

    Source: https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/understanding-ddb-log-entries.html
    """
    if "TransactItems" in fields:
        return {"requestItems": [
            {"operation": operation, "tableName": of.get("TableName"), **_key_of(of.get("TableName"), of.get("Key") or of.get("Item"))}
            for item in fields["TransactItems"] for operation, of in item.items() if isinstance(of, dict)]}
    if isinstance(fields.get("RequestItems"), dict):
        return {"requestItems": [
            {"tableName": table, **_key_of(table, key)} for table, of in fields["RequestItems"].items()
            for key in (of.get("Keys") or [] if isinstance(of, dict) else _written(of))]}
    return _key_of(fields.get("TableName"), fields.get("Key") or fields.get("Item"))


def _written(writes):
    return [(write.get("PutRequest") or {}).get("Item") or (write.get("DeleteRequest") or {}).get("Key") for write in writes]


# Tables whose keys are ids of ours. Keys of the others are left out here, since a person's words may be among them (CloudTrail has all).
_KEYED = ("Index", "Keys", "Ledger")


def _key_of(table, item):
    from ministack.services import dynamodb

    if not str(table).endswith(_KEYED):
        return {}
    schema = (dynamodb._tables.get(str(table).rsplit("/", 1)[-1]) or {}).get("KeySchema") or []
    keys = {key["AttributeName"]: next(iter(item[key["AttributeName"]].values()))
            for key in schema if isinstance((item or {}).get(key["AttributeName"]), dict)}
    return {"key": {name: value for name, value in keys.items() if isinstance(value, str)}} if keys else {}


def _form(call):
    if "x-www-form-urlencoded" not in call.headers.get("content-type", ""):
        return {}
    return app.parse_qs(call.body.decode("utf-8", errors="replace"))


def _error_code(status, headers, body):
    """The error's code, as the SDK reads it; never its message, which may repeat what was sent."""
    if status < 400:
        return None
    named = headers.get("x-amzn-errortype") or ""
    text = body.decode("utf-8", errors="replace") if isinstance(body, bytes) else ""
    found = re.search(r'"(?:__type|code)"\s*:\s*"([^"]+)"|<Code>([^<]+)</Code>', text)
    code = named or (next(filter(None, found.groups())) if found else str(status))
    return code.split("#")[-1].split(":")[0]


def _resources(checks):
    seen = {}
    for check in checks:
        arn = check["resource"]
        if arn.startswith("arn:"):
            seen[arn] = {"ARN": arn, "accountId": arn.split(":")[4]}
    return list(seen.values())


def _record(service, operation, action, region, identity, checks, **more):
    data = bool(service in _DATA_EVENTS and _DATA_EVENTS[service].search(operation))
    record = {
        "eventVersion": "1.11",
        "userIdentity": identity,
        "eventTime": time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime()),
        "eventSource": f"{_EVENT_SOURCE.get(service, service)}.amazonaws.com",
        "eventName": operation,
        "awsRegion": region,
        "sourceIPAddress": "127.0.0.1",
        "requestParameters": None,
        "responseElements": None,
        "additionalEventData": {"iam": checks},
        "requestID": str(uuid.uuid4()),
        "eventID": str(uuid.uuid4()),
        "readOnly": bool(_READ_ONLY.match(operation)),
        "resources": _resources(checks),
        "eventType": "AwsApiCall",
        "managementEvent": not data,
        "recipientAccountId": identity.get("accountId", ""),
        "eventCategory": "Data" if data else "Management",
    }
    record.update(more)
    _file.write(record)
    return record


def record_for_role(role_arn, service_host, action, resource, decision, account_id, region, session=None):
    """Records a call that an AWS service made for a role, inside the emulator, with no HTTP request."""
    role = role_arn.rsplit("/", 1)[-1]
    arn = f"arn:aws:sts::{account_id}:assumed-role/{role}/{session or role}"
    service, operation = action.split(":", 1)
    denied = {"errorCode": "AccessDenied"} if decision == "denied" else {}
    _record(service, {"InvokeFunction": "Invoke"}.get(operation, operation), action, region,
            {**_identity(arn, ""), "invokedBy": service_host},
            [{"action": action, "resource": resource, "decision": decision}],
            sourceIPAddress=service_host, userAgent=service_host, **denied)


def _describe(method, path, headers, body, query, request_id):
    """The call behind a request, before it is served."""
    from ministack.core.iam_actions import extract_iam_action

    params = app._routing_params(method, path, headers, body, query)
    service = app.detect_service(method, path, headers, params)
    if service != "s3":
        body = app._decompress_request_body(body, headers)
        params = app._routing_params(method, path, headers, body, query)
    action = extract_iam_action(service, method, path, headers, body, params) or f"{service}:{method}"
    return Call(service=service, operation=operation_name(service, action, method, path), action=action,
                region=app.extract_region(headers), access_key=app.extract_access_key_id(headers, query) or "",
                method=method, path=path, headers=headers, body=body, query=query, request_id=request_id)


def _dispatch(original):
    async def dispatch(method, path, headers, body, query_params, request_id):
        call = _describe(method, path, headers, body, query_params, request_id)
        token = CURRENT.set(call)
        caller = principal_arn(call.access_key)
        try:
            response = await faults.serve(call, role_name(caller), lambda: original(
                method, path, headers, body, query_params, request_id))
        finally:
            CURRENT.reset(token)
        if headers.get("x-sluice-unrecorded") is None and not _is_idle_poll(call, caller, response):
            error = _error_code(*response)
            _record(call.service, call.operation, call.action, call.region,
                    _identity(caller, call.access_key, headers.get("x-sluice-service")), call.checks,
                    userAgent=headers.get("user-agent", ""), requestParameters=_names_in(call), requestID=request_id,
                    **({"errorCode": error} if error else {}))
        return response

    return dispatch


def install():
    global _file
    _file = _File(os.environ.get("SLUICE_TRAIL_FILE"))
    replace(app, "_dispatch_service_request", _dispatch)
