"""Geometries, moments, structs and adapted types. A line marked `# error` is one in both checkers."""

from datetime import datetime, time, timedelta, timezone
from decimal import Decimal
from enum import IntEnum
from typing import Annotated
from uuid import UUID

import numpy as np
from numpy.typing import NDArray
from pydantic import Field
from typing_extensions import assert_type

from vectorm import (
    HNSW,
    FloatVector,
    Geometry,
    LongText,
    Mapped,
    Model,
    Struct,
    Timestamptz,
    field,
    search,
    vector,
)
from vectorm.expr.columns import Number, Ordered, Text, Vector
from vectorm.expr.geometry import Geometry as GeometryColumn
from vectorm.expr.node import Condition
from vectorm.expr.struct_array import StructArray, VectorList
from vectorm.expr.timestamptz import Timestamp

Money = Annotated[Decimal, Field(decimal_places=2)]
NOW = datetime.now(timezone.utc)


class Level(IntEnum):
    LOW = 1


class Passage(Struct):
    text: Mapped[str] = field(max_length=500)
    page: Mapped[int] = field(default=0)
    vec: Mapped[FloatVector] = vector(dim=4, index=HNSW(metric="MAX_SIM_COSINE"))


class Other(Struct):
    vec: Mapped[FloatVector] = vector(dim=4)


class Book(Model, collection="books"):
    id: Mapped[int] = field(primary_key=True)
    price: Mapped[Money]
    maybe_price: Mapped[Money | None] = field(default=None)
    opens: Mapped[time]
    lasts: Mapped[timedelta | None] = field(default=None)
    raw: Mapped[bytes]
    ref: Mapped[UUID]
    level: Mapped[Level]
    seen: Mapped[Timestamptz]
    maybe_seen: Mapped[Timestamptz | None] = field(default=None)
    place: Mapped[Geometry]
    maybe_place: Mapped[Geometry | None] = field(default=None)
    body: Mapped[LongText] = field(enable_match=True)
    passages: Mapped[list[Passage]] = field(max_capacity=50)
    dense: Mapped[FloatVector] = vector(dim=4)


# What columns are.
assert_type(Book.price, Ordered[Decimal])
assert_type(Book.maybe_price, Ordered[Decimal])
assert_type(Book.opens, Ordered[time])
assert_type(Book.lasts, Ordered[timedelta])
assert_type(Book.raw, Ordered[bytes])
assert_type(Book.ref, Ordered[UUID])
assert_type(Book.level, Ordered[Level])
assert_type(Book.seen, Timestamp)
assert_type(Book.maybe_seen, Timestamp)
assert_type(Book.place, GeometryColumn)
assert_type(Book.maybe_place, GeometryColumn)
assert_type(Book.body, Text)
assert_type(Book.passages, StructArray[Passage, Book])
assert_type(Book.passages[Passage.vec], VectorList[Book])
assert_type(Passage.text, Text)
assert_type(Passage.page, Number[int])
assert_type(Passage.vec, Vector[Passage])

# What can be said about them.
assert_type(Book.price > Decimal("1.50"), Condition)
assert_type(Book.seen + timedelta(days=1) > NOW, Condition)
assert_type(Book.seen.between(NOW, NOW), Condition)
assert_type(Book.place.st_within("POLYGON ((0 0, 1 0, 1 1, 0 0))"), Condition)
assert_type(Book.place.st_dwithin("POINT (1 2)", 500), Condition)
assert_type(Book.place.is_(None), Condition)
assert_type(Book.passages.any(Passage.page > 3), Condition)
assert_type(Book.passages.at_least(2, Passage.text.startswith("a")), Condition)
search(Book.passages[Passage.vec]).near([[1, 2, 3, 4], [0, 0, 0, 1]]).limit(3)
search(Book.passages[Passage.vec]).near(np.ones((2, 4)))

# What cannot.
_ = Book.price > 1.5  # error: operator | reportOperatorIssue
_ = Book.price > "1.50"  # error: operator | reportOperatorIssue
_ = Book.opens < 3  # error: operator | reportOperatorIssue
Book.raw.in_(["ab"])  # error: list-item | reportArgumentType
_ = Book.seen > 3  # error: operator | reportOperatorIssue
_ = Book.seen + 1  # error: operator | reportOperatorIssue
_ = Book.seen + timedelta(1) + timedelta(1)  # error: operator | reportOperatorIssue
_ = Book.at  # error: attr-defined | reportAttributeAccessIssue
Book.place.is_("POINT (1 2)")  # error: arg-type | reportArgumentType
_ = Book.place.st_wthin("POINT (1 2)")  # error: attr-defined | reportAttributeAccessIssue
_ = Book.place.st_dwithin("POINT (1 2)")  # error: call-arg | reportCallIssue
_ = Book.place.st_within(3)  # error: arg-type | reportArgumentType
_ = Book.passages[0]  # error: index | reportArgumentType
_ = Book.passages[Other.vec]  # error: index | reportArgumentType
_ = Book.passages[Passage.text]  # error: index | reportArgumentType
_ = Book.passages.any(True)  # error: arg-type | reportArgumentType
_ = Book.passages.contains("a")  # error: attr-defined | reportAttributeAccessIssue
search(Book.passages)  # error: call-overload | reportArgumentType,reportCallIssue
search(Book.dense).near([[1, 2, 3, 4], [0, 0, 0, 1]])  # error: list-item | reportArgumentType
Passage(text="a")  # error: call-arg | reportCallIssue
Passage(text=1, vec=[1, 2, 3, 4])  # error: arg-type | reportArgumentType
Passage(text="a", vec=[1, 2, 3, 4], pages=1)  # error: call-arg | reportCallIssue


def values(book: Book) -> None:
    assert_type(book.price, Decimal)
    assert_type(book.seen, datetime)
    assert_type(book.maybe_seen, datetime | None)
    assert_type(book.place, str)
    assert_type(book.maybe_place, str | None)
    assert_type(book.passages, list[Passage])
    assert_type(book.passages[0].vec, NDArray[np.float32])
    book.seen = NOW
    book.place = "POINT (1 2)"
    book.passages.append(Passage(text="a", vec=np.ones(4)))
    book.price = 3  # error: assignment | reportAttributeAccessIssue
    book.seen = 3  # error: assignment | reportAttributeAccessIssue
    book.passages = ["a"]  # error: list-item | reportAttributeAccessIssue
