"""Models of the filter tests: every type of field that a filter can name."""

import uuid
from typing import Any

from vectorm.model import FLAT, Float32, FloatVector, Int8, Int16, Int32, Mapped, Model, field, vector

__all__ = ["Nullable", "Plain"]

RUN = uuid.uuid4().hex[:8]


class Plain(Model, collection=f"filters_plain_{RUN}", dynamic=True):
    """For engines without nullable fields."""

    id: Mapped[int] = field(primary_key=True)
    n: Mapped[int]
    i8: Mapped[Int8]
    i16: Mapped[Int16]
    i32: Mapped[Int32]
    d: Mapped[float]
    f: Mapped[Float32]
    s: Mapped[str] = field(max_length=64)
    t: Mapped[str] = field(max_length=64)
    b: Mapped[bool]
    a: Mapped[list[int]] = field(max_capacity=8)
    sa: Mapped[list[str]] = field(max_capacity=8, max_length=64)
    ba: Mapped[list[bool]] = field(max_capacity=8)
    fa: Mapped[list[float]] = field(max_capacity=8)
    j: Mapped[dict[str, Any]]
    dense: Mapped[FloatVector] = vector(dim=2, index=FLAT(metric="L2"))


class Nullable(Model, collection=f"filters_nullable_{RUN}", dynamic=True):
    """The same with fields that may be null."""

    id: Mapped[int] = field(primary_key=True)
    n: Mapped[int | None]
    i8: Mapped[Int8]
    i16: Mapped[Int16]
    i32: Mapped[Int32 | None]
    d: Mapped[float | None]
    f: Mapped[Float32 | None]
    s: Mapped[str] = field(max_length=64)
    t: Mapped[str | None] = field(max_length=64)
    b: Mapped[bool | None]
    a: Mapped[list[int] | None] = field(max_capacity=8)
    sa: Mapped[list[str] | None] = field(max_capacity=8, max_length=64)
    ba: Mapped[list[bool]] = field(max_capacity=8)
    fa: Mapped[list[float]] = field(max_capacity=8)
    j: Mapped[dict[str, Any] | None]
    dense: Mapped[FloatVector] = vector(dim=2, index=FLAT(metric="L2"))
