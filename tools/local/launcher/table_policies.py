"""Gap: a table's resource policy is kept when it is put by API, but CloudFormation drops it and nobody asks it. Here it is
taken from the template, and combined with the caller's own policies as for buckets and streams. A request on an index is
asked of its table's policy, as on AWS (an index has none of its own). Point-in-time recovery is dropped there as well, and taken
from the template here; what is restored is the table of now, since no moment is kept.
Source: https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/access-control-resource-based.html
"""
import json

import ministack.core.iam_evaluator as evaluator
import ministack.services.cloudformation.provisioners as provisioners
from ministack.core.responses import request_scope
from ministack.services import dynamodb


def table_policy_for_arn(resource_arn):
    """The table's policy and owner account, or None when there is no such table."""
    _, _, _, region, account, path = resource_arn.split(":", 5)
    table_arn = resource_arn.split("/index/")[0].split("/stream/")[0]
    if not path.startswith("table/"):
        return None
    with request_scope(account, region):
        entry = dynamodb._resource_policies.get(table_arn)
    return None if entry is None else (entry["Policy"], account)


def _put(result, props):
    document = (props.get("ResourcePolicy") or {}).get("PolicyDocument")
    _, attributes = result
    if document and "Arn" in attributes:
        policy = document if isinstance(document, str) else json.dumps(document)
        answer = dynamodb._put_resource_policy({"ResourceArn": attributes["Arn"], "Policy": policy})
        if answer[0] != 200:
            raise ValueError(f"table policy refused: {answer[2].decode()}")
    recovery = props.get("PointInTimeRecoverySpecification")
    if recovery:
        enabled = str(recovery.get("PointInTimeRecoveryEnabled")).lower() == "true"
        dynamodb._update_continuous_backups({
            "TableName": result[0],
            "PointInTimeRecoverySpecification": {"PointInTimeRecoveryEnabled": enabled},
        })
    return result


def install():
    dynamodb.table_policy_for_arn = table_policy_for_arn
    evaluator._RESOURCE_POLICY_LOOKUPS["dynamodb"] = ("dynamodb", "table_policy_for_arn")
    handler = provisioners._RESOURCE_HANDLERS["AWS::DynamoDB::Table"]
    create, update = handler["create"], handler["update"]
    handler["create"] = lambda logical_id, props, stack: _put(create(logical_id, props, stack), props)
    handler["update"] = lambda physical_id, old, new, *rest: _put(update(physical_id, old, new, *rest), new)
