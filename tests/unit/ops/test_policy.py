"""The retry table, row by row."""

import pytest

from vectorm.errors import (
    AuthenticationError,
    ConnectError,
    DeadlineExceeded,
    MilvusException,
    MilvusUnavailableException,
    OutcomeUnknown,
    RateLimited,
    ServerError,
    TlsError,
)
from vectorm.ops.policy import MOST_ATTEMPTS, send
from vectorm.ops.step import Resend, Rpc
from vectorm.transport.recorded import Recorded

READ = Rpc("Query", b"", bytes.decode)
INSERT = Rpc("Insert", b"", bytes.decode, Resend.UNSENT)
UPSERT = Rpc("Upsert", b"", bytes.decode)


@pytest.mark.parametrize("rpc", [READ, INSERT])
@pytest.mark.parametrize("error", [ConnectError(2, "refused"), RateLimited(8, "slow down")])
def test_what_was_never_executed_is_sent_again(rpc: Rpc[str], error: MilvusException) -> None:
    recorded = Recorded([error, error, b"ok"])
    assert recorded.run(send(rpc)) == "ok"
    assert recorded.methods == [rpc.method] * 3
    assert recorded.slept == [0.05, 0.1]


def test_a_read_is_sent_again_when_the_connection_broke() -> None:
    recorded = Recorded([MilvusUnavailableException(14, "reset"), b"ok"])
    assert recorded.run(send(READ)) == "ok"


@pytest.mark.parametrize("error", [MilvusUnavailableException(14, "reset"), DeadlineExceeded(4, "too late")])
def test_an_insert_whose_answer_is_lost_is_unknown_and_never_sent_again(error: MilvusException) -> None:
    recorded = Recorded([error, b"never asked for"])
    with pytest.raises(OutcomeUnknown, match="may or may not be stored"):
        recorded.run(send(INSERT))
    assert recorded.methods == ["Insert"]


@pytest.mark.parametrize("last", [ConnectError(14, "refused"), DeadlineExceeded(4, "too late"), ServerError(1, "no")])
def test_an_upsert_is_sent_again_and_unknown_if_no_attempt_is_answered(last: MilvusException) -> None:
    recorded = Recorded([MilvusUnavailableException(14, "reset"), *[last] * MOST_ATTEMPTS])
    with pytest.raises(OutcomeUnknown, match="may or may not be done") as caught:
        recorded.run(send(UPSERT), timeout=1000)
    assert "however often" in caught.value.hint
    assert Recorded([MilvusUnavailableException(14, "reset"), b"ok"]).run(send(UPSERT)) == "ok"


def test_an_upsert_that_never_reached_a_server_is_known() -> None:
    with pytest.raises(ConnectError):
        Recorded([ConnectError(14, "refused")] * MOST_ATTEMPTS).run(send(UPSERT), timeout=1000)


def in_doubt() -> ServerError:
    error = ServerError(13, "context deadline exceeded")
    error.in_doubt = True
    return error


def test_an_insert_that_made_the_server_fail_is_unknown() -> None:
    recorded = Recorded([in_doubt(), b"never asked for"])
    with pytest.raises(OutcomeUnknown, match="context deadline exceeded"):
        recorded.run(send(INSERT))
    assert recorded.methods == ["Insert"]


def test_a_read_that_made_the_server_fail_is_raised() -> None:
    with pytest.raises(ServerError):
        Recorded([in_doubt()]).run(send(READ))


def test_an_insert_that_the_server_refused_is_known() -> None:
    with pytest.raises(ServerError, match="no such field"):
        Recorded([ServerError(1100, "no such field")]).run(send(INSERT))


@pytest.mark.parametrize("rpc", [READ, INSERT])
@pytest.mark.parametrize("error", [TlsError(14, "bad certificate"), AuthenticationError(16, "no"), MilvusException()])
def test_other_errors_are_raised_at_once(rpc: Rpc[str], error: MilvusException) -> None:
    recorded = Recorded([error])
    with pytest.raises(type(error)):
        recorded.run(send(rpc))
    assert recorded.slept == []


def test_the_deadline_ends_the_retries_with_their_cause() -> None:
    recorded = Recorded([ConnectError(14, "refused")] * MOST_ATTEMPTS)
    with pytest.raises(ConnectError, match="refused"):
        recorded.run(send(READ), timeout=0.2)
    assert sum(recorded.slept) <= 0.2


@pytest.mark.parametrize(
    ("rpc", "error"),
    [
        (READ, RateLimited(8, "slow down")),
        (INSERT, RateLimited(8, "slow down")),
        (READ, MilvusUnavailableException(14, "reset")),
    ],
)
def test_a_server_that_is_there_is_asked_until_the_deadline(rpc: Rpc[str], error: MilvusException) -> None:
    busy = 3 * MOST_ATTEMPTS
    assert Recorded([*[error] * busy, b"ok"]).run(send(rpc), timeout=600) == "ok"
    recorded = Recorded([error] * 1000)
    with pytest.raises(type(error)):
        recorded.run(send(rpc), timeout=60)
    assert 50 < recorded.now <= 60


def test_the_number_of_attempts_without_a_server_is_bounded() -> None:
    recorded = Recorded([ConnectError(14, "refused")] * MOST_ATTEMPTS)
    with pytest.raises(ConnectError):
        recorded.run(send(READ), timeout=1000)
    assert len(recorded.sent) == MOST_ATTEMPTS
