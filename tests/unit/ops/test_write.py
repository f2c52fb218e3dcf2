"""Writes: what is sent, how it is cut, and what happens when the schema was stale."""

from dataclasses import replace

import numpy as np
import pytest

from tests.unit.ops.support import context
from vectorm.columns.batch import ColumnBatch
from vectorm.columns.build import build_column
from vectorm.enums import DataType
from vectorm.errors import (
    DataNotMatchException,
    DeadlineExceeded,
    MilvusException,
    MilvusUnavailableException,
    OutcomeUnknown,
    ParamError,
    RateLimited,
    ServerError,
)
from vectorm.ops import collection, write
from vectorm.spec.collection import CollectionSpec
from vectorm.spec.field import FieldSpec
from vectorm.transport.recorded import Recorded
from vectorm.wire.messages import (
    AllocTimestampResponse,
    DeleteRequest,
    DescribeCollectionResponse,
    IDs,
    InsertRequest,
    LongArray,
    MutationResult,
    Status,
)


def batch(rows: int, dim: int = 4) -> ColumnBatch:
    ids = build_column("id", list(range(rows)), data_type=DataType.INT64)
    vectors = build_column("v", np.ones((rows, dim), np.float32), data_type=DataType.FLOAT_VECTOR, dim=dim)
    return ColumnBatch([ids, vectors])


def described(dim: int = 4, key: int = 5) -> bytes:
    reply = DescribeCollectionResponse(collection_name="docs")
    reply.schema.fields.add(name="id", data_type=key, is_primary_key=True)
    vector = reply.schema.fields.add(name="v", data_type=101)
    vector.type_params.add(key="dim", value=str(dim))
    return reply.SerializeToString()


def stored(*ids: int, timestamp: int = 0) -> bytes:
    keys = IDs(int_id=LongArray(data=ids))
    return MutationResult(IDs=keys, insert_cnt=len(ids), timestamp=timestamp).SerializeToString()


def refused(reason: str = "fieldData schema mismatch") -> bytes:
    return MutationResult(status=Status(code=65535, error_code=1, reason=reason)).SerializeToString()


def test_cut_by_rows_and_bytes_keeps_every_row_in_order() -> None:
    whole = batch(100, dim=256)
    for parts in (write.cut(whole, most_rows=30), write.cut(whole, most_bytes=10 * 1100)):
        assert len(parts) > 3
        assert [key for part in parts for key in part["id"].to_list()] == list(range(100))
    assert max(int(part.row_bytes().sum()) for part in write.cut(whole, most_bytes=10 * 1100)) <= 10 * 1100


def test_a_batch_that_fits_is_not_copied_and_a_huge_row_goes_alone() -> None:
    whole = batch(3)
    assert write.cut(whole) == [whole]
    assert [len(part) for part in write.cut(whole, most_bytes=1)] == [1, 1, 1]
    assert write.cut(batch(0)) == []


