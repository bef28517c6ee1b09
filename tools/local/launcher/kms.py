"""Gaps in KMS, all of which would hide an error of ours.

- `ReEncrypt` does not exist.
- A `KeyId` that is not the ciphertext's own key still decrypts: AWS answers IncorrectKeyException.
- A flipped byte still decrypts (the cipher is a stream without a tag): AWS answers InvalidCiphertextException. Each
  ciphertext that leaves gets an HMAC over all its bytes, checked and removed when it comes back.
"""
import base64
import hashlib
import hmac
import json

import ministack.services.kms as kms

from . import replace

_TAG = 16  # bytes, as long as AES-GCM's
_KEY_ID = 36  # bytes of key id at a ciphertext's head
_CIPHERTEXT_FIELDS = ("CiphertextBlob", "PrivateKeyCiphertextBlob")


def _tag(record, blob):
    return hmac.new(record["_symmetric_key"], b"tag" + blob, hashlib.sha256).digest()[:_TAG]


def _seal(response):
    """Adds the tag to each symmetric ciphertext in a response."""
    status, headers, body = response
    if status != 200:
        return response
    data = json.loads(body)
    record = kms._resolve_key(data.get("KeyId", ""))
    for field in _CIPHERTEXT_FIELDS:
        if field in data and record and "_symmetric_key" in record:
            blob = base64.b64decode(data[field])
            data[field] = base64.b64encode(blob + _tag(record, blob)).decode()
    return status, headers, json.dumps(data).encode()


def _open(ciphertext, named_key):
    """Checks key and tag: (blob without tag, None) or (None, error response)."""
    blob = base64.b64decode(ciphertext or "")
    own = kms._resolve_key(blob[:_KEY_ID].decode("utf-8", errors="ignore")) if len(blob) > _KEY_ID else None
    named = kms._resolve_key(named_key) if named_key else None
    if named_key and named is None:
        return None, kms.error_response_json("NotFoundException", f"Key {named_key} not found", 400)
    if named is not None and "_symmetric_key" not in named:
        return ciphertext, None  # asymmetric ciphertexts name no key and carry their own check
    if own is None or "_symmetric_key" not in own:
        return None, kms.error_response_json("InvalidCiphertextException", "", 400)
    if named is not None and named["KeyId"] != own["KeyId"]:
        return None, kms.error_response_json(
            "IncorrectKeyException", "The key ID in the request does not identify a CMK that can perform this operation.",
            400)
    body, tag = blob[:-_TAG], blob[-_TAG:]
    if not hmac.compare_digest(tag, _tag(own, body)):
        return None, kms.error_response_json("InvalidCiphertextException", "", 400)
    return base64.b64encode(body).decode(), None


def _decrypt(request):
    ciphertext, error = _open(request.get("CiphertextBlob"), request.get("KeyId"))
    return error or kms._decrypt({**request, "CiphertextBlob": ciphertext})


def _re_encrypt(request):
    opened = _decrypt({"CiphertextBlob": request.get("CiphertextBlob"), "KeyId": request.get("SourceKeyId"),
                       "EncryptionContext": request.get("SourceEncryptionContext") or {}})
    if opened[0] != 200:
        return opened
    plain = json.loads(opened[2])
    sealed = _seal(kms._encrypt({"KeyId": request.get("DestinationKeyId"), "Plaintext": plain["Plaintext"],
                                 "EncryptionContext": request.get("DestinationEncryptionContext") or {}}))
    if sealed[0] != 200:
        return sealed
    return kms.json_response({**json.loads(sealed[2]), "SourceKeyId": plain["KeyId"],
                              "SourceEncryptionAlgorithm": "SYMMETRIC_DEFAULT",
                              "DestinationEncryptionAlgorithm": "SYMMETRIC_DEFAULT"})


def _handle_request(original):
    async def handle_request(method, path, headers, body, query_params):
        operation = headers.get("x-amz-target", "").rsplit(".", 1)[-1]
        if operation in ("Decrypt", "ReEncrypt"):
            request = json.loads(body or b"{}")
            return _decrypt(request) if operation == "Decrypt" else _re_encrypt(request)
        response = await original(method, path, headers, body, query_params)
        return _seal(response) if operation.startswith(("Encrypt", "GenerateDataKey")) else response

    return handle_request


def install():
    replace(kms, "handle_request", _handle_request)
