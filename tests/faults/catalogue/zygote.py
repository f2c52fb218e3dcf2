"""Forks the processes of runs from one that has imported what they need: importing takes longer than most runs.

    python -m tests.faults.catalogue.zygote CLIENT

It reads one run a line as JSON, `[[arguments of child.main], seconds]`, and answers with one line: what the process
printed, as `[stdout, stderr]`, or null for a process that had to be ended.
"""

import json
import os
import signal
import sys
import time
from tempfile import TemporaryFile
from typing import IO

from tests.faults.catalogue import cases, child
from tests.faults.catalogue.clients import load, way_class, ways_of


def main(client: str) -> int:
    cases.load()
    if client != "broken":  # which spoils vectorm while it is loaded
        load(client)
    for way in ways_of(client):
        way_class(way)
    for line in sys.stdin:
        arguments, seconds = json.loads(line)
        print(json.dumps(forked(arguments, seconds)), flush=True)
    return 0


def forked(arguments: list[str], seconds: float) -> tuple[str, str] | None:
    """Run `child.main` in a process of its own; what it printed."""
    with TemporaryFile() as out, TemporaryFile() as err:
        pid = os.fork()
        if pid == 0:
            os.setsid()
            os.dup2(os.open(os.devnull, os.O_RDONLY), 0)
            os.dup2(out.fileno(), 1)
            os.dup2(err.fileno(), 2)
            try:
                child.main(*arguments)
            finally:
                os._exit(1)
        end = time.monotonic() + seconds
        while os.waitpid(pid, os.WNOHANG) == (0, 0):
            if time.monotonic() > end:
                os.killpg(pid, signal.SIGKILL)
                os.waitpid(pid, 0)
                return None
            time.sleep(0.02)
        return text_of(out), text_of(err)


def text_of(file: IO[bytes]) -> str:
    file.seek(0)
    return file.read().decode(errors="replace")


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
