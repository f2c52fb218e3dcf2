"""A short form of `python -m tests.fuzz.replies`."""

import tracemalloc
from collections.abc import Callable
from random import Random

import pytest

from tests.fuzz.replies import Finding, check, run
from tests.fuzz.seeds import Target, reads, targets
from vectorm.wire import read
from vectorm.wire.messages import QueryResults

CASES = 2_500


def test_broken_replies_are_refused_or_consistent() -> None:
    outcomes = run(Random(1), cases=CASES)
    assert outcomes["accepted"] > CASES / 10
    assert outcomes["ProtocolError"] > CASES / 10


def test_the_replies_that_are_broken_are_good_ones() -> None:
    by_name = {target.name: target for target in targets()}
    assert len(by_name) > 50
    assert {check(by_name[name], reply) for name, reply in reads()} == {"accepted"}


def raises(_result: object) -> None:
    raise KeyError("x")


def takes_much(_result: object) -> None:
    assert len(b"x" * 50_000_000) > 1


def never_ends(_result: object) -> None:
    while True:
        pass


@pytest.mark.parametrize("broken", [raises, takes_much, never_ends])
def test_a_decoder_that_breaks_is_found(broken: Callable[[object], None], monkeypatch: pytest.MonkeyPatch) -> None:
    """What is raised when the rows are read, takes much memory, or does not end."""
    name, reply = next(reads())
    monkeypatch.setattr("tests.fuzz.replies.explore", broken)
    monkeypatch.setattr("tests.fuzz.replies.MOST_SECONDS", 0.2)
    tracemalloc.start()
    try:
        with pytest.raises(Finding, match=r"KeyError|50,0.* bytes of memory|not over after"):
            check(Target(name, read.decode_rows, QueryResults), reply)
    finally:
        tracemalloc.stop()
