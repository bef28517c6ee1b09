"""Starts MiniStack with its gaps closed, every call recorded, and faults injected on request.

MiniStack is one plain Python process. Each module of `launcher/` replaces a few of its private names before it
starts; each says which gap it closes and why that matters here. Private names move between releases, hence the exact
pin in requirements.txt: a name that is missing stops the start with its name, so that no gap reopens unseen.

Run by emulator.ts, which sets the environment (GATEWAY_PORT, BIND_HOST, AUTH, STATE_DIR, ...). Its argument, the
cloud's folder, only tells this process from another cloud's in a list of processes.
"""
import runpy
import sys

from launcher import objects

objects.prune()  # buckets that a crash left on disk; before the imports below, which read them

from launcher import (  # noqa: E402
    absent,
    accounts,
    athena,
    changes,
    cloudformation,
    conditions,
    control,
    delivery,
    dump,
    faults,
    hosted_login,
    iot,
    kms,
    lambda_runtime,
    object_lock,
    owner,
    stepfunctions,
    table_policies,
    trail,
    transport,
)

for part in (
    transport,       # plain HTTP on loopback counts as TLS
    conditions,      # condition keys that the evaluator does not fill in
    kms,             # ReEncrypt, wrong key id, tampered ciphertext
    lambda_runtime,  # error names, environment kept after an error, Kinesis poller off, log permission
    stepfunctions,   # the state machine's role, failures of task-token functions
    cloudformation,  # tags, CORS, stream policies, types it refuses
    object_lock,     # default retention of buckets
    athena,          # real answers, parameters, CloudTrail's files
    iot,             # MQTT without a signature
    hosted_login,    # groups of renewed sessions
    accounts,        # events and keys across accounts, by the policies of both
    absent,          # what is not there is said to be none, to whoever may ask
    table_policies,  # resource policies of tables, from the template and enforced
    faults,          # injected faults, by rule and seed
    trail,           # every call in CloudTrail's record format
    changes,         # management events reach EventBridge
    delivery,        # trails get what is recorded
    dump,            # state is saved as a whole
    control,         # /_sluice/*: faults, save, dump, credentials of a function's role
    owner,           # ends when the process that owns it does
):
    part.install()

sys.argv[1:] = []  # MiniStack reads its own
runpy.run_module("ministack", run_name="__main__")
