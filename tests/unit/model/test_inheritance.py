"""Abstract bases, mixins, generic bases: what is taken over, what is overridden, what is refused."""

from datetime import timedelta
from typing import Any, Generic, TypeVar

import pytest
from pydantic import BaseModel

from vectorm.enums import DataType
from vectorm.errors import SchemaNotReadyException
from vectorm.model import HNSW, INVERTED, FloatVector, Mapped, Model, content_hash, field, uuid7, vector
from vectorm.model.meta import registry
from vectorm.spec.collection import MMAP, TTL

T = TypeVar("T")

# pyright: reportIncompatibleVariableOverride=false, reportUnusedClass=false, reportGeneralTypeIssues=false


class Keyed(Model, abstract=True):
    id: Mapped[str] = field(primary_key=True, default_factory=uuid7, max_length=36)


class Placed(Model, abstract=True, ttl=timedelta(minutes=1), mmap=True, index_names="{field}_ix"):
    place: Mapped[FloatVector] = vector(dim=2)


def indexes(model: type[Model]) -> dict[str, str]:
    return {index.field: index.name for index in model.__indexes__}


def test_options_and_index_names_come_from_the_nearest_base() -> None:
    class One(Keyed, Placed):
        n: Mapped[int] = field(default=0, index=INVERTED())
        m: Mapped[int] = field(default=0, index=INVERTED(name="by_m"))

    class Two(One, ttl=5, index_names="{field}"):
        pass

    class Three(Two, ttl=None, collection="three"):
        pass

    assert One.__spec__.properties == {"collection.ttl.seconds": "60", "mmap.enabled": "true"}
    assert indexes(One) == {"place": "place_ix", "n": "n_ix", "m": "by_m"}
    assert Two.__spec__.properties == {"collection.ttl.seconds": "5", "mmap.enabled": "true"}
    assert indexes(Two) == {"place": "place", "n": "n", "m": "by_m"}
    assert (Two.__spec__.name, Three.__spec__.name) == ("two", "three")
    assert Three.__spec__.properties == {"mmap.enabled": "true"}


def test_the_first_of_several_bases_counts() -> None:
    class Left(Model, abstract=True, description="left", dynamic=True):
        n: Mapped[int] = field(default=1)

    class Right(Model, abstract=True, description="right", dynamic=False):
        n: Mapped[int] = field(default=2)

    class LeftFirst(Left, Right, Keyed, Placed):
        pass

    class RightFirst(Keyed, Right, Placed, Left):
        pass

    class Closed(LeftFirst, dynamic=False):
        pass

    assert (LeftFirst(place=[0, 0]).n, LeftFirst.__spec__.description) == (1, "left")
    assert (RightFirst(place=[0, 0]).n, RightFirst.__spec__.description) == (2, "right")
    found = [each.__spec__.enable_dynamic_field for each in (LeftFirst, RightFirst, Closed)]
    assert found == [True, False, False]


def test_a_field_is_overridden_as_a_whole() -> None:
    class One(Keyed, Placed):
        n: Mapped[int] = field(default=3, index=INVERTED(), description="a number")

    class Text(One):
        n: Mapped[str] = field(default="x", max_length=3)  # type: ignore[assignment]
        place: Mapped[FloatVector] = vector(dim=8, index=HNSW())

    class Bare(One):
        n: Mapped[int | None]  # type: ignore[assignment]

    assert [each.name for each in Text.__spec__.fields] == [each.name for each in One.__spec__.fields]
    assert (Text.__plans__["n"].spec.data_type, One.__plans__["n"].spec.data_type) == (DataType.VARCHAR, DataType.INT64)
    assert (Text.__plans__["place"].spec.dim, indexes(Text)) == (8, {"place": "place_ix"})
    assert str(Text.n == "a") == '(n == "a")'
    bare = Bare.__plans__["n"]
    assert (bare.spec.nullable, bare.spec.description, bare.declared.index) == (True, "", None)
    with pytest.raises(ValueError, match=r"n\s+Field required"):
        Bare.model_validate({"place": [0, 0]})


