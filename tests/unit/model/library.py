"""Models that the tests share."""

from datetime import date, datetime
from enum import Enum, IntEnum
from typing import Any
from uuid import UUID

import numpy as np
from numpy.typing import NDArray
from pydantic import BaseModel

from vectorm.model import (
    BM25,
    HNSW,
    Embed,
    FloatVector,
    Int8,
    Mapped,
    Model,
    SparseVector,
    field,
    uuid7,
    vector,
)


class Color(Enum):
    RED = "red"
    BLUE = "blue"


class Grade(IntEnum):
    LOW = 1
    HIGH = 2


class Author(BaseModel):
    name: str
    born: date | None = None


class Source(BaseModel):
    url: str
    author: Author | None = None


def letters(texts: list[str]) -> NDArray[np.float32]:
    """A tiny embedder: counts of a, b, c and other characters."""
    return np.array([[text.count(each) for each in "abc"] + [len(text)] for text in texts], np.float32)


class Doc(Model, collection="docs"):
    """Most kinds of fields."""

    id: Mapped[str] = field(primary_key=True, default_factory=uuid7, max_length=36)
    title: Mapped[str] = field(max_length=20)
    year: Mapped[int | None] = field(default=None)
    stars: Mapped[Int8] = field(default=0)
    tags: Mapped[list[str]] = field(default_factory=list, max_capacity=4, max_length=8)
    refs: Mapped[list[UUID]] = field(default_factory=list)
    color: Mapped[Color] = field(default=Color.RED)
    grade: Mapped[Grade | None] = field(default=None)
    at: Mapped[datetime | None] = field(default=None)
    day: Mapped[date | None] = field(default=None)
    source: Mapped[Source | None] = field(default=None)
    meta: Mapped[dict[str, Any]] = field(default_factory=dict)
    body: Mapped[str] = field(default="")
    dense: Mapped[FloatVector] = vector(dim=4, index=HNSW(metric="COSINE"), embed=Embed(letters, source="body"))
    sparse: Mapped[SparseVector] = vector(function=BM25("body"))


class Point(Model, dynamic=True):
    """A key made by the server, a plain vector, undeclared keys."""

    id: Mapped[int] = field(primary_key=True, auto_id=True)
    score: Mapped[float] = field(default=0.0)
    flag: Mapped[bool] = field(default=False)
    place: Mapped[FloatVector] = vector(dim=2)
