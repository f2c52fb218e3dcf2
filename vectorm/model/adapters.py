"""Adapters: Python types that Milvus has no type for, and what is stored for them.

| type | stored as |
|---|---|
| `datetime` (with a time zone) | INT64, microseconds since 1970 UTC; read back in UTC |
| `date` | VARCHAR of 10 characters, ISO 8601 |
| `time` (without a time zone) | INT64, microseconds since midnight |
| `timedelta` | INT64, microseconds |
| `Decimal` with declared decimals | INT64, the number times 10 to the power of the decimals |
| `UUID` | VARCHAR of 36 characters |
| `bytes` | VARCHAR, two hexadecimal digits for each byte |
| `Enum` of str or int values | VARCHAR or INT64, the value |

Stored values are equal exactly when the Python values are, and stand in the same order: filters compare them on the
server. Values of a plain `Enum` have no order in Python, and so none in filters; those of `IntEnum` have.
"""

from collections.abc import Callable
from datetime import date, datetime, time, timedelta, timezone
from decimal import Context, Decimal, Inexact, InvalidOperation
from enum import Enum
from functools import cache
from typing import Any, TypeVar
from uuid import UUID

from pydantic_core import CoreSchema, core_schema

from vectorm.enums import DataType
from vectorm.errors import ParamError
from vectorm.expr.literal import INT64_MAX, INT64_MIN
from vectorm.records import dataclass

T = TypeVar("T")

_EPOCH = datetime(1970, 1, 1, tzinfo=timezone.utc)
_MICROSECOND = timedelta(microseconds=1)

DIGITS = 19
"""Most digits of an int64."""
_EXACT = Context(prec=DIGITS, traps=[InvalidOperation, Inexact])
"""Decimal arithmetic that does not round, whatever the context of the thread."""


@dataclass(frozen=True, slots=True)
class Adapter:
    """How values of a Python type are stored.

    Attributes:
        data_type: BOOL, an int type, FLOAT, DOUBLE or VARCHAR.
        store: Python value to stored value.
        load: Stored value to Python value.
        max_length: Longest stored text in UTF-8 bytes; None for the field's own.
        ordered: Whether stored values stand in the order of the Python values, so that filters may use `<`.
    """

    data_type: DataType
    store: Callable[[Any], Any]
    load: Callable[[Any], Any]
    max_length: int | None = None
    ordered: bool = False


def register_adapter(
    kind: type[T],
    data_type: DataType,
    *,
    store: Callable[[T], bool | float | str],
    load: Callable[[Any], T],
    max_length: int | None = None,
    ordered: bool = False,
) -> None:
    """Let models have fields of a type: `Mapped[kind]`. Register before the first such model is declared.

    Filters compare stored values: `Doc.field == value` sends what `store` makes of the value.

    Args:
        kind: The Python type.
        data_type: BOOL, an int type, FLOAT, DOUBLE or VARCHAR.
        store: Python value to stored value; equal values to equal ones. A ValueError refuses a value.
        load: Stored value to Python value.
        max_length: Longest stored text in UTF-8 bytes, for fields that name none.
        ordered: Stored values stand in the order of the Python values. Without it `<`, `<=`, `>`, `>=`, `between` and
            `order_by` are refused.

    Raises:
        ParamError: For a data type that no adapter can store to.
    """
    if data_type not in _JSON:
        names = ", ".join(each.name for each in _JSON)
        raise ParamError(message=f"an adapter cannot store {kind.__name__} as {data_type.name}", hint=f"one of {names}")
    _adapters[kind] = Adapter(data_type, store, load, max_length, ordered)


def find_adapter(kind: object) -> Adapter | None:
    """The adapter of a type; None when it has none."""
    if not isinstance(kind, type):
        return None
    if kind in _adapters:
        return _adapters[kind]
    return _enum_adapter(kind) if issubclass(kind, Enum) else None


def checked_schema(adapter: Adapter, schema: CoreSchema) -> CoreSchema:
    """The schema of a field of an adapted type: values that cannot be stored are refused when they are set.

    Classes that pydantic does not know stand in JSON as they are stored.
    """

    def check(value: Any) -> Any:
        if value is not None:
            stored(value)
        return value

    def stored(value: Any) -> Any:
        try:
            return adapter.store(value)
        except (ArithmeticError, AttributeError, TypeError) as error:
            raise ValueError(f"it cannot be stored: {error}") from error

    inner = schema["schema"] if schema["type"] == "nullable" else schema
    if inner["type"] == "is-instance":
        plain = core_schema.no_info_after_validator_function(adapter.load, _JSON[adapter.data_type])
        known = core_schema.json_or_python_schema(
            plain, inner, serialization=core_schema.plain_serializer_function_ser_schema(stored, when_used="json")
        )
        schema = core_schema.nullable_schema(known) if schema["type"] == "nullable" else known
    return core_schema.no_info_after_validator_function(check, schema)


