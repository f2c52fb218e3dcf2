"""`SearchResult`, `Hits`, `Hit`: what a search found, in PyMilvus's shape."""

from collections.abc import Iterable, Mapping, Sequence
from itertools import pairwise
from typing import Any

from vectorm.client.rows import Row, rows_of
from vectorm.columns.batch import ColumnBatch
from vectorm.columns.buckets import AggregationBucket
from vectorm.columns.collector import PausedCollector
from vectorm.columns.hits import NO_END, Highlight, PageEnd, SearchHits
from vectorm.enums import DataType

Key = int | str

_LATE = {DataType.JSON, DataType.STRUCT, DataType.ARRAY_OF_STRUCT, *(each for each in DataType if each.is_vector)}


class Hit(dict[str, Any]):
    """One hit: `{"id": 1, "distance": 0.3, "entity": {"title": "a"}}`; the first key is the primary key field's name.

    It is "id" where the server does not tell that name (Milvus 2.3). `hit["title"]`, `hit.get("title")` and
    `hit.entity.get("title")` look into the entity as well.
    """

    __slots__ = ("_pk_name",)

    def __init__(self, values: Iterable[tuple[str, Any]] | dict[str, Any] = (), *, pk_name: str = "") -> None:
        super().__init__(values)
        self._pk_name = pk_name

    @classmethod
    def from_columns(
        cls, pk_name: str, keys: Sequence[Key], distances: Sequence[float], entities: Sequence[dict[str, Any]]
    ) -> "list[Hit]":
        """Many hits, filled without `__init__`: a third of the time."""
        made: list[Hit] = []
        new = cls.__new__
        for key, distance, entity in zip(keys, distances, entities, strict=True):
            hit = new(cls)
            hit._pk_name = pk_name
            hit[pk_name] = key
            hit["distance"] = distance
            hit["entity"] = entity
            made.append(hit)
        return made

    @property
    def id(self) -> Any:
        """Primary key, int or str."""
        return self.get(self._pk_name)

    @property
    def pk(self) -> Any:
        """Primary key, int or str."""
        return self.get(self._pk_name)

    @property
    def distance(self) -> float:
        """Distance or similarity, as the metric gives it."""
        found: float = self.get("distance")
        return found

    @property
    def score(self) -> float:
        """The same as `distance`."""
        return self.distance

    @property
    def highlight(self) -> dict[str, Any] | None:
        """By field, the marked `fragments` of its text and their `scores`; None where not asked for."""
        found: dict[str, Any] | None = self.get("highlight")
        return found

    @property
    def entity(self) -> "Hit":
        """The hit itself: `hit.entity.get(field)` reads an output field."""
        return self

    @property
    def fields(self) -> dict[str, Any]:
        """The output fields."""
        found: dict[str, Any] = self["entity"]
        return found

    def to_dict(self) -> dict[str, Any]:
        """The hit itself."""
        return self

    def get(self, key: str, default: Any = None) -> Any:
        """A key of the hit or a field of its entity, or the default."""
        try:
            return self[key]
        except KeyError:
            return default

    def __missing__(self, key: str) -> Any:
        entity = super().get("entity")
        if entity is None:
            raise KeyError(key)
        return entity[key]

    def __getattr__(self, name: str) -> Any:
        try:
            return self[name]
        except KeyError:
            raise AttributeError(f"the hit has no field {name!r}") from None

    def __reduce__(self) -> tuple[Any, ...]:
        return _hit, (dict(self), self._pk_name)


def _hit(values: dict[str, Any], pk_name: str) -> Hit:
    return Hit(values, pk_name=pk_name)


class Hits(list[Hit]):
    """The hits of one query, best first.

    Attributes:
        ids: Primary keys.
        distances: Distances or similarities.
    """

    def __init__(self, hits: Iterable[Hit] = (), ids: Sequence[Key] = (), distances: Sequence[float] = ()) -> None:
        super().__init__(hits)
        self.ids = list(ids)
        self.distances = list(distances)

    def get_raw_item(self, idx: int) -> Hit:
        """The hit of that number."""
        return self[idx]

    def materialize(self) -> None:
        """Turn all vectors into lists now, not when they are read."""
        for hit in self:
            entity = hit.fields
            if isinstance(entity, Row):
                entity.settle()

    def __str__(self) -> str:
        more = f" ... and {len(self) - 10} entities remaining" if len(self) > 10 else ""
        return f"{self[:10]}{more}"

    __repr__ = __str__


HybridHits = Hits
"""PyMilvus 3's name of the same."""


