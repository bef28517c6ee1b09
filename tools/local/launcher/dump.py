"""Everything that the emulator holds, on disk: to come back to (save), and to search for what must not be there (dump).
"""
import base64
import json
import os
import shutil
import sys
from collections import deque

import ministack.app as app
import ministack.core.persistence as persistence
from ministack.core.responses import AccountRegionScopedDict, AccountScopedDict

from . import replace


def save():
    """Writes all services' state to STATE_DIR now; the number of services."""
    app.save_all(app._build_persistence_save_dict())
    return len(os.listdir(persistence.STATE_DIR))


def _as_a_whole(save_all):
    """MiniStack replaces file by file; a crash on the way would mix two states. Here the whole folder is swapped.

    Runs on the event loop, so that no request changes the state meanwhile."""
    def save_whole(services):
        _swap(lambda: save_all(services))

    return save_whole


def _swap(write):
    target = persistence.STATE_DIR
    fresh, old = f"{target}.next", f"{target}.old"
    for directory in (fresh, old):
        shutil.rmtree(directory, ignore_errors=True)
    persistence.STATE_DIR = fresh
    try:
        write()
    finally:
        persistence.STATE_DIR = target
    if os.path.isdir(target):
        # Folders beside the files (Lambda's code) are written once and stay.
        for name in os.listdir(target):
            if os.path.isdir(os.path.join(target, name)):
                shutil.copytree(os.path.join(target, name), os.path.join(fresh, name), copy_function=_link,
                                dirs_exist_ok=True)
        os.rename(target, old)
    os.rename(fresh, target)
    shutil.rmtree(old, ignore_errors=True)


def _link(source, copy):
    if not os.path.exists(copy):
        os.link(source, copy)


def _leaves(value, path, seen):
    """All texts and byte strings below a value, with the way to them. Dictionary keys count as texts."""
    if isinstance(value, (str, bytes, bytearray)):
        yield path, value
        return
    if isinstance(value, (AccountScopedDict, AccountRegionScopedDict)):
        value = value._data
    if not isinstance(value, (dict, list, tuple, set, frozenset, deque)) or id(value) in seen:
        return
    seen = seen | {id(value)}
    if isinstance(value, dict):
        for key, entry in list(value.items()):
            name = key if isinstance(key, str) else repr(key)
            yield f"{path}.#key", name
            yield from _leaves(entry, f"{path}.{name[:80]}", seen)
    else:
        for place, entry in enumerate(list(value)):
            yield from _leaves(entry, f"{path}[{place}]", seen)


def write(directory):
    """Writes each text and byte string held by any service module as a line of NDJSON; the number of lines.

    Not only what `save` keeps: all module-level containers, so queues, log events, workflow histories and bus events
    are there too. Lines are {"path", "text"} or {"path", "base64"}."""
    os.makedirs(directory, exist_ok=True)
    count = 0
    with open(os.path.join(directory, "held.ndjson"), "w", encoding="utf-8") as file:
        for name, module in sorted(sys.modules.items()):
            if not name.startswith("ministack.services.") or module is None:
                continue
            for variable, value in list(vars(module).items()):
                if variable.startswith("__") or variable.isupper() or variable.lstrip("_").isupper():
                    continue  # constants: botocore models, help texts
                for path, leaf in _leaves(value, f"{name[len('ministack.services.'):]}.{variable}", frozenset()):
                    entry = ({"path": path, "text": leaf} if isinstance(leaf, str)
                             else {"path": path, "base64": base64.b64encode(leaf).decode()})
                    file.write(json.dumps(entry) + "\n")
                    count += 1
    return count


def install():
    replace(app, "save_all", _as_a_whole)