@cache
def _enum_adapter(kind: type[Enum]) -> Adapter | None:
    """One for each class, with a `store` of its own, by which filters tell whether two fields are stored alike."""

    def store(member: Enum) -> Any:
        return member.value if isinstance(member, Enum) else member  # pyright: ignore[reportUnnecessaryIsInstance]

    values: list[object] = [member.value for member in kind]
    types = {type(value) for value in values}
    if types == {str}:
        return Adapter(DataType.VARCHAR, store, kind, ordered=issubclass(kind, str))
    return Adapter(DataType.INT64, store, kind, ordered=issubclass(kind, int)) if types == {int} else None


@cache
def decimal_adapter(places: int) -> Adapter:
    """The adapter of decimal numbers with so many decimals; numbers with more of them are refused, not rounded.

    One for each number of decimals, by which filters tell whether two fields are stored alike.
    """

    def store(value: Decimal) -> int:
        if not value.is_finite():
            raise ValueError(f"{value} is no number")
        if value and value.adjusted() + places >= DIGITS:  # told by the exponent, before a number of that size is made
            raise ValueError(f"{value} does not fit in 64 bits")
        scaled = 0 if not value else _scale(value, places)
        if scaled is None:
            raise ValueError(f"{value} has more than {places} decimals")
        return _check_int64(scaled, value)

    def load(scaled: int) -> Decimal:
        return Decimal(scaled).scaleb(-places, _EXACT)

    return Adapter(DataType.INT64, store, load, ordered=True)


def _scale(value: Decimal, places: int) -> int | None:
    """A number that is not 0 times a power of 10; None when that is no whole number."""
    if value.adjusted() + places < 0:
        return None
    try:
        scaled = value.scaleb(places, _EXACT)
    except Inexact:
        return None
    whole = int(scaled)
    return whole if whole == scaled else None


def _check_int64(stored: int, value: object) -> int:
    if not INT64_MIN <= stored <= INT64_MAX:
        raise ValueError(f"{value} does not fit in 64 bits")
    return stored


def _store_datetime(value: datetime) -> int:
    if value.tzinfo is None:
        raise ValueError("the datetime has no time zone: write datetime.now(timezone.utc)")
    return (value - _EPOCH) // _MICROSECOND


def _load_datetime(microseconds: int) -> datetime:
    return _EPOCH + timedelta(microseconds=microseconds)


def _store_time(value: time) -> int:
    if value.tzinfo is not None:
        raise ValueError("the time has a time zone: take it off, or use a datetime")
    since = timedelta(hours=value.hour, minutes=value.minute, seconds=value.second, microseconds=value.microsecond)
    return since // _MICROSECOND


def _load_time(microseconds: int) -> time:
    return _load_datetime(microseconds).time()


def _store_timedelta(value: timedelta) -> int:
    return _check_int64(value // _MICROSECOND, value)


def _load_timedelta(microseconds: int) -> timedelta:
    return timedelta(microseconds=microseconds)


_JSON: dict[DataType, CoreSchema] = {
    DataType.BOOL: core_schema.bool_schema(),
    DataType.FLOAT: core_schema.float_schema(),
    DataType.DOUBLE: core_schema.float_schema(),
    DataType.VARCHAR: core_schema.str_schema(),
    **{each: core_schema.int_schema() for each in DataType if each.is_integer},
}
"""Types that an adapter can store to, and what stands in JSON for values of them."""

_adapters: dict[type[Any], Adapter] = {
    datetime: Adapter(DataType.INT64, _store_datetime, _load_datetime, ordered=True),
    date: Adapter(DataType.VARCHAR, date.isoformat, date.fromisoformat, 10, ordered=True),
    time: Adapter(DataType.INT64, _store_time, _load_time, ordered=True),
    timedelta: Adapter(DataType.INT64, _store_timedelta, _load_timedelta, ordered=True),
    UUID: Adapter(DataType.VARCHAR, str, UUID, 36, ordered=True),
    bytes: Adapter(DataType.VARCHAR, bytes.hex, bytes.fromhex, ordered=True),
}
