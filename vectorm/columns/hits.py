"""What a search found: flat columns over the hits of all queries."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from vectorm.columns.base import Column
from vectorm.columns.batch import ColumnBatch


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
        cost: The server's cost of the request (`report_value`).
        recalls: Estimated recall of each query, where asked for.
        session_ts: Timestamp that the read saw; iterators pin it.
    """

    ids: Sequence[int] | Sequence[str]
    scores: NDArray[np.float32]
    offsets: NDArray[np.int64]
    batch: ColumnBatch
    primary_field: str = ""
    output_fields: tuple[str, ...] = ()
    group_by: Column | None = None
    cost: int = 0
    recalls: tuple[float, ...] = ()
    session_ts: int = 0

    def __len__(self) -> int:
        """Number of queries."""
        return len(self.offsets) - 1

    def page(self, offset: int, limit: int) -> "SearchHits":
        """At most `limit` hits of each query, without the first `offset`."""
        starts = np.minimum(self.offsets[:-1] + offset, self.offsets[1:])
        stops = np.minimum(starts + limit, self.offsets[1:])
        chosen = [row for start, stop in zip(starts, stops, strict=True) for row in range(int(start), int(stop))]
        rows = np.array(chosen, np.intp)
        ids: list[Any] = list(self.ids)
        return replace(
            self,
            ids=[ids[row] for row in chosen],
            scores=self.scores[rows],
            offsets=np.concatenate([[0], np.cumsum(stops - starts)]),
            batch=self.batch.select(rows),
            group_by=None if self.group_by is None else self.group_by.select(rows),
        )

    def query(self, number: int) -> slice:
        """The hits of one query, as a slice of the flat columns. Negative numbers count from the end."""
        first = range(len(self))[number]
        return slice(int(self.offsets[first]), int(self.offsets[first + 1]))
