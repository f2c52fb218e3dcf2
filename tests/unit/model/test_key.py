"""Primary keys of adapted types: what is stored for them, and what is refused."""

import types
import uuid
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta, timezone
from decimal import Decimal
from enum import Enum, IntEnum
from typing import Annotated, Any
from uuid import UUID

import pytest
from pydantic import Field

from vectorm.enums import DataType
from vectorm.errors import ParamError
from vectorm.expr.literal import INT64_MAX
from vectorm.model import FloatVector, Mapped, Model, field, register_adapter, vector
from vectorm.model.key import python_keys, stored_keys
from vectorm.query import Search, search
from vectorm.spec.capabilities import capabilities_of


class Colour(Enum):
    RED = "red"
    BLUE = "blue"


class Level(IntEnum):
    LOW = -1
    HIGH = 5


@dataclass(frozen=True)
class Isbn:
    digits: str


class Opaque:
    """Two of one text are not equal."""

    def __init__(self, text: str) -> None:
        self.text = text


register_adapter(Isbn, DataType.VARCHAR, store=lambda isbn: f"isbn {isbn.digits}", load=lambda text: Isbn(text[5:]))
register_adapter(Opaque, DataType.VARCHAR, store=lambda opaque: opaque.text, load=Opaque)

UTC = timezone.utc
PRICE = Annotated[Decimal, Field(decimal_places=2)]
NOON = datetime(2024, 2, 29, 12, tzinfo=timezone(timedelta(hours=1)))

KEYS: list[tuple[Any, list[Any], list[int | str]]] = [
    (int, [1, INT64_MAX], [1, INT64_MAX]),
    (str, ["a", ""], ["a", ""]),
    (UUID, [UUID(int=1)], [str(UUID(int=1))]),
    (date, [date(999, 1, 31)], ["0999-01-31"]),
    (datetime, [NOON, datetime(1970, 1, 1, tzinfo=UTC)], [1_709_204_400_000_000, 0]),
    (time, [time(1)], [3_600_000_000]),
    (timedelta, [timedelta(days=-1)], [-86_400_000_000]),
    (bytes, [b"\x00\xff"], ["00ff"]),
    (PRICE, [Decimal("1.50"), Decimal(-2)], [150, -200]),
    (Colour, [Colour.RED], ["red"]),
    (Level, [Level.HIGH], [5]),
    (Isbn, [Isbn("3")], ["isbn 3"]),
]
WRONG: list[tuple[Any, object]] = [
    (int, "1"),
    (int, True),
    (int, [1]),
    (str, 1),
    (str, None),
    (UUID, str(UUID(int=1))),
    (UUID, "no uuid"),
    (UUID, None),
    (date, "2024-02-29"),
    (date, NOON),
    (datetime, datetime(2024, 2, 29)),  # that it has no time zone is the mistake
    (datetime, date(2024, 2, 29)),
    (PRICE, Decimal("0.001")),
    (PRICE, 1.5),
    (Colour, "red"),
    (Colour, "pink"),
    (Level, 7),
    (Isbn, "isbn 3"),
    (Isbn, [Isbn("3")]),
]


def keyed(annotation: Any, *, auto_id: bool = False) -> Any:
    """A model whose key has this type, which type checkers need not understand."""
    mapped: Any = Mapped
    body: dict[str, Any] = {
        "__annotations__": {"id": mapped[annotation], "dense": Mapped[FloatVector]},
        "id": field(primary_key=True, auto_id=True) if auto_id else field(primary_key=True),
        "dense": vector(dim=2),
    }
    body["__module__"] = __name__
    return types.new_class("Keyed", (Model,), {}, lambda namespace: namespace.update(body))


@pytest.mark.parametrize(("annotation", "keys", "stored"), KEYS)
def test_keys_are_stored_and_come_back(annotation: Any, keys: list[Any], stored: list[int | str]) -> None:
    model = keyed(annotation)
    assert stored_keys(model, keys) == stored
    found = python_keys(model, stored)
    assert found == keys
    assert list(map(type, found)) == list(map(type, keys))


@pytest.mark.parametrize(("annotation", "key"), WRONG)
def test_a_key_of_another_type_is_refused(annotation: Any, key: object) -> None:
    with pytest.raises(ParamError) as caught:
        stored_keys(keyed(annotation), [key])
    assert f"key 0 of Keyed.id is of type {type(key).__name__}" in caught.value.message
    name = "Decimal" if annotation is PRICE else annotation.__name__
    assert caught.value.hint == f"pass keys of type {name}"


def test_the_reason_of_the_adapter_is_told() -> None:
    with pytest.raises(ParamError, match=r"datetime\(2024, 2, 29, 0, 0\) \(the datetime has no time zone"):
        stored_keys(keyed(datetime), [datetime(2024, 2, 29)])


def test_one_key_is_no_list_of_keys() -> None:
    with pytest.raises(ParamError, match=r"keys of Keyed\.id must be a list of keys, not one bytes"):
        stored_keys(keyed(bytes), b"ab")


def test_a_search_leaves_out_the_rows_of_adapted_keys() -> None:
    key = uuid.uuid4()
    statement: Search[Any] = search(keyed(UUID).dense).near_key(key, leave_out=True)
    assert f'id not in ["{key}"]' in statement.build(capabilities_of("v3.0.0", "STANDALONE")).filter


def test_keys_that_sessions_cannot_know_are_refused() -> None:
    with pytest.raises(ParamError, match="keys of type Opaque cannot be told apart"):
        keyed(Opaque)
    with pytest.raises(ParamError, match="the server makes no keys of type datetime"):
        keyed(datetime, auto_id=True)
