"""The launcher's own endpoints, and the front through which all requests pass.

    GET  /_sluice/health                 {"pid": ..., "trail": file}
    GET  /_sluice/faults                 what each rule has matched and struck
    POST /_sluice/faults                 replaces the rules (faults.py)
    POST /_sluice/save                   writes all state now, as a clean stop would
    POST /_sluice/dump {"directory"}     writes everything that is held, for searching (dump.py)
    GET  /_sluice/credentials?function=  credentials of a function's execution role, for the Kinesis event source,
                                         which on AWS reads the stream as that role

Only loopback reaches them, and a browser's cross-site request does not: it always carries an Origin.
"""
import asyncio
import json
import os
from urllib.parse import parse_qs

import ministack.app as app

from . import dump, faults, replace


async def _read(receive):
    body = b""
    while True:
        message = await receive()
        body += message.get("body", b"")
        if not message.get("more_body"):
            return body


def _credentials(function_arn):
    from ministack.core.lambda_runtime import execution_credentials
    from ministack.core.responses import request_scope
    from ministack.services import lambda_svc

    _arn, _aws, _lambda, region, account, *_rest = function_arn.split(":")
    with request_scope(account, region):
        function = lambda_svc._functions.get(function_arn.split(":")[6])
        if function is None:
            return 404, {"error": "no such function"}
        return 200, {**execution_credentials(function["config"]), "ROLE_ARN": function["config"].get("Role", "")}


def _answer(method, path, query, body):
    route = (method, path)
    if route == ("GET", "/_sluice/health"):
        return 200, {"pid": os.getpid(), "trail": os.environ.get("SLUICE_TRAIL_FILE"), "port": app._resolve_port()}
    if route == ("GET", "/_sluice/faults"):
        return 200, {"rules": faults.counts()}
    if route == ("POST", "/_sluice/faults"):
        faults.set_rules(json.loads(body or b"{}"))
        return 200, {"rules": faults.counts()}
    if route == ("POST", "/_sluice/save"):
        return 200, {"saved": dump.save()}
    if route == ("POST", "/_sluice/dump"):
        return 200, {"values": dump.write(json.loads(body)["directory"])}
    if route == ("GET", "/_sluice/credentials"):
        return _credentials(query.get("function", [""])[0])
    return 404, {"error": f"no such endpoint: {method} {path}"}


async def _control(scope, receive, send):
    body = await _read(receive)
    if any(name == b"origin" for name, _value in scope["headers"]):
        status, answer = 403, {"error": "not for browsers"}
    else:
        try:
            status, answer = _answer(scope["method"], scope["path"],
                                     parse_qs(scope.get("query_string", b"").decode()), body)
        except (ValueError, KeyError) as error:
            status, answer = 400, {"error": str(error)}
    await send({"type": "http.response.start", "status": status,
                "headers": [(b"content-type", b"application/json")]})
    await send({"type": "http.response.body", "body": json.dumps(answer).encode()})


def _abort(send):
    """Closes the client's connection without an answer: climbs from ASGI's send to Hypercorn's socket."""
    owner = getattr(send, "__self__", None)
    while owner is not None and not hasattr(owner, "writer"):
        owner = getattr(getattr(owner, "send", None), "__self__", None)
    if owner is None:
        raise RuntimeError("the connection behind a request was not found; launcher and Hypercorn do not fit")
    owner.writer.transport.abort()


def _front(original):
    async def front(scope, receive, send):
        if scope["type"] == "http" and scope["path"].startswith("/_sluice/"):
            return await _control(scope, receive, send)
        try:
            return await original(scope, receive, send)
        except faults.ConnectionDropped:
            _abort(send)
            await asyncio.sleep(0)

    return front


def install():
    replace(app, "app", _front)
