"""Gap: object bodies are written to disk at once, everything else only when state is saved.

After a crash S3 would come back with buckets that no stack knows, and the next deploy would fail on "already exists".
Buckets that the saved state does not list are removed from disk. S3 reads its folder when it is imported, so this runs
before anything of MiniStack's services is.
"""
import ast
import json
import os
import shutil


def _saved_buckets(state_dir):
    """(account, bucket) of each bucket in the saved state; empty when there is none."""
    try:
        with open(os.path.join(state_dir, "s3.json"), encoding="utf-8") as file:
            entries = json.load(file)["payload"]["buckets_meta"]["data"]
    except FileNotFoundError:
        return set()
    keys = (entry.split("\x00", 1) for entry in entries)
    return {(account, ast.literal_eval(name)) for account, name in keys}


def prune():
    state_dir, objects_dir = os.environ.get("STATE_DIR", ""), os.environ.get("S3_DATA_DIR", "")
    if not os.path.isdir(objects_dir):
        return
    saved = _saved_buckets(state_dir)
    for root in (objects_dir, os.path.join(objects_dir, ".versions")):
        accounts = [name for name in os.listdir(root) if name.isdigit()] if os.path.isdir(root) else []
        for account in accounts:
            for bucket in os.listdir(os.path.join(root, account)):
                if (account, bucket) not in saved:
                    shutil.rmtree(os.path.join(root, account, bucket), ignore_errors=True)
