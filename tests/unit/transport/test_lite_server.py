"""Which calls the process of the embedded engine lets run side by side."""

import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest

from vectorm.transport.lite_server import READS, WRITES, guard, open_once


class Servicer:
    """Each call says that it has begun, and waits until it may end."""

    def __init__(self) -> None:
        self.begun = threading.Semaphore(0)
        self.may_end = threading.Event()
        for name in (*READS, *WRITES):
            setattr(self, name, self._call)

    def _call(self, request: object, context: object) -> object:
        self.begun.release()
        assert self.may_end.wait(10)
        return request


class Context:
    """Of a call whose caller waits, or has given up."""

    def __init__(self, *, waits: bool = True) -> None:
        self.waits = waits

    def is_active(self) -> bool:
        return self.waits

    def abort(self, code: object, details: str) -> None:
        raise RuntimeError(details)


def start(call: Callable[[object, object], object]) -> threading.Thread:
    thread = threading.Thread(target=call, args=("request", Context()))
    thread.start()
    return thread


@pytest.mark.parametrize(("one", "other", "together"), [
    ("Insert", "Upsert", False),
    ("Insert", "Insert", False),
    ("Search", "Delete", False),
    ("Flush", "Query", False),
    ("Search", "Query", True),
])  # fmt: skip
def test_writes_run_alone_and_reads_together(one: str, other: str, together: bool) -> None:
    servicer = guard(Servicer())
    threads = [start(getattr(servicer, one))]
    assert servicer.begun.acquire(timeout=10)
    threads.append(start(getattr(servicer, other)))
    assert servicer.begun.acquire(timeout=10 if together else 0.1) is together
    servicer.may_end.set()
    for thread in threads:
        thread.join(10)
        assert not thread.is_alive()


def test_what_nobody_waits_for_is_not_carried_out() -> None:
    servicer = guard(Servicer())
    with pytest.raises(RuntimeError, match="given up"):
        servicer.Insert("request", Context(waits=False))
    assert not servicer.begun.acquire(blocking=False)


def test_calls_that_meet_get_the_same_collection(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    lite: Any = pytest.importorskip("milvus_lite.db")
    schema: Any = pytest.importorskip("milvus_lite.schema.types")
    fields = [
        schema.FieldSchema("id", schema.DataType.INT64, is_primary=True),
        schema.FieldSchema("dense", schema.DataType.FLOAT_VECTOR, dim=2),
    ]
    made = lite.MilvusLite(str(tmp_path / "data"))
    made.create_collection("docs", schema.CollectionSchema(fields))
    made.close()

    both_open = threading.Barrier(2)
    collection = lite.Collection

    def opened_slowly(*args: object, **options: object) -> object:
        with suppress(threading.BrokenBarrierError):
            both_open.wait(0.3)
        return collection(*args, **options)

    monkeypatch.setattr(lite, "Collection", opened_slowly)
    database = open_once(lite.MilvusLite(str(tmp_path / "data")))
    with ThreadPoolExecutor(2) as pool:
        one, other = pool.map(database.get_collection, ["docs", "docs"])
    assert one is other
    database.close()