class SearchPage(list[Hit]):
    """One page of a search iterator."""

    def __init__(self, hits: Iterable[Hit] | None = (), session_ts: int | None = 0) -> None:
        super().__init__(hits or ())
        self._session_ts = session_ts

    def ids(self) -> list[Any]:
        """Primary keys, int or str."""
        return [hit.id for hit in self]

    def distances(self) -> list[float]:
        """Distances or similarities."""
        return [hit.distance for hit in self]

    def get_session_ts(self) -> int | None:
        """Timestamp of the state that it shows; 0 where the server does not say."""
        return self._session_ts

    def get_res(self) -> list[list[Hit]]:
        """The hits, in a list of one."""
        return [list(self)] if self else []

    def merge(self, others: Iterable[Iterable[Hit]] | None) -> None:
        """Append the hits of other pages."""
        for other in others or ():
            self.extend(other)

    def __str__(self) -> str:
        return str(list(map(str, self[:10])))


class SearchResult(list[Hits]):
    """The hits of each query.

    Attributes:
        recalls: Estimated recall of each query; None where not asked for.
        extra: What the server told besides: `{"cost": 3}`.
        agg_buckets: The buckets of each query; empty where the search has no aggregation.
    """

    def __init__(
        self,
        queries: Iterable[Hits] = (),
        *,
        recalls: Sequence[float] = (),
        extra: Mapping[str, float] | None = None,
        session_ts: int = 0,
        page_end: PageEnd = NO_END,
        agg_buckets: Iterable[Sequence[AggregationBucket]] = (),
    ) -> None:
        super().__init__(queries)
        self.recalls: list[float] | None = list(recalls) or None
        self.extra: dict[str, Any] = dict(extra or {})
        self.agg_buckets: list[list[AggregationBucket]] = [list(each) for each in agg_buckets]
        self._session_ts = session_ts
        self._page_end = page_end

    def materialize(self) -> None:
        """Turn all vectors into lists now, not when they are read."""
        for hits in self:
            hits.materialize()

    def get_session_ts(self) -> int:
        """Timestamp of the state that the search saw; 0 where the server does not say."""
        return self._session_ts

    def get_search_iterator_v2_results_info(self) -> PageEnd:
        """Where the page of an iterator ends that the server makes: `token`, `last_bound`."""
        return self._page_end

    def __str__(self) -> str:
        recalls = f",recalls: {self.recalls[:10]}" if self.recalls else ""
        more = f" ... and {len(self) - 10} results remaining" if len(self) > 10 else ""
        extra = f",{self.extra}" if self.extra else ""
        return f"data: {self[:10]}{recalls}{more}{extra}"

    __repr__ = __str__


def search_result(hits: SearchHits, *, pk_name: str, round_decimal: int = -1) -> SearchResult:
    """The hits of a search in PyMilvus's shape.

    Args:
        hits: Hits as columns.
        pk_name: First key of each hit: the primary key field's name, as the server tells it.
        round_decimal: Decimal places of the distances, when above 0.
    """
    distances: list[float] = hits.scores.tolist()
    if round_decimal > 0:
        distances = [round(distance, round_decimal) for distance in distances]
    with PausedCollector(len(hits.ids)):
        entities = rows_of(_in_order(hits.batch), wrapped=False)
        made = Hit.from_columns(pk_name, hits.ids, distances, entities)
    if hits.element_indices is not None:
        _put_elements(made, hits.element_indices.tolist())
    for field, highlights in hits.highlights.items():
        _put_highlights(made, field, highlights)
    queries = [slice(start, end) for start, end in pairwise(hits.offsets)]
    return SearchResult(
        [Hits(made[query], hits.ids[query], distances[query]) for query in queries],
        recalls=hits.recalls,
        extra={"cost": hits.cost, **hits.usage} if hits.cost else hits.usage,
        session_ts=hits.session_ts,
        page_end=hits.page_end,
        agg_buckets=hits.buckets,
    )


def _in_order(batch: ColumnBatch) -> ColumnBatch:
    """The columns in the order in which PyMilvus shows them: what it decodes late comes last."""
    late = [column.data_type in _LATE for column in batch.columns]
    if late == sorted(late):
        return batch
    ordered = sorted(zip(late, batch.columns, strict=True), key=lambda pair: pair[0])
    return ColumnBatch([column for _, column in ordered], len(batch))


def _put_elements(made: Sequence[Hit], elements: Sequence[int]) -> None:
    """The position of the element that was found in its struct array, before the entity as PyMilvus has it."""
    for hit, element in zip(made, elements, strict=True):
        entity = hit.pop("entity")
        hit.update(offset=element, entity=entity)


def _put_highlights(made: Sequence[Hit], field: str, highlights: Sequence[Highlight]) -> None:
    for hit, found in zip(made, highlights, strict=False):
        told: dict[str, Any] = hit.setdefault("highlight", {})
        told[field] = {"fragments": list(found.fragments), "scores": list(found.scores)}
