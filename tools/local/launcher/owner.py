"""Ends the emulator when the process that owns it is gone.

With SLUICE_OWNED=1 standard input is a pipe from the owner. It closes however the owner ends, kill -9 included, so
that no test run leaves an emulator behind. A cloud started by `npm run local` has no owner and stays.
"""
import os
import signal
import sys
import threading


def _watch():
    sys.stdin.buffer.read()
    os.killpg(os.getpgid(0), signal.SIGKILL) if os.getpgid(0) == os.getpid() else os.kill(os.getpid(), signal.SIGKILL)


def install():
    if os.environ.get("SLUICE_OWNED") == "1":
        threading.Thread(target=_watch, daemon=True, name="owner").start()
