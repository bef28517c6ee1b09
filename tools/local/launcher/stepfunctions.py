"""Gaps in Step Functions.

- Tasks run without asking IAM for the state machine's role. Here each function that is invoked, and each DynamoDB and
  SDK call, is decided for that role and recorded in the trail, as on AWS.
- A child of a Distributed Map has an ARN that is no machine's (`name/label`), so that nobody would be asked for it: the machine's own role
  decides there too. What no machine is found for runs nothing.
- A function that fails in a `.waitForTaskToken` state is ignored, and the execution hangs until its time-out. AWS fails
  the task with the function's error.
"""
import contextvars

import ministack.services.stepfunctions as sfn

from . import replace, trail
from .identity import decide

_ROLE = contextvars.ContextVar("sluice_state_machine_role", default="")
_TOKEN = contextvars.ContextVar("sluice_task_token", default="")


def _authorize(action, resource, error):
    """Refuses, as `error`, what the role of the running state machine may not do."""
    from ministack.core.responses import get_account_id, get_region

    role = _ROLE.get()
    if not role:
        return
    decision = decide(role, action, resource, get_account_id(), get_region())
    trail.record_for_role(role, "states.amazonaws.com", action, resource, decision, get_account_id(), get_region())
    if decision == "denied":
        raise sfn._ExecutionError(error, f"User: {role} is not authorized to perform: {action} on resource: {resource}")


def _execute_task(original):
    def execute(state_def, raw_input, execution, ctx):
        arn = (execution or {}).get("stateMachineArn", "")
        machine = sfn._state_machines.get(arn) or sfn._state_machines.get(arn.rsplit("/", 1)[0])
        if not machine or not machine.get("roleArn"):
            raise sfn._ExecutionError("States.Permissions", "no role is known of this state machine")
        token = _ROLE.set(machine["roleArn"])
        try:
            return original(state_def, raw_input, execution, ctx)
        finally:
            _ROLE.reset(token)

    return execute


def _call_lambda(original):
    def call(func_ref, event):
        from ministack.services import lambda_svc

        _func, config, _name = lambda_svc._get_func_record_for_ref(func_ref)
        try:
            if config:
                _authorize("lambda:InvokeFunction", config.get("FunctionArn", func_ref), "Lambda.AWSLambdaException")
            return original(func_ref, event)
        except sfn._ExecutionError as failure:
            waiting = sfn._task_tokens.get(_TOKEN.get())
            if waiting is not None and not waiting["event"].is_set():
                waiting["error"] = {"Error": failure.error, "Cause": failure.cause}
                waiting["event"].set()
            raise

    return call


def _with_callback(original):
    def invoke(resource, input_data, token, state_def):
        current = _TOKEN.set(token)
        try:
            return original(resource, input_data, token, state_def)
        finally:
            _TOKEN.reset(current)

    return invoke


def _dynamodb(original):
    def invoke(op_name, input_data):
        from ministack.core.responses import get_account_id, get_region

        action = f"dynamodb:{op_name[0].upper()}{op_name[1:]}"
        table = input_data.get("TableName", "").rsplit("/", 1)[-1]
        _authorize(action, f"arn:aws:dynamodb:{get_region()}:{get_account_id()}:table/{table}",
                   "DynamoDB.AccessDeniedException")
        return original(op_name, input_data)

    return invoke


def _sdk_call(original):
    def dispatch(service_info, service_name, action, input_data):
        import json

        from ministack.core.iam_actions import SERVICE_TO_IAM_NAMESPACE, extract_resource_arn
        from ministack.core.responses import get_account_id, get_region

        service = service_info.get("service_key", service_name)
        operation = action[:1].upper() + action[1:]
        body = json.dumps(input_data, default=str).encode()
        resource = extract_resource_arn(service, "POST", "/", {}, body, {}, get_region(), get_account_id())
        _authorize(f"{SERVICE_TO_IAM_NAMESPACE.get(service, service)}:{operation}", resource,
                   f"{service_name[:1].upper()}{service_name[1:]}.AccessDeniedException")
        return original(service_info, service_name, action, input_data)

    return dispatch


def install():
    replace(sfn, "_execute_task", _execute_task)
    replace(sfn, "_call_lambda", _call_lambda)
    replace(sfn, "_invoke_with_callback", _with_callback)
    replace(sfn, "_invoke_dynamodb", _dynamodb)
    replace(sfn, "_dispatch_aws_sdk_json", _sdk_call)
