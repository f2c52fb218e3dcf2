"""Administration that neither Milvus Lite nor Milvus 2.3 has: what is refused, and what is never sent twice."""

from collections.abc import Callable
from typing import Any

import pytest

from tests.unit.ops.support import context, lite
from vectorm.enums import DataType, FunctionType, RestoreSnapshotState, WALName
from vectorm.errors import MilvusUnavailableException, OutcomeUnknown, ParamError, ServerError, Unsupported
from vectorm.ops import analyzer, external_collection, file_resource, flush, replicate, schema_change, snapshot
from vectorm.ops.context import Context
from vectorm.ops.step import Op
from vectorm.spec.analyzer import AnalyzerRun
from vectorm.spec.collection import CollectionInfo, CollectionSpec
from vectorm.spec.compaction import Compaction
from vectorm.spec.external_collection import Refresh
from vectorm.spec.field import FieldSpec
from vectorm.spec.file_resource import FileResource
from vectorm.spec.function import FunctionSpec
from vectorm.spec.index import IndexSpec
from vectorm.spec.replicate import Dump, LogMessage, Position, Replication
from vectorm.spec.snapshot import SnapshotName
from vectorm.spec.struct_array import StructSpec
from vectorm.transport.recorded import Recorded
from vectorm.wire import messages as m

Start = Callable[[Context], Op[Any]]

OK = m.Status().SerializeToString()
ALTERED = m.AlterCollectionSchemaResponse().SerializeToString()
LOST = MilvusUnavailableException(14, "connection reset")

NAME = SnapshotName(name="s", collection="docs")
YEAR = FieldSpec(name="year", data_type=DataType.INT64, nullable=True)
SPARSE = FieldSpec(name="sparse", data_type=DataType.SPARSE_FLOAT_VECTOR, is_function_output=True)
BM25 = FunctionSpec(name="words", type=FunctionType.BM25, inputs=("title",), outputs=("sparse",))
INDEX = IndexSpec(field="sparse", index_type="SPARSE_INVERTED_INDEX", metric_type="BM25")
STRUCT = StructSpec(
    name="parts", fields=(FieldSpec(name="n", data_type=DataType.INT64),), max_capacity=3, nullable=True
)
DUMP = Dump(channel="c", start=Position(id="1", wal=WALName.Kafka))

ONCE: dict[str, Start] = {
    "add_field": lambda ctx: schema_change.add_field(ctx, "docs", YEAR),
    "add_struct": lambda ctx: schema_change.add_struct(ctx, "docs", STRUCT),
    "add_function_field": lambda ctx: schema_change.add_function_field(ctx, "docs", SPARSE, BM25, INDEX),
    "drop_field": lambda ctx: schema_change.drop_field(ctx, "docs", "year"),
    "drop_function_field": lambda ctx: schema_change.drop_function_field(ctx, "docs", "words"),
    "add_function": lambda ctx: schema_change.add_function(ctx, "docs", BM25),
    "drop_function": lambda ctx: schema_change.drop_function(ctx, "docs", "words"),
    "create_snapshot": lambda ctx: snapshot.create(ctx, NAME),
    "restore_snapshot": lambda ctx: snapshot.restore(ctx, NAME, "copy"),
    "pin": lambda ctx: snapshot.pin(ctx, NAME),
    "refresh": lambda ctx: external_collection.refresh(ctx, Refresh(collection="docs")),
    "promote": lambda ctx: replicate.update(ctx, Replication(clusters=()), force_promote=True),
}
"""A second run would fail because the first one worked, or would act anew."""

