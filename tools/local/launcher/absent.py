"""Gap: three things that may let people read do not exist here at all: grants of Lake Formation, S3 Access Grants, and the policy of the
catalog. Whoever asks for them is told an error, and an inventory of the account can only say "unknown". Here they are told what is so: there
are none. IAM is asked as for any call; what would make one is refused as before.
Sources: https://docs.aws.amazon.com/lake-formation/latest/APIReference/API_Operations.html,
https://docs.aws.amazon.com/AmazonS3/latest/API/API_control_ListAccessGrantsInstances.html,
https://docs.aws.amazon.com/glue/latest/webapi/API_GetResourcePolicy.html
"""
import json
import re

import ministack.app as app

from . import replace

_LAKE = {
    "GetDataLakeSettings": {"DataLakeSettings": {"DataLakeAdmins": []}},
    "ListLFTags": {"LFTags": []},
    "ListPermissions": {"PrincipalResourcePermissions": []},
    "ListResources": {"ResourceInfoList": []},
}
_SIGNED_FOR_LAKE = re.compile(r"Credential=[^,\s]*/lakeformation/aws4_request")
_ACCESS_GRANTS = "/v20180820/accessgrantsinstances"
_XML = '<?xml version="1.0" encoding="UTF-8"?>\n'


def _json(request_id, body, status=200):
    return status, {"Content-Type": "application/json", "x-amzn-requestid": request_id}, json.dumps(body).encode()


def _no_lake(original):
    async def dispatch(method, path, headers, body, query_params, request_id):
        operation = path.strip("/")
        if method == "POST" and operation in _LAKE and _SIGNED_FOR_LAKE.search(headers.get("authorization", "")):
            denied = app._enforce_data_plane("lakeformation", f"lakeformation:{operation}", headers, query_params, request_id)
            return denied or _json(request_id, _LAKE[operation])
        if headers.get("x-amz-target") == "AWSGlue.GetResourcePolicy":
            denied = app._enforce_data_plane("glue", "glue:GetResourcePolicy", headers, query_params, request_id)
            none = {"__type": "EntityNotFoundException", "Message": "Policy not found"}
            return denied or _json(request_id, none, 400)
        return await original(method, path, headers, body, query_params, request_id)

    return dispatch


def _no_access_grants(original):
    async def handle(path, method, body, query_params, request_id, headers=None):
        if method == "GET" and path.rstrip("/") == _ACCESS_GRANTS:
            denied = app._enforce_data_plane("s3", "s3:ListAccessGrantsInstances", headers or {}, query_params, request_id)
            none = f"{_XML}<ListAccessGrantsInstancesResult><AccessGrantsInstancesList/></ListAccessGrantsInstancesResult>"
            return denied or (200, {"Content-Type": "application/xml", "x-amzn-requestid": request_id}, none.encode())
        return await original(path, method, body, query_params, request_id, headers)

    return handle


def install():
    replace(app, "_dispatch_service_request", _no_lake)
    replace(app, "_handle_s3_control_request", _no_access_grants)
