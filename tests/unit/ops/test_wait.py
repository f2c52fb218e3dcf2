"""Waiting for loads, index builds and flushes."""

import pytest

from tests.unit.ops.support import context, lite
from vectorm.errors import DeadlineExceeded, IndexNotExistException, ServerError
from vectorm.ops import flush, index, load
from vectorm.spec.index import IndexSpec
from vectorm.transport.recorded import Recorded
from vectorm.wire.messages import (
    AllocTimestampResponse,
    DescribeIndexRequest,
    DescribeIndexResponse,
    DropIndexRequest,
    FlushResponse,
    GetFlushStateResponse,
    GetLoadingProgressResponse,
    IndexDescription,
    LongArray,
    ShowCollectionsResponse,
    Status,
)

OK = Status().SerializeToString()
CLOCK = AllocTimestampResponse(timestamp=9).SerializeToString()


def progress(percent: int) -> bytes:
    return GetLoadingProgressResponse(progress=percent).SerializeToString()


def build(state: int, **more: str) -> bytes:
    item = IndexDescription(index_name="i", field_name="v", state=state, index_state_fail_reason=more.get("reason"))
    return DescribeIndexResponse(index_descriptions=[item]).SerializeToString()


def test_load_waits_with_growing_pauses_until_all_is_loaded() -> None:
    recorded = Recorded([OK, progress(0), progress(50), progress(100)])
    recorded.run(load.load(context(), "docs"))
    assert recorded.methods == ["LoadCollection", *["GetLoadingProgress"] * 3]
    assert recorded.slept == [0.02, 0.04]


def test_load_without_wait_sends_one_call() -> None:
    recorded = Recorded([OK])
    recorded.run(load.load(context(), "docs", wait=False))
    assert recorded.methods == ["LoadCollection"]


def test_lite_loads_the_collection_for_its_partitions() -> None:
    recorded = Recorded([OK, progress(100)])
    recorded.run(load.load(lite(), "docs", partitions=["p"]))
    assert recorded.methods == ["LoadCollection", "GetLoadingProgress"]


def test_milvus_loads_partitions() -> None:
    recorded = Recorded([OK, progress(100)])
    recorded.run(load.load(context(), "docs", partitions=["p"]))
    assert recorded.methods == ["LoadPartitions", "GetLoadingProgress"]


def test_the_deadline_ends_the_waiting() -> None:
    recorded = Recorded([OK, *[progress(1)] * 1000])
    with pytest.raises(DeadlineExceeded):
        recorded.run(load.load(context(), "docs"), timeout=5)
    assert sum(recorded.slept) <= 5


def test_create_index_waits_until_it_is_built() -> None:
    recorded = Recorded([OK, CLOCK, build(2), build(3)])
    recorded.run(index.create(context(), "docs", IndexSpec(field="v", index_type="FLAT", metric_type="L2")))
    assert recorded.methods == ["CreateIndex", "AllocTimestamp", "DescribeIndex", "DescribeIndex"]
    assert DescribeIndexRequest.FromString(recorded.sent[-1].request).timestamp == 9, "later rows are not waited for"


def test_lite_has_no_clock_to_ask_for_an_index_build() -> None:
    recorded = Recorded([OK, build(3)])
    recorded.run(index.create(lite(), "docs", IndexSpec(field="v", index_type="FLAT", metric_type="L2")))
    assert recorded.methods == ["CreateIndex", "DescribeIndex"]


def test_a_failed_build_raises_the_servers_reason() -> None:
    recorded = Recorded([OK, CLOCK, build(4, reason="out of disk")])
    with pytest.raises(ServerError, match="index i of docs failed to build: out of disk"):
        recorded.run(index.create(context(), "docs", IndexSpec(field="v", index_type="FLAT", metric_type="L2")))


def test_describe_without_an_index_is_empty_and_progress_names_what_is_missing() -> None:
    none = DescribeIndexResponse(status=Status(code=700, error_code=25, reason="index not found")).SerializeToString()
    recorded = Recorded([none, none])
    assert recorded.run(index.describe(context(), "docs")) == []
    with pytest.raises(IndexNotExistException, match="collection docs has no index nope"):
        recorded.run(index.progress(context(), "docs", name="nope"))


def test_describe_leaves_out_what_was_not_asked_for() -> None:
    recorded = Recorded([build(3)])
    assert recorded.run(index.describe(context(), "docs", name="another")) == []


def test_milvus_lite_forgets_the_names_of_indexes() -> None:
    recorded = Recorded([build(3)])
    (found,) = recorded.run(index.describe(lite(), "docs", name="another"))
    assert found.spec.name != "another"
    recorded = Recorded([build(3), Status().SerializeToString()])
    recorded.run(index.drop(lite(), "docs", name="another"))
    assert DropIndexRequest.FromString(recorded.sent[1].request).index_name == found.spec.name


def test_flush_waits_for_every_collection() -> None:
    reply = FlushResponse(coll_segIDs={"docs": LongArray(data=[1, 2])}, coll_flush_ts={"docs": 7})
    state = [GetFlushStateResponse(flushed=done).SerializeToString() for done in (False, True)]
    recorded = Recorded([reply.SerializeToString(), *state])
    recorded.run(flush.flush(context(), ["docs"]))
    assert recorded.methods == ["Flush", "GetFlushState", "GetFlushState"]


def test_lite_flushes_all_collections_by_name() -> None:
    names = ShowCollectionsResponse(collection_names=["a", "b"]).SerializeToString()
    recorded = Recorded([names, FlushResponse().SerializeToString()])
    recorded.run(flush.flush_all(lite()))
    assert recorded.methods == ["ShowCollections", "Flush"]
