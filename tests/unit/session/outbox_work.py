"""A unit of work for an outbox, and a server that answers it."""

from collections.abc import Sequence

import pytest

from tests.unit.session.models import Doc, context, described, stored
from vectorm.errors import DeadlineExceeded, EmbeddedEngineError
from vectorm.model import FloatVector, Mapped, Model, field, vector
from vectorm.session import flush as flushing
from vectorm.session.outbox import Outbox
from vectorm.session.outbox_flush import replay
from vectorm.session.state import SessionState
from vectorm.transport.recorded import Recorded, Reply
from vectorm.wire.messages import AllocTimestampResponse

CLOCK = AllocTimestampResponse(timestamp=42).SerializeToString()
LOST = DeadlineExceeded(4, "no answer")
NO_SERVER = EmbeddedEngineError(14, "nobody there")  # a ConnectError that is not tried again


class Keyed(Model, collection="docs"):
    id: Mapped[int] = field(primary_key=True)
    tenant: Mapped[str] = field(partition_key=True, max_length=8)
    v: Mapped[FloatVector] = vector(dim=2)


def doc(key: int, title: str = "a") -> Doc:
    return Doc(id=key, title=title, v=[1.0, 2.0])


def work(outbox: Outbox | None, title: str = "a") -> SessionState:
    """A session that has a row to delete and three to write."""
    state, gone = SessionState(outbox=outbox), doc(9)
    state.unit.loaded([gone])
    state.unit.delete(gone)
    state.unit.add([doc(1, title), doc(2, title), doc(3, title)])
    return state


def server(*upserts: Reply, **more: Sequence[Reply]) -> Recorded:
    """A server that knows the collection and deletes, with its replies to upserts. Without one the test ends there."""
    known: dict[str, Sequence[Reply]] = {
        "DescribeCollection": [described()] * 99,
        "AllocTimestamp": [CLOCK] * 99,
        "Delete": [stored()] * 99,
    }
    return Recorded({**known, "Upsert": upserts, **more})


def writes(recorded: Recorded) -> list[tuple[str, bytes]]:
    return [(rpc.method, rpc.request) for rpc in recorded.sent if rpc.method in {"Insert", "Upsert", "Delete"}]


def kill(state: SessionState, recorded: Recorded) -> None:
    """Flush until the server has no reply left, and end there as a killed process does."""
    with pytest.raises(AssertionError, match="no reply is scripted"):
        recorded.run(flushing.flush(context(), state))


def replayed(outbox: Outbox, recorded: Recorded | None = None) -> list[tuple[str, bytes]]:
    recorded = recorded or server(*[stored()] * 99)
    recorded.run(replay(context(), outbox))
    return writes(recorded)
