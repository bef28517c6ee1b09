"""Gaps in CloudFormation.

- Roles lose their permissions boundary, so that nothing limits them.
- Buckets lose their tags, HTTP APIs their CORS settings (the keys arrive in the wrong case).
- An HTTP API's endpoint is a name below `localhost` that not every resolver knows: its path on the gateway is given.
- A user pool has no ProviderURL, the issuer that a JWT authorizer is given.
- A Kinesis resource policy is refused although the service has them: it is put there.
- An event source mapping that is created disabled says it is enabled, and its batch size is SQS's, not Kinesis's.
- A function's reserved concurrency is dropped: as many processes answer as there are calls.
- A managed policy takes the place of another one of its name, and goes with it when that one is taken away.
- An update takes away, or changes, an export that another stack imports.
- Types that MiniStack refuses and that nothing local depends on are accepted and create nothing. What each of them is
  for is held by a template test (README.md lists them).
"""
import json
import os
import uuid

import ministack.services.cloudformation.provisioners as provisioners

_NOTHING_BEHIND = (
    "AWS::Budgets::Budget",
    "AWS::CloudWatch::CompositeAlarm",
    "AWS::CloudWatch::AnomalyDetector",
    "AWS::Kinesis::StreamConsumer",
    "AWS::Logs::QueryDefinition",
    "AWS::IAM::ServiceLinkedRole",
    "AWS::Lambda::CodeSigningConfig",
    "AWS::Config::ConfigRule",
    "AWS::GuardDuty::Detector",
    "AWS::AccessAnalyzer::Analyzer",
    "AWS::XRay::Group",
    "AWS::WAFv2::WebACLAssociation",
    "AWS::WAFv2::LoggingConfiguration",
    "AWS::SNS::TopicInlinePolicy",
    "AWS::Cognito::ManagedLoginBranding",
    "AWS::Synthetics::Canary",
)


def _nothing(resource_type):
    def attributes(name):
        return {"Arn": f"arn:aws:{resource_type.split('::')[1].lower()}:::{name}"}

    def create(logical_id, _props, stack_name):
        name = f"{stack_name}-{logical_id}-{uuid.uuid4().hex[:8]}"
        return name, attributes(name)

    return {
        "create": create,
        "update": lambda physical_id, _old, _new, *_rest: (physical_id, attributes(physical_id)),
        "delete": lambda physical_id, _props: None,
    }


def _bounded_role(handler):
    create, update = handler["create"], handler["update"]

    def bound(name, props):
        boundary = props.get("PermissionsBoundary")
        if boundary and boundary not in provisioners._iam._policies and not boundary.startswith("arn:aws:iam::aws:"):
            raise ValueError(f"permissions boundary {boundary} does not exist")
        provisioners._iam._roles[name]["PermissionsBoundary"] = boundary

    def create_bounded(logical_id, props, stack_name):
        result = create(logical_id, props, stack_name)
        bound(result[0], props)
        return result

    def update_bounded(physical_id, old, new, *rest):
        result = update(physical_id, old, new, *rest)
        bound(result[0], new)
        return result

    handler["create"], handler["update"] = create_bounded, update_bounded


def _unique_policy(handler):
    create = handler["create"]

    def create_unique(logical_id, props, stack_name):
        name = props.get("ManagedPolicyName")
        if name and any(policy["PolicyName"] == name for policy in provisioners._iam._policies.values()):
            raise ValueError(f"A policy called {name} already exists. Duplicate names are not allowed.")
        return create(logical_id, props, stack_name)

    handler["create"] = create_unique


def _exports_in_use():
    """Said where outputs are resolved: a fault there fails the update and rolls it back, as on AWS."""
    from ministack.services import cloudformation
    from ministack.services.cloudformation import handlers, stacks

    resolve = stacks._resolve_stack_outputs

    def resolve_unless_in_use(outputs, conditions, resources, params, mappings, stack_name, stack_id):
        resolved, exports = resolve(outputs, conditions, resources, params, mappings, stack_name, stack_id)
        before = {name: export["Value"] for name, export in cloudformation._exports.items()
                  if export.get("StackId") == stack_id}
        changed = {name for name, value in before.items()
                   if name not in exports or exports[name]["Value"] != value}
        for other, stack in cloudformation._stacks.items():
            if other == stack_name or "DELETE" in stack.get("StackStatus", ""):
                continue
            for name in sorted(changed & handlers._imported_export_names(stack, other)):
                what = "deleted" if name not in exports else "updated"
                raise ValueError(f"Export {name} cannot be {what} as it is in use by {other}")
        return resolved, exports

    stacks._resolve_stack_outputs = resolve_unless_in_use


