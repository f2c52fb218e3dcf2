"""What a search found, flat columns over the hits of all queries; what a query found."""

import dataclasses
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from itertools import accumulate, chain, pairwise
from typing import Any

import numpy as np
from numpy.typing import NDArray

from vectorm.columns.base import Column
from vectorm.columns.batch import ColumnBatch
from vectorm.columns.buckets import AggregationBucket
from vectorm.records import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Highlight:
    """The marked pieces of one hit's text, and a score of each where the highlighter gives scores."""

    fragments: tuple[str, ...]
    scores: tuple[float, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class FoundRows:
    """The rows of a query.

    Attributes:
        batch: Output fields.
        element_indices: Which elements of its struct array each row was found by; None for queries of whole rows.
        cost: The server's cost of the request (`report_value`).
        usage: What else the server tells of the work, as in `SearchHits`.
        session_ts: Timestamp that the read saw; iterators pin it. 0 where the server does not say (Milvus 2.3, Lite).
    """

    batch: ColumnBatch
    element_indices: tuple[tuple[int, ...], ...] | None = None
    cost: int = 0
    usage: Mapping[str, float] = dataclasses.field(default_factory=dict[str, float])
    session_ts: int = 0


@dataclass(frozen=True, slots=True)
class PageEnd:
    """Where a page of a search iterator ends, for the server that made it (Milvus 2.5.2 and newer).

    Attributes:
        token: Names the iterator; the same on every page.
        last_bound: Distance or similarity of the last hit.
    """

    token: str = ""
    last_bound: float = 0.0


NO_END = PageEnd()


@dataclass(frozen=True, slots=True, kw_only=True)
class SearchHits:
    """The hits of all queries of a search, one query after the other, best first.

    Attributes:
        ids: Primary keys.
        scores: Distance or similarity of each hit, as the metric gives it (float32); Milvus Lite's BM25 is negative.
        offsets: Query `i` has the hits `offsets[i]` to `offsets[i + 1]`.
        batch: Output fields of all hits.
        primary_field: Name of the primary key field; "" where the server does not say (Milvus 2.3).
        output_fields: The output fields as the server understood them.
        group_by: Value of the group-by field for each hit.
        element_indices: Which element of a struct array each hit is; None for searches of whole rows.
        highlights: For each highlighted field the marked pieces of each hit.
        buckets: The buckets of each query, where the search has an aggregation.
        cost: The server's cost of the request (`report_value`).
        usage: What else the server tells of the work: `scanned_remote_bytes`, `scanned_total_bytes`, `cache_hit_ratio`.
        recalls: Estimated recall of each query, where asked for.
        session_ts: Timestamp that the read saw; iterators pin it.
        page_end: Where the page of a search iterator ends; without a token where the server knows no such pages.
    """

    ids: Sequence[int] | Sequence[str]
    scores: NDArray[np.float32]
    offsets: Sequence[int]
    batch: ColumnBatch
    primary_field: str = ""
    output_fields: tuple[str, ...] = ()
    group_by: Column | None = None
    element_indices: NDArray[np.int64] | None = None
    highlights: Mapping[str, Sequence[Highlight]] = dataclasses.field(default_factory=dict[str, Sequence[Highlight]])
    buckets: tuple[tuple[AggregationBucket, ...], ...] = ()
    cost: int = 0
    usage: Mapping[str, float] = dataclasses.field(default_factory=dict[str, float])
    recalls: tuple[float, ...] = ()
    session_ts: int = 0
    page_end: PageEnd = NO_END

    def __len__(self) -> int:
        """Number of queries."""
        return len(self.offsets) - 1

    def page(self, offset: int, limit: int) -> "SearchHits":
        """At most `limit` hits of each query, without the first `offset`."""
        pages = [range(start, end)[offset : offset + limit] for start, end in pairwise(self.offsets)]
        chosen = list(chain.from_iterable(pages))
        rows = np.array(chosen, np.intp)
        ids: list[Any] = list(self.ids)
        return replace(
            self,
            ids=[ids[row] for row in chosen],
            scores=self.scores[rows],
            offsets=offsets_of(map(len, pages)),
            batch=self.batch.select(rows),
            group_by=None if self.group_by is None else self.group_by.select(rows),
            element_indices=None if self.element_indices is None else self.element_indices[rows],
            highlights={field: tuple(each[row] for row in chosen) for field, each in self.highlights.items()},
        )

    def query(self, number: int) -> slice:
        """The hits of one query, as a slice of the flat columns. Negative numbers count from the end."""
        first = range(len(self))[number]
        return slice(*self.offsets[first : first + 2])


def offsets_of(lengths: Iterable[int]) -> list[int]:
    """Where the hits of each query begin, and where the last ones end, from how many each has."""
    return list(accumulate(lengths, initial=0))
