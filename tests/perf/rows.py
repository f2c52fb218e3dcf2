"""Rows of (int64, text, double, JSON, vector), and the replies of a server that has them."""

from collections.abc import Mapping
from typing import Any

import numpy as np

from vectorm.columns.batch import ColumnBatch
from vectorm.model import FLAT, FloatVector, Mapped, Model, field, vector
from vectorm.ops.context import Context
from vectorm.ops.rows import batch_from_columns
from vectorm.spec.capabilities import capabilities_of
from vectorm.spec.collection import CollectionInfo
from vectorm.transport.recorded import Recorded
from vectorm.wire.messages import (
    IDs,
    InsertRequest,
    LongArray,
    MutationResult,
    QueryResults,
    SearchResultData,
    SearchResults,
)
from vectorm.wire.write import encode_insert

DIM = 8
OUTPUT = ["id", "name", "score", "meta", "vec"]


class Page(Model, collection="pages"):
    """The rows as objects."""

    id: Mapped[int] = field(primary_key=True)
    name: Mapped[str] = field(max_length=100)
    score: Mapped[float] = field()
    meta: Mapped[dict[str, Any]] = field()
    vec: Mapped[FloatVector] = vector(dim=DIM, index=FLAT(metric="L2"))


def context() -> Context:
    """A context that knows the collection."""
    ctx = Context("", capabilities_of("v2.6.0", "STANDALONE"))
    ctx.schemas["pages"] = CollectionInfo(spec=Page.__spec__)
    return ctx


def columns(count: int) -> dict[str, Any]:
    """So many rows as columns."""
    return {
        "id": list(range(count)),
        "name": [f"page {number}" for number in range(count)],
        "score": [number / 7 for number in range(count)],
        "meta": [{"lang": "en", "page": number} for number in range(count)],
        "vec": np.ones((count, DIM), np.float32),
    }


def rows(count: int) -> list[dict[str, Any]]:
    """So many rows as dicts; vectors are arrays."""
    table = columns(count)
    return [dict(zip(table, values, strict=True)) for values in zip(*table.values(), strict=True)]


def batch(count: int) -> ColumnBatch:
    """So many rows as they are sent."""
    return batch_from_columns(Page.__spec__, columns(count))


def query_reply(count: int) -> bytes:
    """The answer to a query."""
    return QueryResults(fields_data=_fields(count), output_fields=OUTPUT).SerializeToString()


def search_reply(count: int, queries: int = 1) -> bytes:
    """The answer to a search: so many hits, shared by the queries."""
    results = SearchResultData(
        num_queries=queries,
        topks=[count // queries] * queries,
        scores=[0.5] * count,
        ids=IDs(int_id=LongArray(data=range(count))),
        fields_data=_fields(count),
        output_fields=OUTPUT,
        primary_field_name="id",
    )
    return SearchResults(results=results).SerializeToString()


def write_reply(count: int) -> bytes:
    """The answer to a write."""
    keys = IDs(int_id=LongArray(data=range(count)))
    return MutationResult(IDs=keys, insert_cnt=count, timestamp=1).SerializeToString()


def driver(replies: Mapping[str, bytes]) -> Recorded:
    """A driver that has each reply twice: once to warm up."""
    return Recorded({method: [reply] * 2 for method, reply in replies.items()})


def _fields(count: int) -> Any:
    return InsertRequest.FromString(encode_insert("pages", batch(count))).fields_data
