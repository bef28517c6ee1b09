"""Gap: CloudFormation drops a bucket's Object Lock settings, so that nothing in it is ever locked. They are put here."""
import ministack.services.cloudformation.provisioners as provisioners


def _lock(name, props):
    if str(props.get("ObjectLockEnabled", "")).lower() != "true":
        return
    retention = ((props.get("ObjectLockConfiguration") or {}).get("Rule") or {}).get("DefaultRetention")
    if retention:
        retention = {key: int(value) if key in ("Days", "Years") else value for key, value in retention.items()}
    provisioners._s3._bucket_object_lock[name] = {"enabled": True, "default_retention": retention or None}


def install():
    handler = provisioners._RESOURCE_HANDLERS["AWS::S3::Bucket"]
    create, update = handler["create"], handler["update"]

    def create_locked(logical_id, props, stack_name):
        result = create(logical_id, props, stack_name)
        _lock(result[0], props)
        return result

    def update_locked(physical_id, old, new, *rest):
        result = update(physical_id, old, new, *rest)
        _lock(physical_id, new)
        return result

    handler["create"], handler["update"] = create_locked, update_locked