def test_the_key_is_overridden() -> None:
    class Auto(Keyed, Placed):
        id: Mapped[int] = field(primary_key=True, auto_id=True)  # type: ignore[assignment]

    class Hashed(Auto):
        id: Mapped[str] = field(primary_key=True, default_factory=content_hash("url"))  # type: ignore[assignment]
        url: Mapped[str] = field(max_length=10)

    assert Auto.__spec__.primary.auto_id
    assert len(Hashed(url="a", place=[0, 0]).id) == 64


def test_generic_bases() -> None:
    class Measured(Keyed, Placed, Generic[T], abstract=True):
        value: Mapped[T] = field()

    before = set(registry)
    step = Measured[int]
    assert set(registry) == before
    assert step is Measured[int]

    class Count(Measured[int], collection="counts"):
        pass

    class Name(Measured[str]):
        pass

    types = [each.__plans__["value"].spec.data_type for each in (Count, Name)]
    assert types == [DataType.INT64, DataType.VARCHAR]
    assert Count(value=3, place=[0, 0]).value == 3
    assert Name.__spec__.name == "name"
    with pytest.raises(AttributeError, match=r"Measured\[int\] is abstract"):
        _ = step.__spec__


def test_mixins_without_fields() -> None:
    class Greets:
        def greet(self) -> str:
            return f"hello {type(self).__name__}"

    class Polite(Greets, Keyed, Placed):
        pass

    assert Polite(place=[0, 0]).greet() == "hello Polite"


def two_keys() -> None:
    class Other(Model, abstract=True):
        key: Mapped[int] = field(primary_key=True)

    class Bad(Keyed, Other, Placed):
        pass


def plain_fields() -> None:
    class Plain(BaseModel):
        n: int = 0

    class Bad(Keyed, Placed, Plain):
        pass


def no_type() -> None:
    class Bad(Keyed, Placed):
        place = vector(dim=3)


def removed() -> None:
    class Base(Keyed, Placed):
        n: Mapped[int] = field(default=0)

    class Bad(Base):
        n = None  # type: ignore[assignment]  # pyright: ignore[reportAssignmentType]


def key_lost() -> None:
    class Bad(Keyed, Placed):
        id: Mapped[str]


def no_pattern() -> None:
    class Bad(Keyed, Placed, index_names="ix"):
        pass


def no_time() -> None:
    class Bad(Keyed, Placed, ttl=0):
        pass


def told_twice() -> None:
    class Bad(Keyed, Placed, ttl=5, properties={"collection.ttl.seconds": 6}):
        pass


def free_type() -> None:
    class Bad(Keyed, Placed, Generic[T]):
        value: Mapped[T] = field()


@pytest.mark.parametrize(
    ("make", "told", "hint"),
    [
        (two_keys, "Bad: several primary keys: key, id", "one key field"),
        (plain_fields, "Bad.n: is annotated int", r"n: Mapped\[int\]"),
        (no_type, "Bad.place: the field of a base class is declared anew without a type", r"place: Mapped\[...\] = "),
        (removed, "Bad.n: the field of a base class is declared anew", "leave the base out"),
        (key_lost, "Bad: no primary key", "add id"),
        (no_pattern, "Bad: index_names='ix' is no pattern", "field}_index"),
        (no_time, "Bad: ttl=0", "timedelta"),
        (told_twice, "Bad: ttl=5, and properties say '6'", ""),
        (free_type, "Bad.value: Milvus has no type for ~T", r"abstract=True.*\[int\]"),
    ],
)
def test_mistakes(make: Any, told: str, hint: str) -> None:
    with pytest.raises(SchemaNotReadyException, match=told) as caught:
        make()
    assert caught.match(hint)


def test_properties_are_merged_key_by_key() -> None:
    class Kept(Model, abstract=True, ttl=60, mmap=True, properties={"a": 1, "b": True}):
        id: Mapped[int] = field(primary_key=True)
        dense: Mapped[FloatVector] = vector(dim=2)

    class More(Kept, properties={"b": None, "c": "x"}):
        pass

    class Less(More, ttl=None, properties={MMAP: False, "b": 2}):
        pass

    class Anew(Less, ttl=timedelta(minutes=2), mmap=None):
        pass

    assert More.__spec__.properties == {"a": "1", "c": "x", TTL: "60", MMAP: "true"}
    assert Less.__spec__.properties == {"a": "1", "b": "2", "c": "x", MMAP: "false"}
    assert Anew.__spec__.properties == {"a": "1", "b": "2", "c": "x", TTL: "120"}
