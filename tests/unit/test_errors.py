"""Every class of errors: documented, picklable, copyable, with all that it tells."""

import copy
import pickle
import re
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from vectorm import errors
from vectorm.errors import (
    Asked,
    BatchState,
    DataNotMatchException,
    FlushBatch,
    FlushError,
    MilvusException,
    OutcomeUnknown,
)

ROOT = Path(__file__).parent.parent.parent
PAGE = (ROOT / "docs" / "reference" / "errors.md").read_text("utf-8")


def subclasses(of: type[MilvusException]) -> Iterator[type[MilvusException]]:
    yield of
    for each in of.__subclasses__():
        yield from subclasses(each)


CLASSES = sorted(
    {each for each in subclasses(MilvusException) if each.__module__.startswith("vectorm")},
    key=lambda each: each.__name__,
)


def made(kind: type[MilvusException]) -> MilvusException:
    """An error of a class, with a value of its own for everything that it can tell."""
    if kind is DataNotMatchException:
        error: MilvusException = DataNotMatchException("no", field="f", row=3, collection="docs", hint="do")
    elif kind is FlushError:
        lost = OutcomeUnknown(message="lost")
        batch = FlushBatch(BatchState.UNKNOWN, "insert", ["b"], lost)
        error = FlushError("1 of 2", done=["a"], failed=[("c", lost)], unknown=["b"], batches=[batch])
    else:
        error = kind(7, "what, where, why", 8, hint="do", is_input_error=True, retriable=True)
    error.asked = Asked(collections=("dosc",))
    for name in ("sent", "in_doubt"):
        if hasattr(error, name):
            setattr(error, name, not getattr(error, name))
    return error


def pickled(error: MilvusException) -> object:
    return pickle.loads(pickle.dumps(error))


def copied(error: MilvusException) -> object:
    return copy.copy(error)


def deep_copied(error: MilvusException) -> object:
    return copy.deepcopy(error)


@pytest.mark.parametrize(
    "again",
    [pickled, copied, deep_copied],
)
@pytest.mark.parametrize("kind", CLASSES)
def test_an_error_travels(kind: type[MilvusException], again: Callable[[MilvusException], object]) -> None:
    error = made(kind)
    other = again(error)
    assert isinstance(other, MilvusException)
    assert type(other) is kind
    assert (str(other), other.args, repr(vars(other))) == (str(error), error.args, repr(vars(error)))


@pytest.mark.parametrize("kind", CLASSES)
def test_an_error_is_documented(kind: type[MilvusException]) -> None:
    """Its section says the cause and what to do; `docs` leads there; the tree of `vectorm.errors` shows it."""
    path, _, anchor = made(kind).docs.partition("#")
    assert (ROOT / path).read_text("utf-8") == PAGE
    sections = dict(re.findall(r"^## (\w+)\n\n(.*?)(?=^## |\Z)", PAGE, re.MULTILINE | re.DOTALL))
    section = {name.lower(): text for name, text in sections.items()}[anchor]
    assert kind.__name__.lower() == anchor
    assert "*Do:*" in section
    assert re.search(rf"\b{kind.__name__}\b", errors.__doc__ or "")


def test_sections_are_those_of_the_classes() -> None:
    found = re.findall(r"^## (\w+)$", PAGE, re.MULTILINE)
    assert sorted(found) == sorted([*(kind.__name__ for kind in CLASSES), "Attributes"])
    table = PAGE.split("<!-- causes -->")[1].split("\n## ")[0]
    assert set(re.findall(r"`([A-Z]\w+)`", table)) <= {kind.__name__ for kind in CLASSES}


def test_a_class_of_an_application_leads_to_its_base() -> None:
    class Mine(errors.RateLimited):
        pass

    assert Mine().docs.endswith("#ratelimited")
