"""Models that the cases use; correct in both checkers."""

from datetime import date, datetime, time, timedelta
from enum import Enum, IntEnum
from typing import Any, Literal
from uuid import UUID

from pydantic import BaseModel

from vectorm import (
    BM25,
    HNSW,
    BFloat16Vector,
    BinaryVector,
    Embed,
    Float16Vector,
    Float32,
    Float64,
    FloatVector,
    Geometry,
    Int8,
    Int8Vector,
    Int16,
    Int32,
    Int64,
    LongText,
    Mapped,
    Model,
    SparseVector,
    Timestamptz,
    field,
    uuid7,
    vector,
)


class Source(BaseModel):
    url: str


class Color(Enum):
    RED = "red"


class Level(IntEnum):
    LOW = 1


class Doc(Model, collection="docs"):
    id: Mapped[int] = field(primary_key=True)
    title: Mapped[str] = field(max_length=200)
    year: Mapped[int | None] = field(default=None)
    stars: Mapped[Int8] = field(default=0)
    score: Mapped[float] = field(default=0.0)
    flag: Mapped[bool] = field(default=False)
    tags: Mapped[list[str]] = field(default_factory=list, max_capacity=16, max_length=32)
    numbers: Mapped[list[int] | None] = field(default=None)
    color: Mapped[Color] = field(default=Color.RED)
    ref: Mapped[UUID | None] = field(default=None)
    at: Mapped[datetime | None] = field(default=None)
    source: Mapped[Source | None] = field(default=None)
    meta: Mapped[dict[str, Any]] = field(default_factory=dict)
    body: Mapped[str] = field(default="")
    dense: Mapped[FloatVector] = vector(dim=4, index=HNSW(metric="COSINE"))
    maybe: Mapped[FloatVector | None] = vector(dim=4, default=None)
    made: Mapped[FloatVector] = vector(dim=4, embed=Embed("use", source="body"))
    words: Mapped[SparseVector] = vector(function=BM25("body"))


class Auto(Model, dynamic=True):
    id: Mapped[int] = field(primary_key=True, auto_id=True)
    v: Mapped[FloatVector] = vector(dim=2)


class Kinds(Model, collection="kinds", consistency="Strong", partitions=4):
    id: Mapped[str] = field(primary_key=True, default_factory=uuid7, max_length=36)
    half: Mapped[Float16Vector] = vector(dim=2)
    brain: Mapped[BFloat16Vector | None] = vector(dim=2, default=None)
    small: Mapped[Int8Vector] = vector(dim=2)
    bits: Mapped[BinaryVector] = vector(dim=16)
    sparse: Mapped[SparseVector] = vector()


class Scalars(Model, collection="scalars"):
    id: Mapped[Int64] = field(primary_key=True)
    i16: Mapped[Int16 | None] = field(default=None)
    i32: Mapped[Int32] = field(default=0)
    f32: Mapped[Float32] = field(default=0.0)
    f64: Mapped[Float64 | None] = field(default=None)
    long: Mapped[LongText] = field(default="")
    day: Mapped[date | None] = field(default=None)
    hour: Mapped[time | None] = field(default=None)
    span: Mapped[timedelta | None] = field(default=None)
    raw: Mapped[bytes | None] = field(default=None, max_length=100)
    level: Mapped[Level] = field(default=Level.LOW)
    kind: Mapped[Literal["a", "b"]] = field(default="a")
    source: Mapped[Source]
    flags: Mapped[list[bool]] = field(default_factory=list)
    days: Mapped[list[date]] = field(default_factory=list)
    place: Mapped[Geometry | None] = field(default=None)
    moment: Mapped[Timestamptz | None] = field(default=None)
    v: Mapped[FloatVector] = vector(dim=2)


class Base(Model, abstract=True):
    id: Mapped[int] = field(primary_key=True)
    v: Mapped[FloatVector] = vector(dim=2)


class Child(Base, collection="children"):
    name: Mapped[str] = field(default="")
