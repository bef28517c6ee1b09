"""The API call that is being served: who, what, on which resources, and how IAM decided. Filled in on the way."""
import contextvars
import json
import re
from dataclasses import dataclass, field


@dataclass
class Call:
    service: str
    operation: str  # API name, as CloudTrail's eventName: TransactWriteItems, Invoke, HeadObject
    action: str  # IAM action of the request as a whole; a transaction's items are in `checks`
    region: str
    access_key: str
    method: str
    path: str
    headers: dict
    body: bytes
    query: dict
    request_id: str
    checks: list = field(default_factory=list)  # {"action", "resource", "decision"} per IAM evaluation
    _json: object = None

    @property
    def json(self) -> dict:
        """The request body as a JSON object, or {} when it is none. Parsed once."""
        if self._json is None:
            try:
                parsed = json.loads(self.body) if self.body[:1] in (b"{", "{") else {}
            except (ValueError, UnicodeDecodeError):
                parsed = {}
            self._json = parsed if isinstance(parsed, dict) else {}
        return self._json


CURRENT: contextvars.ContextVar = contextvars.ContextVar("sluice_call", default=None)

# Where the API name differs from the IAM action's.
_OPERATION_OF_ACTION = {"lambda:InvokeFunction": "Invoke", "s3:ListAllMyBuckets": "ListBuckets"}

_MAPPING_OPERATIONS = {
    "GET": "GetEventSourceMapping", "PUT": "UpdateEventSourceMapping", "DELETE": "DeleteEventSourceMapping",
}


def mapping_id(path):
    """The event source mapping that a request of Lambda's API is about, or None."""
    found = re.search(r"/event-source-mappings/([0-9a-fA-F-]+)/?$", path)
    return found.group(1) if found else None


def operation_name(service, action, method, path):
    """CloudTrail's eventName for a request."""
    if service == "s3":
        depth = min(len([part for part in path.split("/") if part]), 2)
        if method == "HEAD" and depth:
            return ("HeadBucket", "HeadObject")[depth - 1]
        if action == "s3:ListBucket":
            return "ListObjects"
    # MiniStack knows no action of IAM for these.
    if service == "lambda" and mapping_id(path) and method in _MAPPING_OPERATIONS:
        return _MAPPING_OPERATIONS[method]
    if action in _OPERATION_OF_ACTION:
        return _OPERATION_OF_ACTION[action]
    return action.split(":", 1)[1] if ":" in action else f"{method} {path}"


def principal_arn(access_key):
    """ARN of the caller behind an access key: a role session, a user, or the account's root."""
    from ministack.core.responses import get_account_id
    from ministack.services import iam, sts

    session = sts._sessions.get(access_key)
    if session is not None:
        return session.get("Arn", "")
    record = iam._access_keys.get_scoped(get_account_id(), None, access_key)
    if record is not None:
        return f"arn:aws:iam::{get_account_id()}:user/{record.get('UserName', '')}"
    return f"arn:aws:iam::{get_account_id()}:root"


def role_name(arn):
    """Name of the role in an assumed-role ARN; of the user or "root" else."""
    match = re.search(r":(?:assumed-role|user|role)/(?:.*/)?([^/]+)(?:/[^/]+)?$", arn) if "assumed-role" not in arn else (
        re.search(r":assumed-role/([^/]+)", arn))
    return match.group(1) if match else arn.rsplit(":", 1)[-1]
