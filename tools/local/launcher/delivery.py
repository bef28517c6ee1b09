"""CloudTrail's trails: what is recorded is delivered to their buckets, in files as CloudTrail lays them down.

MiniStack refuses `AWS::CloudTrail::Trail`. Here one that a template makes gets the records that its selectors ask for, some seconds later (on AWS it
takes minutes), packed, as `AWSLogs/ACCOUNT/CloudTrail/REGION/yyyy/mm/dd/...json.gz`. The bucket's policy is not asked, and no digests are written.
What is delivered is written without a call, so that it is in no log itself; objects of a trail's own bucket are none of its data events.
Source: https://docs.aws.amazon.com/awscloudtrail/latest/userguide/get-and-view-cloudtrail-log-files.html
"""
import gzip
import json
import os
import threading
import time
import uuid

import ministack.services.cloudformation.provisioners as provisioners
import ministack.services.s3 as s3
from ministack.core.responses import get_account_id, get_region, request_scope

from . import replace, trail

_EVERY = 1.0  # seconds
_TYPES = {"s3": "AWS::S3::Object", "dynamodb": "AWS::DynamoDB::Table", "lambda": "AWS::Lambda::Function",
          "kinesis": "AWS::Kinesis::Stream"}
_trails = {}  # ARN -> {"bucket", "prefix", "account", "region", "selectors"}
_waiting = []  # (ARN of the trail, record)
_lock = threading.Lock()


def _file():
    return os.path.join(os.environ.get("STATE_DIR", ""), "sluice-trails.json")


def _save():
    if os.path.isdir(os.environ.get("STATE_DIR", "")):
        with open(_file(), "w", encoding="utf-8") as file:
            json.dump(_trails, file)


def _load():
    try:
        with open(_file(), encoding="utf-8") as file:
            _trails.update(json.load(file))
    except (FileNotFoundError, ValueError):
        pass


def _values(field, record):
    """What a record has under a field of a selector."""
    if field == "eventCategory":
        return [record["eventCategory"]]
    if field == "readOnly":
        return [str(record["readOnly"]).lower()]
    if field == "resources.type":
        return [_TYPES.get(record["eventSource"].split(".")[0], "")]
    if field == "resources.ARN":
        return [one["ARN"] for one in record["resources"]]
    raise ValueError(f"a trail that selects by {field}")


def _fits(selector, record):
    def field(one):
        found = _values(one["Field"], record)
        equal, start = one.get("Equals") or [], one.get("StartsWith") or []
        return any(value in equal or any(value.startswith(begin) for begin in start) for value in found)

    return all(field(one) for one in selector["FieldSelectors"])


def _record(original):
    def record(*args, **more):
        written = original(*args, **more)
        for arn, of in list(_trails.items()):
            if of["account"] == written["recipientAccountId"] and any(_fits(one, written) for one in of["selectors"]):
                with _lock:
                    # Of IAM's decisions AWS tells nothing.
                    _waiting.append((arn, {name: value for name, value in written.items() if name != "additionalEventData"}))
        return written

    return record


def _deliver():
    with _lock:
        taken, _waiting[:] = list(_waiting), []
    files = {}
    for arn, record in taken:
        files.setdefault((arn, record["awsRegion"], record["eventTime"][:10].replace("-", "/")), []).append(record)
    for (arn, region, day), records in files.items():
        of = _trails.get(arn)
        if of is None:
            continue
        name = f"{of['account']}_CloudTrail_{region}_{time.strftime('%Y%m%dT%H%MZ', time.gmtime())}_{uuid.uuid4().hex[:16]}.json.gz"
        key = "/".join(filter(None, (of["prefix"], "AWSLogs", of["account"], "CloudTrail", region, day, name)))
        body = gzip.compress(json.dumps({"Records": records}).encode())
        with request_scope(of["account"], of["region"]):
            answer = s3._put_object(of["bucket"], key, body, {"content-type": "application/json"})
        if answer[0] >= 300:
            print(f"trail {arn}: not delivered ({answer[0]})", flush=True)


def _run():
    while True:
        time.sleep(_EVERY)
        try:
            _deliver()
        except Exception as error:  # delivery goes on with what comes next
            print(f"trail: not delivered ({type(error).__name__})", flush=True)


def _put(name, props):
    arn = f"arn:aws:cloudtrail:{get_region()}:{get_account_id()}:trail/{name}"
    _trails[arn] = {"bucket": props["S3BucketName"], "prefix": props.get("S3KeyPrefix", ""), "account": get_account_id(),
                    "region": get_region(), "selectors": props.get("AdvancedEventSelectors") or []}
    _save()
    return name, {"Arn": arn}


def _delete(name):
    _trails.pop(f"arn:aws:cloudtrail:{get_region()}:{get_account_id()}:trail/{name}", None)
    _save()


def install():
    provisioners._RESOURCE_HANDLERS["AWS::CloudTrail::Trail"] = {
        "create": lambda logical_id, props, stack_name: _put(props.get("TrailName") or f"{stack_name}-{logical_id}", props),
        "update": lambda physical_id, _old, new, *_rest: _put(physical_id, new),
        "delete": lambda physical_id, _props: _delete(physical_id),
    }
    replace(trail, "_record", _record)
    _load()
    threading.Thread(target=_run, daemon=True).start()
