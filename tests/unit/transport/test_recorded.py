import pytest

from vectorm.errors import ConnectError, DeadlineExceeded, MilvusException, ParamError
from vectorm.ops.step import Gather, Op, Rpc, Sleep, call, gather, sleep
from vectorm.transport.deadline import Deadline
from vectorm.transport.recorded import Recorded


def ask(method: str) -> Rpc[str]:
    return Rpc(method, method.encode(), bytes.decode)


def one(method: str) -> Op[str]:
    return (yield from call(ask(method)))


def both(first: str, second: str) -> Op[list[str]]:
    return [(yield from one(first)), (yield from one(second))]


def test_replies_in_order() -> None:
    recorded = Recorded([b"1", b"2"])

    assert recorded.run(both("A", "B")) == ["1", "2"]
    assert recorded.methods == ["A", "B"]
    assert recorded.sent[0].request == b"A"
    assert recorded.left == 0


def test_replies_by_method() -> None:
    recorded = Recorded({"B": [b"b"], "A": [b"a", b"unused"]})

    assert recorded.run(both("A", "B")) == ["a", "b"]
    assert recorded.left == 1


def test_error_is_thrown_into_the_operation() -> None:
    def patient() -> Op[str]:
        try:
            return (yield from one("A"))
        except ConnectError:
            return (yield from one("A"))

    assert Recorded([ConnectError(message="gone"), b"back"]).run(patient()) == "back"
    with pytest.raises(ConnectError, match="gone"):
        Recorded([ConnectError(message="gone")]).run(one("A"))


def test_missing_reply_names_the_call() -> None:
    with pytest.raises(AssertionError, match="call 2, B"):
        Recorded([b"1"]).run(both("A", "B"))


def test_sleep_moves_the_clock_only() -> None:
    def waiting() -> Op[None]:
        for _ in range(3):
            yield from sleep(5)

    recorded = Recorded()
    recorded.run(waiting(), timeout=16)

    assert recorded.slept == [5, 5, 5]
    assert recorded.now == 15


def test_sleep_beyond_the_deadline_is_not_begun() -> None:
    recorded = Recorded()

    with pytest.raises(DeadlineExceeded) as caught:
        recorded.run(sleep(10), timeout=10)
    assert recorded.slept == []
    assert not caught.value.sent


def test_gather_gives_results_and_errors_in_order() -> None:
    recorded = Recorded({"A": [b"a"], "B": [ConnectError(message="gone")], "C": [b"c"]})

    a, b, c = recorded.run(gather([one("A"), one("B"), one("C")]))

    assert (a, c) == ("a", "c")
    assert isinstance(b, ConnectError)


def test_bugs_are_not_results() -> None:
    def broken() -> Op[None]:
        yield Sleep(0)
        raise ZeroDivisionError

    def outer() -> Op[None]:
        yield Gather([broken()])

    with pytest.raises(ZeroDivisionError):
        Recorded().run(outer())


def test_metadata_is_recorded() -> None:
    recorded = Recorded([b"1"])
    recorded.run(one("A"), metadata=[("dbname", "x")])

    assert recorded.metadata == [(("dbname", "x"),)]


def test_finally_of_an_operation_runs() -> None:
    ended: list[str] = []

    def tidy() -> Op[None]:
        try:
            yield from one("A")
        finally:
            ended.append("yes")

    with pytest.raises(MilvusException):
        Recorded([MilvusException(message="no")]).run(tidy())
    assert ended == ["yes"]


@pytest.mark.parametrize("timeout", [0, -1, float("nan"), float("inf"), True])
def test_timeout_must_be_positive(timeout: float) -> None:
    with pytest.raises(ParamError, match="timeout"):
        Deadline(timeout)
