"""A model with a field of every type, and two objects of it."""

from datetime import date, datetime, time, timedelta, timezone
from decimal import Decimal
from enum import Enum
from typing import Annotated, Any, cast
from uuid import UUID

import numpy as np
from pydantic import BaseModel, Field

from vectorm.enums import DataType
from vectorm.model import (
    BFloat16Vector,
    BinaryVector,
    Float16Vector,
    Float32,
    FloatVector,
    Geometry,
    Int8,
    Int8Vector,
    Int16,
    Int32,
    LongText,
    Mapped,
    Model,
    SparseVector,
    Timestamptz,
    field,
    register_adapter,
    vector,
)

Money = Annotated[Decimal, Field(decimal_places=2)]
EAST = timezone(timedelta(hours=5))


class Color(Enum):
    RED = "red"
    BLUE = "blue"


class Version:
    """A class that nobody but the application knows."""

    def __init__(self, major: int, minor: int) -> None:
        self.major, self.minor = major, minor

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Version) and (self.major, self.minor) == (other.major, other.minor)

    def __lt__(self, other: "Version") -> bool:
        return (self.major, self.minor) < (other.major, other.minor)

    def __hash__(self) -> int:
        return hash((self.major, self.minor))


def load_version(stored: int) -> Version:
    return Version(*divmod(stored, 1000))


register_adapter(
    Version,
    DataType.INT64,
    store=lambda version: version.major * 1000 + version.minor,
    load=load_version,
    ordered=True,
)


class Author(BaseModel):
    name: str
    born: date | None = None


class Every(Model, dynamic=True):
    id: Mapped[int] = field(primary_key=True)
    flag: Mapped[bool]
    small: Mapped[Int8]
    short: Mapped[Int16]
    middle: Mapped[Int32]
    single: Mapped[Float32]
    double: Mapped[float]
    text: Mapped[str] = field(max_length=100)
    long: Mapped[LongText]
    color: Mapped[Color]
    at: Mapped[datetime]
    day: Mapped[date]
    clock: Mapped[time]
    span: Mapped[timedelta]
    price: Mapped[Money]
    ref: Mapped[UUID]
    raw: Mapped[bytes]
    version: Mapped[Version]
    seen: Mapped[Timestamptz]
    place: Mapped[Geometry]
    meta: Mapped[dict[str, Any]]
    author: Mapped[Author]
    tags: Mapped[list[str]]
    prices: Mapped[list[Money]]
    f32: Mapped[FloatVector] = vector(dim=2)
    f16: Mapped[Float16Vector] = vector(dim=2)
    b16: Mapped[BFloat16Vector] = vector(dim=2)
    i8: Mapped[Int8Vector] = vector(dim=2)
    bits: Mapped[BinaryVector] = vector(dim=16)
    sparse: Mapped[SparseVector] = vector()
    maybe_text: Mapped[str | None] = field(default=None)
    maybe_price: Mapped[Money | None] = field(default=None)
    maybe_version: Mapped[Version | None] = field(default=None)
    maybe_seen: Mapped[Timestamptz | None] = field(default=None)
    maybe_place: Mapped[Geometry | None] = field(default=None)
    maybe_author: Mapped[Author | None] = field(default=None)
    maybe_f32: Mapped[FloatVector | None] = vector(dim=2, default=None)
    maybe_f16: Mapped[Float16Vector | None] = vector(dim=2, default=None)
    maybe_b16: Mapped[BFloat16Vector | None] = vector(dim=2, default=None)
    maybe_i8: Mapped[Int8Vector | None] = vector(dim=2, default=None)
    maybe_bits: Mapped[BinaryVector | None] = vector(dim=8, default=None)
    maybe_sparse: Mapped[SparseVector | None] = vector(default=None)


def plain_row() -> dict[str, Any]:
    """The values of the fields that must be given."""
    return {
        "id": 1,
        "flag": True,
        "small": -128,
        "short": 2**15 - 1,
        "middle": -(2**31),
        "single": 0.5,
        "double": 1e300,
        "text": 'é"\\\n',
        "long": "long " * 20_000,
        "color": Color.BLUE,
        "at": datetime(2020, 1, 2, 3, 4, 5, 6, tzinfo=EAST),
        "day": date(2020, 1, 2),
        "clock": time(23, 59, 59, 999_999),
        "span": timedelta(days=-1, microseconds=1),
        "price": Decimal("-12.50"),
        "ref": UUID(int=5),
        "raw": b"\x00\xff\x80",
        "version": Version(2, 11),
        "seen": datetime(2025, 1, 2, 3, 4, 5, 60, tzinfo=EAST),
        "place": "POINT (13.4 52.5)",
        "meta": {"n": [1, None, {"x": "y"}]},
        "author": Author(name="n", born=date(1999, 1, 1)),
        "tags": ["a", "b"],
        "prices": [Decimal("0.01"), Decimal("3.00")],
        "f32": [1, 0.5],
        "f16": [1, 0.5],
        "b16": [1, 0.5],
        "i8": [-1, 2],
        "bits": np.array([1] * 8 + [0] * 8, bool),
        "sparse": {3: 0.5},
        "note": "undeclared",
    }


def without_nulls() -> Every:
    """An object that has a value in each field."""
    row = plain_row()
    optional = {
        "maybe_text": "x",
        "maybe_price": Decimal("1.00"),
        "maybe_version": Version(1, 0),
        "maybe_seen": row["seen"],
        "maybe_place": row["place"],
        "maybe_author": Author(name="other"),
        "maybe_f32": row["f32"],
        "maybe_f16": row["f16"],
        "maybe_b16": row["b16"],
        "maybe_i8": row["i8"],
        "maybe_bits": b"\x0f",
        "maybe_sparse": row["sparse"],
    }
    return Every.model_validate({**row, **optional})


def with_nulls() -> Every:
    """An object that has null in each field that may be null."""
    return Every.model_validate(plain_row())


def same(one: Any, other: Any) -> bool:
    """Whether two values are of one type and equal; arrays item by item."""
    return _comparable(one) == _comparable(other)


def _comparable(value: Any) -> tuple[str, object, object]:
    kind = type(cast("object", value)).__name__
    return (kind, str(value.dtype), value.tolist()) if kind == "ndarray" else (kind, value, None)
