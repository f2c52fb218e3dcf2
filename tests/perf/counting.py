"""Count calls of Python functions."""

import gc
import sys
from collections.abc import Callable
from types import FrameType
from typing import Any

Work = Callable[[], object]

FEW, MANY = 1_000, 3_000


def calls(work: Work) -> int:
    """How many Python functions `work` calls, generators that go on included; those written in C do not count."""
    work()  # what is looked up or made once does not count
    count = 0

    def note(_frame: FrameType, event: str, _arg: Any) -> None:
        nonlocal count
        count += event == "call"

    before = sys.getprofile()
    gc.collect()
    gc.disable()  # finalizers of other tests' objects would count
    sys.setprofile(note)
    try:
        work()
    finally:
        sys.setprofile(before)
        gc.enable()
    return count


def calls_per_row(prepare: Callable[[int], Work]) -> float:
    """How many calls each further row costs; `prepare` makes the work of so many rows."""
    return (calls(prepare(MANY)) - calls(prepare(FEW))) / (MANY - FEW)
