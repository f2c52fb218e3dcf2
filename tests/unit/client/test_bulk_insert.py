"""`BulkInsertState` is PyMilvus's."""

from typing import Any

import pytest

from tests.unit.wire.theirs import milvus_pb2
from vectorm.client.bulk_insert import BulkInsertState
from vectorm.errors import ServerError
from vectorm.spec.bulk_insert import ImportTask
from vectorm.wire.bulk_insert import decode_state

types: Any = pytest.importorskip("pymilvus.client.types")

NAMES = (
    "task_id", "row_count", "state", "state_name", "id_ranges", "ids", "infos", "failed_reason", "files",
    "collection_name", "partition_name", "create_timestamp", "create_time_str", "progress",
)  # fmt: skip


@pytest.mark.parametrize("state", [0, 1, 2, 5, 6, 7, 8])
def test_it_looks_the_same(state: int) -> None:
    infos = {"files": "a.json", "collection": "docs", "partition": "p", "failed_reason": "no", "progress_percent": "40"}
    pairs = [{"key": key, "value": value} for key, value in infos.items()]
    reply = milvus_pb2.GetImportStateResponse(
        id=7, state=state, row_count=3, id_list=[1, 4, 10, 11], infos=pairs, create_ts=1700000000
    )
    ours = BulkInsertState(decode_state(reply.SerializeToString()))
    theirs = types.BulkInsertState(7, reply.state, reply.row_count, reply.id_list, reply.infos, reply.create_ts)
    for name in NAMES:
        assert getattr(ours, name) == getattr(theirs, name), name
    assert repr(ours) == repr(theirs)


def test_the_numbers_are_the_same() -> None:
    names = [name for name in vars(BulkInsertState) if name.startswith("Import")]
    assert len(names) == 7
    for name in names:
        assert getattr(BulkInsertState, name) == getattr(types.BulkInsertState, name), name


def test_half_a_range_is_an_error() -> None:
    with pytest.raises(ServerError, match="without an end"):
        _ = BulkInsertState(ImportTask(id=1, state=6, id_ranges=(1, 4, 5))).ids
