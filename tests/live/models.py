"""Models of the live tests of sessions. Fields that every engine can hold."""

import uuid
from typing import Any

from vectorm.model import FLAT, FloatVector, Int16, Mapped, Model, field, uuid7, vector

__all__ = ["Auto", "Doc", "Note"]

RUN = uuid.uuid4().hex[:8]
"""Collections of one run have names of their own: the server may be somebody's."""


class Doc(Model, collection=f"session_docs_{RUN}"):
    id: Mapped[str] = field(primary_key=True, default_factory=uuid7, max_length=36)
    title: Mapped[str] = field(max_length=50)
    year: Mapped[int] = field(default=2000)
    tags: Mapped[list[str]] = field(default_factory=list, max_capacity=8, max_length=16)
    meta: Mapped[dict[str, Any]] = field(default_factory=dict)
    dense: Mapped[FloatVector] = vector(dim=4, index=FLAT(metric="L2"))


class Auto(Model, collection=f"session_auto_{RUN}"):
    id: Mapped[int] = field(primary_key=True, auto_id=True)
    name: Mapped[str] = field(max_length=50)
    year: Mapped[int] = field(default=2000)
    dense: Mapped[FloatVector] = vector(dim=4, index=FLAT(metric="L2"))


class Note(Model, collection=f"session_notes_{RUN}", dynamic=True):
    """As Doc, with whole numbers as keys and undeclared keys."""

    id: Mapped[int] = field(primary_key=True)
    title: Mapped[str] = field(max_length=50)
    year: Mapped[Int16] = field(default=2000)
    tags: Mapped[list[str]] = field(default_factory=list, max_capacity=8, max_length=16)
    meta: Mapped[dict[str, Any]] = field(default_factory=dict)
    dense: Mapped[FloatVector] = vector(dim=4, index=FLAT(metric="L2"))