def _tagged_bucket(handler):
    create, update = handler["create"], handler["update"]

    def keep_tags(name, props):
        if props.get("Tags"):
            provisioners._s3._bucket_tags[name] = {tag["Key"]: tag["Value"] for tag in props["Tags"]}

    def create_tagged(logical_id, props, stack_name):
        result = create(logical_id, props, stack_name)
        keep_tags(result[0], props)
        return result

    def update_tagged(physical_id, old, new, *rest):
        result = update(physical_id, old, new, *rest)
        keep_tags(physical_id, new)
        return result

    handler["create"], handler["update"] = create_tagged, update_tagged


def _cors_in_lower_case(handler):
    def lowered(value):
        if not (isinstance(value, dict) and isinstance(value.get("CorsConfiguration"), dict)):
            return value
        return {**value, "CorsConfiguration": {
            key[0].lower() + key[1:]: setting for key, setting in value["CorsConfiguration"].items()}}

    for step in ("create", "update"):
        original = handler[step]
        handler[step] = lambda *args, _original=original: _original(*(lowered(value) for value in args))


def _reachable_api(handler):
    def reachable(result):
        api_id, attributes = result
        endpoint = f"http://127.0.0.1:{os.environ['GATEWAY_PORT']}/_aws/execute-api/{api_id}"
        return api_id, {**attributes, "ApiEndpoint": endpoint}

    for step in ("create", "update"):
        original = handler[step]
        handler[step] = lambda *args, _original=original: reachable(_original(*args))


def _user_pool_with_url(handler):
    def with_url(result):
        physical_id, attributes = result
        return physical_id, {**attributes, "ProviderURL": f"https://{attributes['ProviderName']}"}

    for step in ("create", "update"):
        original = handler[step]
        handler[step] = lambda *args, _original=original: with_url(_original(*args))


def _stream_policy():
    from ministack.services import kinesis

    def put(props):
        policy = props.get("ResourcePolicy")
        policy = policy if isinstance(policy, str) else json.dumps(policy)
        answer = kinesis._put_resource_policy({"ResourceARN": props["ResourceArn"], "Policy": policy})
        if answer[0] != 200:
            raise ValueError(f"stream policy refused: {answer[2].decode()}")
        return props["ResourceArn"], {}

    return {
        "create": lambda _logical_id, props, _stack_name: put(props),
        "update": lambda _physical_id, _old, new, *_rest: put(new),
        "delete": lambda physical_id, _props: kinesis._delete_resource_policy({"ResourceARN": physical_id}),
    }


def _faithful_mapping(handler):
    from ministack.services import lambda_svc

    create, update = handler["create"], handler["update"]

    def settle(esm_id, props):
        mapping = lambda_svc._esms[esm_id]
        enabled = str(props.get("Enabled", True)).lower() != "false"
        mapping["Enabled"], mapping["State"] = enabled, "Enabled" if enabled else "Disabled"
        if ":kinesis:" in str(props.get("EventSourceArn")) and props.get("BatchSize") is None:
            mapping["BatchSize"] = 100
        for name in ("TumblingWindowInSeconds", "StartingPositionTimestamp"):
            if props.get(name) is not None:
                mapping[name] = props[name]

    def create_mapping(logical_id, props, stack_name):
        result = create(logical_id, props, stack_name)
        settle(result[0], props)
        return result

    def update_mapping(physical_id, old, new, *rest):
        result = update(physical_id, old, new, *rest)
        settle(result[0], new)
        return result

    handler["create"], handler["update"] = create_mapping, update_mapping


def _reserved_concurrency(handler):
    from ministack.services import lambda_svc

    create, update = handler["create"], handler["update"]

    def reserve(name, props):
        value = props.get("ReservedConcurrentExecutions")
        lambda_svc._functions[name]["concurrency"] = None if value is None else int(value)

    def create_reserved(logical_id, props, stack_name):
        result = create(logical_id, props, stack_name)
        reserve(result[0], props)
        return result

    def update_reserved(physical_id, old, new, *rest, **named):
        result = update(physical_id, old, new, *rest, **named)
        reserve(physical_id, new)
        return result

    handler["create"], handler["update"] = create_reserved, update_reserved


def install():
    handlers = provisioners._RESOURCE_HANDLERS
    _bounded_role(handlers["AWS::IAM::Role"])
    _unique_policy(handlers["AWS::IAM::ManagedPolicy"])
    _exports_in_use()
    _tagged_bucket(handlers["AWS::S3::Bucket"])
    _cors_in_lower_case(handlers["AWS::ApiGatewayV2::Api"])
    _faithful_mapping(handlers["AWS::Lambda::EventSourceMapping"])
    _reserved_concurrency(handlers["AWS::Lambda::Function"])
    _reachable_api(handlers["AWS::ApiGatewayV2::Api"])
    _user_pool_with_url(handlers["AWS::Cognito::UserPool"])
    handlers["AWS::Kinesis::ResourcePolicy"] = _stream_policy()
    for resource_type in _NOTHING_BEHIND:
        handlers.setdefault(resource_type, _nothing(resource_type))
