"""Management events reach EventBridge, as CloudTrail sends them: `AWS API Call via CloudTrail` on the default bus.

MiniStack's CloudTrail sends nothing. What changed and was refused comes too, with its error code; reads and data events do not, as on AWS.
Here an event comes at once, on AWS within minutes: no test may rely on which comes first, the event or the effect.
Source: https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-service-event-cloudtrail.html
"""
import json
import re

import ministack.services.eventbridge as eventbridge
from ministack.core.responses import request_scope

from . import replace, trail

# Lambda's events carry the date of its API.
_LAMBDA_DATES = {
    "UpdateFunctionCode": "20150331v2", "UpdateFunctionConfiguration": "20150331v2", "AddPermission": "20150331v2",
    "RemovePermission": "20150331v2", "PutFunctionConcurrency": "20171031",
}
_LAMBDA_DATE = "20150331"
# S3's calls are recorded here by the names of IAM's actions.
_NAMES = {
    "PutLifecycleConfiguration": "PutBucketLifecycle", "PutReplicationConfiguration": "PutBucketReplication",
    "PutEncryptionConfiguration": "PutBucketEncryption", "PutInventoryConfiguration": "PutBucketInventoryConfiguration",
}
# CloudWatch's events are those of its older name.
_SOURCES = {"cloudwatch": "monitoring"}


def _as_told(record):
    service = record["eventSource"].split(".")[0]
    name = record["eventName"]
    if service == "lambda":
        name += _LAMBDA_DATES.get(name, _LAMBDA_DATE)
    if service == "s3":
        name = _NAMES.get(name, name)
    source = _SOURCES.get(service, service)
    return source, {**record, "eventName": name, "eventSource": f"{source}.amazonaws.com"}


def _record(original):
    def record(*args, **more):
        written = original(*args, **more)
        account = written["recipientAccountId"]
        if written["managementEvent"] and not written["readOnly"] and re.fullmatch(r"\d{12}", account):
            source, detail = _as_told(written)
            entry = {"Source": f"aws.{source}", "DetailType": "AWS API Call via CloudTrail", "Detail": json.dumps(detail),
                     "EventBusName": "default"}
            with request_scope(account, written["awsRegion"]):
                eventbridge._put_events({"Entries": [entry]}, True)
        return written

    return record


def install():
    replace(trail, "_record", _record)
