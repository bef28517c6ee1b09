"""What IAM says to a role that a service acts for, outside any HTTP request."""
import ministack.core.iam_evaluator as evaluator


def decide(role_arn, action, resource, account_id, region, context=None):
    """Evaluates a role's policies and boundary, and the resource's own policy: "allowed" or "denied"."""
    from ministack.services import iam

    role_name = role_arn.rsplit("/", 1)[-1]
    ctx = evaluator.EvalContext(
        principal_arn=role_arn, principal_type="AssumedRole", principal_account=account_id, action=action,
        resource_arn=resource, region=region,
        service_context={key.lower(): value for key, value in (context or {}).items()})
    limits = evaluator._permissions_boundary(iam._roles, role_name, account_id)
    result = evaluator.evaluate(ctx, evaluator._gather_role_policies(role_name, account_id), *limits)
    found = evaluator._resource_policy(action.split(":", 1)[0], resource)
    if found is not None:
        result = evaluator.combine_resource_policy(result, ctx, *found, required=action.startswith("kms:"),
                                                   limits=limits)
    return "allowed" if result.decision == "Allow" else "denied"
