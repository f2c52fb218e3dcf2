"""Imports: the requests are PyMilvus's, the replies become ours."""

from collections.abc import Callable
from typing import Any

import pytest

from tests.unit.wire.theirs import Prepare, milvus_pb2
from vectorm.spec.bulk_insert import BulkInsert, ImportTask
from vectorm.wire import bulk_insert

FULL = BulkInsert(
    collection="docs",
    files=("a.json", "b.json"),
    partition="p",
    channels=("c",),
    options={"bucket": "b", "sep": ";"},
)

REQUESTS: list[tuple[str, bytes, Callable[[], Any]]] = [
    (
        "import",
        bulk_insert.encode_import(BulkInsert(collection="docs", files=("a.json",))),
        lambda: Prepare.do_bulk_insert("docs", None, ["a.json"]),
    ),
    (
        "import with everything",
        bulk_insert.encode_import(FULL),
        lambda: Prepare.do_bulk_insert("docs", "p", ["a.json", "b.json"], bucket="b", sep=";", channel_names=["c"]),
    ),
    ("state", bulk_insert.encode_state(7), lambda: Prepare.get_bulk_insert_state(7)),
    ("list", bulk_insert.encode_list_tasks("", 0), lambda: Prepare.list_bulk_insert_tasks(0, "")),
    ("list some", bulk_insert.encode_list_tasks("docs", 3), lambda: Prepare.list_bulk_insert_tasks(3, "docs")),
]


@pytest.mark.parametrize(("ours", "theirs"), [each[1:] for each in REQUESTS], ids=[each[0] for each in REQUESTS])
def test_requests_are_theirs(ours: bytes, theirs: Callable[[], Any]) -> None:
    expected = theirs()
    actual: Any = type(expected)()
    actual.ParseFromString(ours)
    assert actual == expected


def test_tasks_are_read() -> None:
    task = {
        "id": 7,
        "state": 6,
        "row_count": 3,
        "id_list": [1, 4],
        "infos": [{"key": "files", "value": "a.json"}],
        "create_ts": 99,
    }
    expected = ImportTask(id=7, state=6, rows=3, id_ranges=(1, 4), infos={"files": "a.json"}, created=99)
    one = milvus_pb2.GetImportStateResponse(**task)
    assert bulk_insert.decode_state(one.SerializeToString()) == expected
    several = milvus_pb2.ListImportTasksResponse(tasks=[task])
    assert bulk_insert.decode_list_tasks(several.SerializeToString()) == [expected]
