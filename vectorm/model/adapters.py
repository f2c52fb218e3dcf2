"""Adapters: Python types that Milvus has no type for, and what is stored for them.

| type | stored as |
|---|---|
| `datetime` (with a time zone) | INT64, microseconds since 1970 UTC; read back in UTC |
| `date` | VARCHAR of 10 characters, ISO 8601 |
| `UUID` | VARCHAR of 36 characters |
| `Enum` of str or int values | VARCHAR or INT64, the value |
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, timedelta, timezone
from enum import Enum
from typing import Any, TypeVar
from uuid import UUID

from vectorm.enums import DataType

T = TypeVar("T")

_EPOCH = datetime(1970, 1, 1, tzinfo=timezone.utc)
_MICROSECOND = timedelta(microseconds=1)


@dataclass(frozen=True, slots=True)
class Adapter:
    """How values of a Python type are stored.

    Attributes:
        data_type: BOOL, an int type, FLOAT, DOUBLE or VARCHAR.
        store: Python value to stored value.
        load: Stored value to Python value.
        max_length: Longest stored text in UTF-8 bytes; None for the field's own.
    """

    data_type: DataType
    store: Callable[[Any], Any]
    load: Callable[[Any], Any]
    max_length: int | None = None


def register_adapter(
    kind: type[T],
    data_type: DataType,
    *,
    store: Callable[[T], bool | float | str],
    load: Callable[[Any], T],
    max_length: int | None = None,
) -> None:
    """Let models have fields of a type: `Mapped[kind]`. Register before the first such model is declared."""
    _adapters[kind] = Adapter(data_type, store, load, max_length)


def find_adapter(kind: object) -> Adapter | None:
    """The adapter of a type; None when it has none."""
    if not isinstance(kind, type):
        return None
    if kind in _adapters:
        return _adapters[kind]
    return _enum_adapter(kind) if issubclass(kind, Enum) else None


def _enum_adapter(kind: type[Enum]) -> Adapter | None:
    values: list[object] = [member.value for member in kind]
    types = {type(value) for value in values}
    if types == {str}:
        return Adapter(DataType.VARCHAR, _value_of, kind)
    return Adapter(DataType.INT64, _value_of, kind) if types == {int} else None


def _value_of(member: Enum) -> Any:
    return member.value if isinstance(member, Enum) else member  # pyright: ignore[reportUnnecessaryIsInstance]


def _store_datetime(value: datetime) -> int:
    if value.tzinfo is None:
        raise ValueError("the datetime has no time zone: write datetime.now(timezone.utc)")
    return (value - _EPOCH) // _MICROSECOND


def _load_datetime(microseconds: int) -> datetime:
    return _EPOCH + timedelta(microseconds=microseconds)


_adapters: dict[type[Any], Adapter] = {
    datetime: Adapter(DataType.INT64, _store_datetime, _load_datetime),
    date: Adapter(DataType.VARCHAR, date.isoformat, date.fromisoformat, 10),
    UUID: Adapter(DataType.VARCHAR, str, UUID, 36),
}
