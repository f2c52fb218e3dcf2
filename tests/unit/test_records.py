"""Frozen dataclasses: the same as those of `dataclasses`."""

import copy
import dataclasses
import inspect
import pickle
from collections.abc import Callable
from typing import Any

import pytest

from vectorm.records import dataclass


@dataclass(frozen=True, slots=True)
class Point:
    """A place."""

    x: int
    y: int = 2
    tags: list[str] = dataclasses.field(default_factory=list[str], compare=False)
    secret: str = dataclasses.field(default="s", repr=False)


@dataclass(frozen=True, kw_only=True)
class Named(Point):
    """A place that has a name, and no slots."""

    name: str

    def __post_init__(self) -> None:
        if not self.name:
            raise ValueError("no name")


@dataclass(frozen=True, slots=True)
class Empty:
    """Nothing."""


@dataclasses.dataclass(frozen=True, slots=True)
class Standard:
    """The same as `Point`."""

    x: int
    y: int = 2
    tags: list[str] = dataclasses.field(default_factory=list[str], compare=False)
    secret: str = dataclasses.field(default="s", repr=False)


def test_values() -> None:
    point = Point(1, tags=["a"])
    assert (point.x, point.y, point.tags, point.secret) == (1, 2, ["a"], "s")
    assert Point(1).tags is not Point(1).tags
    assert dataclasses.replace(point, y=5) == Point(1, 5)
    assert dataclasses.asdict(point) == {"x": 1, "y": 2, "tags": ["a"], "secret": "s"}
    assert repr(point) == "Point(x=1, y=2, tags=['a'])"
    assert Empty() == Empty()
    match point:
        case Point(x, y):
            assert (x, y) == (1, 2)


def test_equality_and_hash() -> None:
    assert Point(1, tags=["a"]) == Point(1, tags=["b"])
    assert hash(Point(1, tags=["a"])) == hash(Point(1))
    assert Point(1) != Point(2)
    standard: object = Standard(1)
    assert Point(1) != standard
    assert Named(1, name="n") == Named(1, name="n")
    assert Named(1, name="n") != Named(1, name="m")
    assert len({Named(1, name="n"), Named(1, name="n"), Point(1)}) == 2


def test_nothing_changes() -> None:
    for record in (Point(1), Named(1, name="n")):
        with pytest.raises(dataclasses.FrozenInstanceError, match="cannot assign to field 'x'"):
            record.x = 2  # type: ignore[misc]  # pyright: ignore[reportAttributeAccessIssue]
        with pytest.raises(dataclasses.FrozenInstanceError, match="cannot delete field 'x'"):
            del record.x  # pyright: ignore[reportAttributeAccessIssue]
        assert record.x == 1


def test_a_subclass_that_is_no_dataclass_has_attributes_of_its_own() -> None:
    class Marked(Named):
        mark = 0

    marked = Marked(1, name="n")
    marked.mark = 1
    assert marked.mark == 1
    with pytest.raises(dataclasses.FrozenInstanceError):
        marked.x = 2  # type: ignore[misc]  # pyright: ignore[reportAttributeAccessIssue]


def test_only_frozen_dataclasses_inherit() -> None:
    @dataclasses.dataclass(frozen=True)
    class Placed(Point):
        z: int = 3

    assert Placed(1, z=4) == dataclasses.replace(Placed(1), z=4)
    with pytest.raises(dataclasses.FrozenInstanceError):
        Placed(1).z = 2  # type: ignore[misc]  # pyright: ignore[reportAttributeAccessIssue]
    with pytest.raises(TypeError, match="cannot inherit non-frozen dataclass from a frozen one"):
        dataclasses.dataclass(type("Changeable", (Point,), {}))


def pickled(record: object) -> Any:
    return pickle.loads(pickle.dumps(record))


@pytest.mark.parametrize("duplicate", [copy.copy, copy.deepcopy, pickled])
def test_copies(duplicate: Callable[[Any], Any]) -> None:
    for record in (Point(1, tags=["a"]), Named(1, name="n")):
        again = duplicate(record)
        assert again == record
        assert again.tags == record.tags


def test_what_is_missing_or_unknown_is_told_as_python_does() -> None:
    make: Any = Point
    with pytest.raises(TypeError, match=r"__init__\(\) missing 1 required positional argument: 'x'"):
        make()
    with pytest.raises(TypeError, match="unexpected keyword argument 'z'"):
        make(1, z=1)
    with pytest.raises(ValueError, match="no name"):
        Named(1, name="")


def test_signatures_are_the_same() -> None:
    assert str(inspect.signature(Point)) == str(inspect.signature(Standard))
    assert str(inspect.signature(Named)).startswith("(x: int, y: int = 2, ")


def test_methods_of_the_class_stay() -> None:
    @dataclass(frozen=True, slots=True, repr=False, eq=False)
    class Own:
        x: int

        def __repr__(self) -> str:
            return "own"

    assert repr(Own(1)) == "own"
    assert Own(1) != Own(1)
    assert not hasattr(Own(1), "__dict__")


def test_a_method_is_written_when_it_is_first_called() -> None:
    @dataclass(frozen=True, slots=True)
    class Fresh:
        x: int

    assert not inspect.isfunction(vars(Fresh)["__init__"])
    assert Fresh(1).x == 1
    assert inspect.isfunction(vars(Fresh)["__init__"])
    assert not inspect.isfunction(vars(Fresh)["__eq__"])
