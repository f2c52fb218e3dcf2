"""Large requests and replies take their memory from the process, not page by page from the system."""

import platform
import subprocess
import sys
from typing import Any
from unittest.mock import Mock

import pytest

from tests.perf.rows import batch, query_reply
from vectorm.wire import read, write

CODE = """
from resource import RUSAGE_SELF, getrusage
from vectorm.wire.memory import keep_memory

SIZE = 3_000_000

def work():
    columns = [bytearray(100_000) for _ in range(10)]
    request, copy = bytearray(SIZE), bytearray(SIZE)

def pages():
    work()
    work()
    before = getrusage(RUSAGE_SELF).ru_minflt
    work()
    return getrusage(RUSAGE_SELF).ru_minflt - before

keep_memory(SIZE)
print(pages())
"""


@pytest.mark.skipif(platform.libc_ver()[0] != "glibc", reason="what an allocator keeps is its own business")
def test_pages_are_kept() -> None:
    done = subprocess.run([sys.executable, "-c", CODE], capture_output=True, text=True, check=True)
    assert int(done.stdout) < 100  # of 1,700


@pytest.mark.parametrize(
    ("module", "work"),
    [
        (write, lambda: write.encode_insert("pages", batch(10_000))),
        (read, lambda: read.decode_query(query_reply(10_000))),
    ],
)
def test_of_large_requests_and_replies(monkeypatch: pytest.MonkeyPatch, module: Any, work: Any) -> None:
    keep = Mock()
    monkeypatch.setattr(module, "keep_memory", keep)
    work()
    keep.assert_called_once()
    assert keep.call_args.args[0] > 500_000
