"""Models and replies that the tests of the session share."""

from typing import Any

from pydantic import PrivateAttr

from tests.unit.ops.support import context, lite
from vectorm.model import Embed, FloatVector, Mapped, Model, field, vector
from vectorm.model.mapper import batch_from_models
from vectorm.session.unit import UnitOfWork
from vectorm.wire.messages import (
    DescribeCollectionResponse,
    IDs,
    InsertRequest,
    LongArray,
    MutationResult,
    QueryResults,
    Status,
    StringArray,
)
from vectorm.wire.write import encode_insert

__all__ = ["Auto", "Doc", "Embedded", "Extra", "context", "described", "lite", "refused", "rows_of", "stored"]


class Doc(Model, collection="docs"):
    id: Mapped[int] = field(primary_key=True)
    title: Mapped[str] = field(default="", max_length=20)
    tags: Mapped[list[str]] = field(default_factory=list, max_capacity=4, max_length=8)
    meta: Mapped[dict[str, Any]] = field(default_factory=dict)
    v: Mapped[FloatVector] = vector(dim=2)


class Auto(Model, collection="auto"):
    id: Mapped[int] = field(primary_key=True, auto_id=True)
    v: Mapped[FloatVector] = vector(dim=2)


class Extra(Model, collection="extra", dynamic=True):
    id: Mapped[int] = field(primary_key=True)
    v: Mapped[FloatVector] = vector(dim=2)
    _seen: int = PrivateAttr(default=0)


def lengths(texts: list[str]) -> list[list[float]]:
    """An embedder for tests: the length of the text, twice."""
    return [[float(len(text))] * 2 for text in texts]


class Embedded(Model, collection="embedded"):
    id: Mapped[int] = field(primary_key=True)
    body: Mapped[str] = field(max_length=20)
    v: Mapped[FloatVector] = vector(dim=2, embed=Embed(lengths, source="body"))


def stored(*ids: int | str, timestamp: int = 0) -> bytes:
    if ids and isinstance(ids[0], str):
        keys = IDs(str_id=StringArray(data=[str(each) for each in ids]))
    else:
        keys = IDs(int_id=LongArray(data=[int(each) for each in ids]))
    return MutationResult(IDs=keys, insert_cnt=len(ids), timestamp=timestamp).SerializeToString()


def described() -> bytes:
    """The reply that tells of a collection, as far as a delete by key looks at it."""
    reply = DescribeCollectionResponse(collection_name="docs")
    reply.schema.fields.add(name="id", data_type=5, is_primary_key=True)
    return reply.SerializeToString()


def refused(reason: str) -> bytes:
    return MutationResult(status=Status(code=65535, error_code=1, reason=reason)).SerializeToString()


def rows_of(*objects: Model) -> bytes:
    """The reply to a query that finds these rows."""
    insert = InsertRequest.FromString(encode_insert("docs", batch_from_models(type(objects[0]), objects)))
    return QueryResults(fields_data=insert.fields_data).SerializeToString()


def doc(key: int = 1, title: str = "a") -> Doc:
    """A document."""
    return Doc(id=key, title=title, v=[1.0, 2.0])


def persistent(unit: UnitOfWork, key: int = 1) -> Doc:
    """A stored document."""
    return unit.loaded([doc(key)])[0]
