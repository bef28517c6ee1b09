"""Gaps in Lambda.

- A Node function's error arrives as `Runtime.HandlerError` without its name, so that no Step Functions Catch and no
  caller can tell one from another. AWS gives `errorType` (the error's name), `errorMessage` and `trace`.
- A handler that throws loses its process. On AWS the execution environment stays, with its caches and clients.
- The Kinesis event source ignores partial batch responses, bisect, retries, failure destinations and parallelization
  (a record that was reported as failed is lost). It is switched off; poller.ts does that work.
- The Node worker sends what is asked of *.amazonaws.com by `https` to the emulator, but not what is asked by `fetch`: a
  function could not read the keys of its user pool.
- The Node worker parses its endpoint with `url.parse()`, so that every cold start logs a deprecation warning that no function
  of ours has caused.
- Logs are written without asking IAM. On AWS a role without logs:PutLogEvents logs nothing, and the calls count as used
  permissions.
"""
import json
import uuid

import ministack.core.lambda_runtime as runtime
import ministack.services.lambda_svc as lambda_svc

from . import replace, trail
from .identity import decide

# Marks an error in a worker's answer; random, so that no function's own result can look like one.
_MARK = f"sluice-error-{uuid.uuid4().hex}"
_AS_ERROR = (
    'status: "ok", result: {"%s": {errorType: err && err.name || "Error", errorMessage: String(err && err.message || err), '
    'trace: String(err && err.stack || "").split(String.fromCharCode(10))}}' % _MARK)

_FETCH = """
  const fetchAnywhere = globalThis.fetch;
  globalThis.fetch = (input, init) => {
    if (typeof input !== "string" && !(input instanceof url.URL)) return fetchAnywhere(input, init);
    const target = new url.URL(input);
    if (target.hostname.endsWith(".amazonaws.com")) {
      target.protocol = parsed.protocol;
      target.host = parsed.host;
    }
    return fetchAnywhere(target, init);
  };
"""


def _worker_script(original):
    rejected = 'status: "error", error: String(err.message || err), trace: err.stack || ""'
    thrown = '''    } catch (e) {
      _realStdoutWrite(JSON.stringify({
        status: "error", error: e.message, trace: e.stack
      }) + "\\n");'''
    deprecated = "const parsed = url.parse(endpoint);"
    for part in (rejected, thrown, deprecated):
        if original.count(part) != 1:
            raise SystemExit("local cloud: the Node worker script has changed; the launcher was written for 1.5.33")
    as_thrown = "    } catch (err) {\n      _realStdoutWrite(JSON.stringify({ " + _AS_ERROR + ' }) + "\\n");'
    quiet = original.replace(deprecated, "const parsed = new url.URL(endpoint);" + _FETCH)
    return quiet.replace(rejected, _AS_ERROR).replace(thrown, as_thrown)


def _execute_warm(original):
    def execute(func, event, request_id):
        result = original(func, event, request_id)
        body = result.get("body")
        error = body.get(_MARK) if isinstance(body, dict) else None
        if error is None:
            return result
        # As the Node runtime on AWS does, the error goes to the log too.
        line = "ERROR\tInvoke Error\t" + json.dumps(error)
        return {"body": error, "error": True, "log": "\n".join(filter(None, [result.get("log"), line]))}

    return execute


def _emit_logs(original):
    def emit(func, request_id, log_text, error, duration_ms, *, log_source=None):
        config = func.get("config") or func
        account_id, region = runtime._account_region_from_function_config(config)
        group = (config.get("LoggingConfig") or {}).get("LogGroup") or f"/aws/lambda/{config.get('FunctionName')}"
        resource = f"arn:aws:logs:{region}:{account_id}:log-group:{group}:log-stream:{config.get('FunctionName')}"
        decision = decide(config.get("Role", ""), "logs:PutLogEvents", resource, account_id, region)
        trail.record_for_role(config.get("Role", ""), "lambda.amazonaws.com", "logs:PutLogEvents", resource, decision,
                              account_id, region, session=config.get("FunctionName"))
        if decision == "allowed":
            original(func, request_id, log_text, error, duration_ms, log_source=log_source)

    return emit


def install():
    replace(runtime, "_NODEJS_WORKER_SCRIPT", _worker_script)
    replace(lambda_svc, "_execute_function_warm", _execute_warm)
    replace(lambda_svc, "_emit_lambda_logs", _emit_logs)
    replace(lambda_svc, "_poll_kinesis", lambda _original: lambda: False)