def test_insert_sends_every_part_and_merges_the_answers(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(write.cut, "__defaults__", (1, None))
    ctx = context()
    recorded = Recorded([stored(7, timestamp=5), stored(8, timestamp=6)])
    result = recorded.run(write.insert(ctx, "docs", batch(2)))
    assert (list(result.ids), result.insert_count, result.timestamp) == ([7, 8], 2, 6)
    assert [InsertRequest.FromString(rpc.request).num_rows for rpc in recorded.sent] == [1, 1]
    assert ctx.written == {"docs": 6}


def test_a_failure_after_some_parts_says_how_many_rows_are_stored(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(write.cut, "__defaults__", (1, None))
    recorded = Recorded([stored(1), refused("disk full")])
    with pytest.raises(ServerError, match="disk full") as caught:
        recorded.run(write.insert(context(), "docs", batch(3)))
    assert "the first 1 rows are stored (the call was cut into 3 requests)" in caught.value.hint


def test_a_lost_answer_makes_an_insert_unknown_and_an_upsert_go_again() -> None:
    broken = MilvusUnavailableException(14, "reset")
    with pytest.raises(OutcomeUnknown):
        Recorded([broken]).run(write.insert(context(), "docs", batch(1)))
    recorded = Recorded([broken, stored(0)])
    assert list(recorded.run(write.upsert(context(), "docs", batch(1))).ids) == [0]


def test_rows_follow_the_schema_which_is_asked_for_once() -> None:
    ctx = context()
    recorded = Recorded([described(), stored(1), stored(2)])
    for key in (1, 2):
        recorded.run(write.insert_rows(ctx, "docs", [{"id": key, "v": [1, 2, 3, 4]}]))
    assert recorded.methods == ["DescribeCollection", "Insert", "Insert"]


def test_bad_rows_are_refused_before_sending() -> None:
    recorded = Recorded([described()])
    with pytest.raises(DataNotMatchException, match=r"docs\.v, row 1"):
        recorded.run(write.insert_rows(context(), "docs", [{"id": 1, "v": [1, 2, 3, 4]}, {"id": 2, "v": [1, 2]}]))
    assert recorded.methods == ["DescribeCollection"]


def test_a_stale_schema_is_asked_for_again_and_the_write_goes_out_once_more() -> None:
    ctx = context()
    recorded = Recorded([described(4), stored(1), described(2), stored(2), described(2), refused()])
    recorded.run(write.insert_rows(ctx, "docs", [{"id": 1, "v": [1, 2, 3, 4]}]))
    recorded.run(write.insert_rows(ctx, "docs", [{"id": 2, "v": [1, 2]}]))
    assert recorded.methods == ["DescribeCollection", "Insert", "DescribeCollection", "Insert"]


def test_a_refusal_by_a_fresh_schema_is_not_repeated() -> None:
    recorded = Recorded([described(), refused()])
    with pytest.raises(ServerError, match="mismatch"):
        recorded.run(write.insert_rows(context(), "docs", [{"id": 1, "v": [1, 2, 3, 4]}]))
    assert recorded.methods == ["DescribeCollection", "Insert"]


def test_delete_by_ids_escapes_them() -> None:
    recorded = Recorded([described(key=21), stored(timestamp=3)])
    recorded.run(write.delete(context(), "docs", ids=['zzz"] or id not in ["', "it's"]))
    request = DeleteRequest.FromString(recorded.sent[-1].request)
    assert request.expr == 'id in ["zzz\\"] or id not in [\\"", "it\'s"]'


def test_delete_by_ids_of_the_wrong_type_sends_nothing() -> None:
    recorded = Recorded([described()])
    with pytest.raises(ParamError, match="of type str"):
        recorded.run(write.delete(context(), "docs", ids=["9] or id not in [9"]))
    assert recorded.methods == ["DescribeCollection"]


def test_delete_wants_one_of_filter_and_ids() -> None:
    for arguments in ({}, {"filter": "id > 0", "ids": [1]}):
        with pytest.raises(ParamError, match="either a filter or ids"):
            Recorded().run(write.delete(context(), "docs", **arguments))  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("filter", "is_sent_again"),
    [
        ("id in [1, 2]", True),
        (" id == 1", True),
        ("v in [1]", False),
        ("id in [1] or id > 5", False),
        ("id > 5", False),
    ],
)
def test_a_filter_that_lists_keys_is_a_delete_by_key(filter: str, is_sent_again: bool) -> None:
    broken = MilvusUnavailableException(14, "the connection broke")
    recorded = Recorded({"DescribeCollection": [described()], "Delete": [broken, stored(timestamp=3)]})
    ctx = context()
    recorded.run(collection.cached(ctx, "docs"))
    if is_sent_again:
        recorded.run(write.delete(ctx, "docs", filter=filter))
        assert recorded.methods == ["DescribeCollection", "Delete", "Delete"]
    else:
        with pytest.raises(OutcomeUnknown, match="the connection broke"):
            recorded.run(write.delete(ctx, "docs", filter=filter))
        assert recorded.methods == ["DescribeCollection", "Delete"]


KEY = FieldSpec(name="id", data_type=DataType.INT64, is_primary=True)
TENANT = FieldSpec(name="tenant", data_type=DataType.VARCHAR, max_length=9, is_partition_key=True)
KEYED = CollectionSpec(name="docs", fields=(KEY, TENANT))
CLOCK = AllocTimestampResponse(timestamp=42).SerializeToString()


@pytest.mark.parametrize(
    ("build", "methods"),
    [("v2.3.5", ["DescribeCollection", "Delete", "AllocTimestamp", "Insert"]), ("v2.4.0", ["Upsert"])],
)
def test_rows_go_into_the_partition_of_their_key(build: str, methods: list[str]) -> None:
    """Milvus 2.3.5 upserts them into others: they are deleted and inserted."""
    recorded = Recorded(
        {
            "DescribeCollection": [described()],
            "Delete": [stored()],
            "AllocTimestamp": [CLOCK],
            "Insert": [stored(0, 1)],
            "Upsert": [stored(0, 1)],
        }
    )
    result = recorded.run(write.store(context(build), KEYED, batch(2)))
    assert recorded.methods == methods
    assert result.ids == [0, 1]
    if "Delete" in methods:
        assert DeleteRequest.FromString(recorded.sent[1].request).expr == "id in [0, 1]"
        assert result.upsert_count == 2


def test_a_delete_whose_time_is_not_known_tells_that_it_is_done() -> None:
    recorded = Recorded(
        {
            "DescribeCollection": [described()],
            "Delete": [stored()],
            "AllocTimestamp": [DeadlineExceeded(4, "late")],
        }
    )
    with pytest.raises(OutcomeUnknown, match=r"docs: done, but reads may still see the rows.*late"):
        recorded.run(write.delete(context("v2.3.5"), "docs", ids=[1]))


@pytest.mark.parametrize(
    ("failure", "told"),
    [(refused(), "mismatch"), (DeadlineExceeded(4, "too late"), "too late"), (OutcomeUnknown(14, "reset"), "reset")],
)
def test_rows_that_were_deleted_and_not_inserted_are_of_unknown_outcome(
    failure: bytes | MilvusException, told: str
) -> None:
    replies = {"DescribeCollection": [described()], "Delete": [stored()], "AllocTimestamp": [CLOCK]}
    with pytest.raises(OutcomeUnknown, match=f"the old rows are deleted, .*{told}") as caught:
        Recorded({**replies, "Insert": [failure]}).run(write.store(context("v2.3.5"), KEYED, batch(2)))
    assert "upsert the same rows again" in caught.value.hint


def test_rows_that_were_deleted_are_inserted_by_the_new_schema() -> None:
    ctx = context("v2.3.5")
    keyed = DescribeCollectionResponse.FromString(described())
    keyed.schema.fields.add(name="tenant", data_type=21, is_partition_key=True)
    newer = DescribeCollectionResponse.FromString(keyed.SerializeToString())
    newer.schema.fields[2].type_params.add(key="max_length", value="9")
    recorded = Recorded(
        {
            "DescribeCollection": [keyed.SerializeToString(), newer.SerializeToString()],
            "Delete": [stored(), stored()],
            "AllocTimestamp": [CLOCK, CLOCK],
            "Insert": [refused(), stored(1)],
        }
    )
    recorded.run(collection.cached(ctx, "docs"))
    row = {"id": 1, "v": [1, 2, 3, 4], "tenant": "acme"}
    assert recorded.run(write.upsert_rows(ctx, "docs", [row])).upsert_count == 1
    assert recorded.left == 0


def test_other_rows_are_upserted() -> None:
    spec = CollectionSpec(name="docs", fields=(FieldSpec(name="id", data_type=DataType.INT64, is_primary=True),))
    recorded = Recorded({"Upsert": [stored(0)]})
    recorded.run(write.store(context(), spec, batch(1)))
    assert recorded.methods == ["Upsert"]


def test_a_batch_has_one_key_however_often_it_is_sent(monkeypatch: pytest.MonkeyPatch) -> None:
    """Only where the collection takes keys: elsewhere Milvus 3 refuses the insert."""
    monkeypatch.setattr(write.cut, "__defaults__", (1, None))
    ctx = context()
    recorded = Recorded([described(), RateLimited(8, "wait"), stored(7), stored(8), stored(1), stored(2)])
    info = recorded.run(collection.describe(ctx, "docs"))
    properties = {write.TAKES_KEYS: "true"}
    ctx.schemas["docs"] = replace(info, spec=replace(info.spec, properties=properties))
    recorded.run(write.insert(ctx, "docs", batch(2)))
    first, again, second = (rpc.key for rpc in recorded.sent[1:])
    assert first == again
    assert len({first, second, ""}) == 3

    ctx.forget("docs")
    recorded.run(write.insert(ctx, "docs", batch(2)))
    assert [rpc.key for rpc in recorded.sent[4:]] == ["", ""]