AGAIN: dict[str, Start] = {
    "alter_field": lambda ctx: schema_change.alter_field(ctx, "docs", "title", {"max_length": 9}),
    "alter_function": lambda ctx: schema_change.alter_function(ctx, "docs", "words", BM25),
    "drop_snapshot": lambda ctx: snapshot.drop(ctx, NAME),
    "list_snapshots": snapshot.list_names,
    "describe_snapshot": lambda ctx: snapshot.describe(ctx, NAME),
    "restore_state": lambda ctx: snapshot.restore_state(ctx, 1),
    "list_restores": snapshot.list_restores,
    "unpin": lambda ctx: snapshot.unpin(ctx, 1),
    "add_resource": lambda ctx: file_resource.add(ctx, FileResource(name="a", path="b")),
    "remove_resource": lambda ctx: file_resource.remove(ctx, "a"),
    "list_resources": file_resource.list_all,
    "refresh_progress": lambda ctx: external_collection.progress(ctx, 1),
    "list_refreshes": external_collection.list_jobs,
    "update_replication": lambda ctx: replicate.update(ctx, Replication(clusters=())),
    "get_replication": replicate.get,
    "replicate_info": lambda ctx: replicate.info(ctx, "a", "b"),
}


def v3() -> Context:
    return context("3.0.2", "CLUSTER")


def v26() -> Context:
    return context("2.6.5", "CLUSTER")


@pytest.mark.parametrize("name", [*ONCE, *AGAIN])
def test_older_engines_are_not_asked(name: str) -> None:
    for ctx in (context(), lite()):
        recorded = Recorded()
        with pytest.raises(Unsupported, match=r"since Milvus \d\.\d\); nothing was sent"):
            recorded.run({**ONCE, **AGAIN}[name](ctx))
        assert recorded.sent == []


@pytest.mark.parametrize("name", ONCE)
def test_a_lost_answer_is_told(name: str) -> None:
    recorded = Recorded([LOST])
    with pytest.raises(OutcomeUnknown, match="was sent but its answer was lost"):
        recorded.run(ONCE[name](v3()))
    assert len(recorded.sent) == 1


@pytest.mark.parametrize("name", AGAIN)
def test_what_may_be_sent_again_is(name: str) -> None:
    recorded = Recorded([LOST, b""])
    recorded.run(AGAIN[name](v3()))
    assert [rpc.request for rpc in recorded.sent[:1]] == [rpc.request for rpc in recorded.sent[1:]]


def test_a_change_forgets_the_schema() -> None:
    for start, reply in ((ONCE["add_field"], ALTERED), (AGAIN["alter_field"], OK), (ONCE["drop_field"], ALTERED)):
        ctx = v3()
        ctx.schemas["docs"] = CollectionInfo(spec=CollectionSpec(name="docs", fields=()))
        Recorded([reply]).run(start(ctx))
        assert ctx.schemas == {}


@pytest.mark.parametrize(
    "answer",
    [
        Unsupported(12, "unknown method AlterCollectionSchema"),
        m.AlterCollectionSchemaResponse(
            alter_status=m.Status(
                code=1100, reason="alter collection schema operation is not supported for external collection"
            )
        ).SerializeToString(),
    ],
)
def test_a_field_is_added_by_the_older_call_where_only_that_does_it(answer: Any) -> None:
    recorded = Recorded([answer, OK])
    recorded.run(ONCE["add_field"](v3()))
    assert recorded.methods == ["AlterCollectionSchema", "AddCollectionField"]


def test_other_refusals_of_a_field_are_told() -> None:
    status = m.Status(code=1100, reason="duplicate field name year")
    recorded = Recorded([m.AlterCollectionSchemaResponse(alter_status=status).SerializeToString()])
    with pytest.raises(ParamError, match="duplicate field name"):
        recorded.run(ONCE["add_field"](v3()))


def test_milvus_2_6_has_the_older_call_only() -> None:
    recorded = Recorded([OK])
    recorded.run(ONCE["add_field"](v26()))
    assert recorded.methods == ["AddCollectionField"]
    for name in ("drop_field", "add_struct", "add_function_field", "create_snapshot"):
        with pytest.raises(Unsupported, match=r"Milvus 2\.6\.5 has no .* \(since Milvus 3\.0\)"):
            Recorded().run(ONCE[name](v26()))


