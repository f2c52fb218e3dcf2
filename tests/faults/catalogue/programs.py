"""Runs small programs in processes of their own, with the client under test as `lib`."""

import os
import signal
import subprocess
import sys
import time
from dataclasses import dataclass

from tests.faults.catalogue.case import Bad, Verdict
from tests.faults.catalogue.run import ROOT
from tests.faults.catalogue.world import TOKEN, World, require

PREFIX = """
import os, signal, sys, threading, time
import {module} as lib
signal.signal(signal.SIGINT, signal.default_int_handler)  # a shell's background job ignores it
uri, token, collection = sys.argv[1:4]
def client(**options):
    return lib.MilvusClient(uri=uri, token=token, **options)
"""


@dataclass(frozen=True, slots=True)
class Ended:
    """How a program ended."""

    code: int
    stdout: str
    stderr: str
    seconds: float


def start(world: World, program: str) -> subprocess.Popen[str]:
    """Start a program: `client()`, `collection` and `lib` are there."""
    text = PREFIX.format(module=world.lib.__name__) + program
    return subprocess.Popen(
        [sys.executable, "-c", text, world.uri, TOKEN, world.collection],
        cwd=ROOT,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
    )


def finish(process: subprocess.Popen[str], seconds: float = 30) -> Ended:
    """Wait for its end; a program that does not end hangs."""
    started = time.monotonic()
    try:
        stdout, stderr = process.communicate(timeout=seconds)
    except subprocess.TimeoutExpired:
        os.killpg(process.pid, signal.SIGKILL)
        raise Bad(Verdict.HANG, f"the program did not end within {seconds:g} s") from None
    return Ended(process.returncode, stdout, stderr, time.monotonic() - started)


def says(world: World, program: str, expected: str, *, seconds: float = 30, quiet: bool = True) -> Ended:
    """Run a program: it ends well, prints what is expected as its last line, and nothing on standard error."""
    ended = finish(start(world, program), seconds)
    last = (ended.stdout.strip().splitlines() or [""])[-1]
    tail = " | ".join(ended.stderr.strip().splitlines()[-3:])[-300:]
    require(ended.code == 0, Verdict.FAIL, f"ended with code {ended.code}: {tail}")
    require(last == expected, Verdict.FAIL, f"printed {last!r} instead of {expected!r} {tail}")
    if quiet:
        require(not ended.stderr.strip(), Verdict.OBSCURE, f"standard error is not empty: {tail}")
    return ended
