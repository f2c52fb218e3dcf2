"""Models that the cases use; correct in both checkers."""

from datetime import datetime
from enum import Enum
from typing import Any
from uuid import UUID

from pydantic import BaseModel

from vectorm import (
    BM25,
    HNSW,
    BinaryVector,
    Embed,
    Float16Vector,
    FloatVector,
    Int8,
    Int8Vector,
    Mapped,
    Model,
    SparseVector,
    field,
    uuid7,
    vector,
)


class Source(BaseModel):
    url: str


class Color(Enum):
    RED = "red"


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
    small: Mapped[Int8Vector] = vector(dim=2)
    bits: Mapped[BinaryVector] = vector(dim=16)
    sparse: Mapped[SparseVector] = vector()