def test_a_field_that_the_server_cannot_hold_is_not_added() -> None:
    unknown = FieldSpec(name="x", data_type=DataType.UNKNOWN)
    recorded = Recorded()
    with pytest.raises(Unsupported, match=r"field docs\.x"):
        recorded.run(schema_change.add_field(v3(), "docs", unknown))
    assert recorded.sent == []


def test_a_restore_of_a_newer_state_is_told() -> None:
    info = m.RestoreSnapshotInfo(job_id=8, state=77, progress=3)
    reply = m.GetRestoreSnapshotStateResponse(info=info).SerializeToString()
    found = Recorded([reply]).run(snapshot.restore_state(v3(), 8))
    assert (found.id, found.state, found.progress) == (8, RestoreSnapshotState.RestoreSnapshotNone, 3)


def test_an_analyzer_answers_for_each_text() -> None:
    reply = m.RunAnalyzerResponse(results=[m.AnalyzerResult(tokens=[m.AnalyzerToken(token="a")])]).SerializeToString()
    found = Recorded([reply]).run(analyzer.run(context("2.5.4"), AnalyzerRun(texts=("a",))))
    assert [[token.text for token in tokens] for tokens in found] == [["a"]]
    with pytest.raises(ServerError, match="1 of 2 texts"):
        Recorded([reply]).run(analyzer.run(context("2.5.4"), AnalyzerRun(texts=("a", "b"))))


def test_analyzers_of_fields_need_a_later_server() -> None:
    wanted = AnalyzerRun(texts=("a",), collection="docs", field="title")
    with pytest.raises(Unsupported, match=r"2\.5\.4 has no analyzers of fields"):
        Recorded().run(analyzer.run(context("2.5.4"), wanted))
    with pytest.raises(Unsupported, match=r"2\.3\.5 has no analyzers to run"):
        Recorded().run(analyzer.run(context(), AnalyzerRun(texts=("a",))))


@pytest.mark.parametrize(
    ("wanted", "told"),
    [
        (Compaction(collection="docs", clustering=True), "clustering compaction"),
        (Compaction(collection="docs", level_zero=True), "compaction of deletes alone"),
        (Compaction(collection="docs", target_size=100), "target size"),
    ],
)
def test_compactions_that_would_be_ordinary_ones(wanted: Compaction, told: str) -> None:
    for ctx in (context(), lite()):
        recorded = Recorded()
        with pytest.raises(Unsupported, match=told):
            recorded.run(flush.compact(ctx, wanted))
        assert recorded.sent == []


def test_messages_of_a_log() -> None:
    message = m.ImmutableMessage(id=m.MessageID(id="7", WAL_name=3), payload=b"x", properties={"a": "b"})
    replies = [
        m.DumpMessagesResponse(message=message).SerializeToString(),
        m.DumpMessagesResponse(status=m.Status()).SerializeToString(),
        m.DumpMessagesResponse(message=m.ImmutableMessage(payload=b"y")).SerializeToString(),
        m.DumpMessagesResponse(status=m.Status(code=65535, reason="the log is gone")).SerializeToString(),
    ]
    recorded = Recorded(replies)
    found = recorded.stream(replicate.dump(v3(), DUMP))
    kafka = Position(id="7", wal=WALName.Kafka)
    assert next(found) == LogMessage(position=kafka, payload=b"x", properties={"a": "b"})
    assert next(found) is None
    assert next(found) == LogMessage(position=None, payload=b"y", properties={})
    with pytest.raises(ServerError, match="the log is gone"):
        next(found)
    assert recorded.methods == ["DumpMessages"]


def test_neither_a_message_nor_a_status() -> None:
    with pytest.raises(ServerError, match="neither a message nor a status"):
        next(Recorded([b""]).stream(replicate.dump(v3(), DUMP)))


def test_older_servers_dump_no_messages() -> None:
    for ctx in (context(), lite(), v26()):
        with pytest.raises(Unsupported, match="dump of messages"):
            replicate.dump(ctx, DUMP)
