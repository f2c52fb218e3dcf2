"""An optimization: in what order, and how it is cancelled."""

from collections.abc import Sequence

import pytest

from tests.unit.ops.support import context, lite
from vectorm.errors import MilvusException, ServerError, Unsupported
from vectorm.ops import optimize
from vectorm.ops.context import Context
from vectorm.spec.compaction import AUTOMATIC_SIZE
from vectorm.spec.optimize import ProgressStage
from vectorm.transport.recorded import Recorded
from vectorm.wire import messages as m

STAGES = [
    ProgressStage.WAITING_FOR_INDEXES,
    ProgressStage.COMPACTING,
    ProgressStage.WAITING_FOR_COMPACTION,
    ProgressStage.WAITING_FOR_INDEX_REBUILD,
]


class Notes:
    """Notes the stages; cancels at one of them."""

    def __init__(self, cancel_at: ProgressStage | None = None) -> None:
        self.stages: list[ProgressStage] = []
        self._cancel_at = cancel_at

    def set_progress(self, stage: ProgressStage) -> None:
        self.stages.append(stage)

    def check_cancelled(self) -> None:
        if self._cancel_at in self.stages:
            raise MilvusException(message="cancelled")


def described() -> bytes:
    fields = [m.FieldSchema(name="id", data_type=5, is_primary_key=True), m.FieldSchema(name="v", data_type=101)]
    reply = m.DescribeCollectionResponse(
        schema=m.CollectionSchema(fields=fields), collectionID=4, collection_name="docs"
    )
    return reply.SerializeToString()


def indexes(*states: int) -> list[bytes]:
    """The index of the vector in each state, beside one of a scalar that is never built."""
    scalar = m.IndexDescription(index_name="by_id", field_name="id", state=2)
    return [
        m.DescribeIndexResponse(
            index_descriptions=[scalar, m.IndexDescription(index_name="by_v", field_name="v", state=state)]
        ).SerializeToString()
        for state in states
    ]


def recorded(states: Sequence[int] = (3, 3, 2, 3), load_state: int = 1) -> Recorded:
    now = m.AllocTimestampResponse(timestamp=5).SerializeToString()
    compacting = [m.GetCompactionStateResponse(state=state).SerializeToString() for state in (1, 2)]
    return Recorded(
        {
            "DescribeCollection": [described()],
            "DescribeIndex": indexes(*states),
            "AllocTimestamp": [now, now],
            "ManualCompaction": [m.ManualCompactionResponse(compactionID=9).SerializeToString()],
            "GetCompactionState": compacting,
            "GetLoadState": [m.GetLoadStateResponse(state=load_state).SerializeToString()],
            "LoadCollection": [m.Status().SerializeToString()],
            "GetLoadingProgress": [m.GetLoadingProgressResponse(refresh_progress=100).SerializeToString()],
        }
    )


def compaction_of(driver: Recorded) -> m.ManualCompactionRequest:
    (sent,) = [rpc.request for rpc in driver.sent if rpc.method == "ManualCompaction"]
    return m.ManualCompactionRequest.FromString(sent)


def test_indexes_are_waited_for_before_and_after() -> None:
    driver, notes = recorded(), Notes()
    assert driver.run(optimize.optimize(context("2.6.5"), "docs", 512, notes)) == 9
    assert notes.stages == STAGES
    assert [method for method in driver.methods if method not in {"AllocTimestamp", "DescribeCollection"}] == [
        "DescribeIndex",
        "DescribeIndex",
        "ManualCompaction",
        "GetCompactionState",
        "GetCompactionState",
        "DescribeIndex",
        "DescribeIndex",
        "GetLoadState",
    ]
    assert compaction_of(driver).target_size == 512


def test_a_loaded_collection_is_reloaded() -> None:
    driver, notes = recorded(load_state=3), Notes()
    driver.run(optimize.optimize(context("2.6.5"), "docs", None, notes))
    assert notes.stages == [*STAGES, ProgressStage.REFRESHING_LOAD]
    (request,) = [rpc.request for rpc in driver.sent if rpc.method == "LoadCollection"]
    assert m.LoadCollectionRequest.FromString(request).refresh


@pytest.mark.parametrize(("ctx", "size"), [(context("2.6.5"), AUTOMATIC_SIZE), (context(), 0)])
def test_without_a_size_the_server_chooses(ctx: Context, size: int) -> None:
    driver = recorded()
    driver.run(optimize.optimize(ctx, "docs", None, Notes()))
    assert compaction_of(driver).target_size == size


def test_a_size_that_would_be_ignored_is_refused() -> None:
    for ctx in (context(), lite()):
        driver = Recorded()
        with pytest.raises(Unsupported, match="target size of a compaction"):
            driver.run(optimize.optimize(ctx, "docs", 512, Notes()))
        assert driver.sent == []


@pytest.mark.parametrize(
    ("stage", "last"),
    [
        (ProgressStage.WAITING_FOR_INDEXES, "DescribeIndex"),
        (ProgressStage.COMPACTING, "ManualCompaction"),
        (ProgressStage.WAITING_FOR_COMPACTION, "ManualCompaction"),
        (ProgressStage.WAITING_FOR_INDEX_REBUILD, "GetCompactionState"),
    ],
)
def test_it_ends_after_its_present_call_when_cancelled(stage: ProgressStage, last: str) -> None:
    driver, notes = recorded(), Notes(cancel_at=stage)
    with pytest.raises(MilvusException, match="cancelled"):
        driver.run(optimize.optimize(context("2.6.5"), "docs", None, notes))
    assert notes.stages[-1] is stage
    assert driver.methods[-1] == last


def test_an_index_that_fails_ends_it() -> None:
    with pytest.raises(ServerError, match="by_v of docs failed to build"):
        recorded(states=(3, 4)).run(optimize.optimize(context("2.6.5"), "docs", None, Notes()))
