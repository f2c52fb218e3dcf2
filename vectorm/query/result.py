"""What statements return: objects, rows or arrays over the columns that were read."""

from collections.abc import Callable, Iterator, Sequence
from typing import Any, Generic, TypeVar, overload

import numpy as np
from numpy.typing import NDArray

from vectorm.columns.base import Column
from vectorm.columns.batch import ColumnBatch
from vectorm.columns.buckets import AggregationBucket
from vectorm.columns.collector import PausedCollector
from vectorm.columns.hits import Highlight, SearchHits
from vectorm.columns.scalar import ScalarColumn
from vectorm.enums import DataType
from vectorm.errors import MultipleResultsFound, NoResultFound
from vectorm.model.base import Model
from vectorm.model.key import python_keys
from vectorm.model.mapper import models_from_batch
from vectorm.query.table import Table
from vectorm.records import dataclass

M = TypeVar("M", bound=Model)
T = TypeVar("T")

SCORE = "score"


class Rows(Table, Generic[M]):
    """Rows that were read. Objects are made when they are first asked for; columns need none.

    Attributes:
        model: The model of the objects.
        batch: The columns.
    """

    __slots__ = ("_load", "_objects", "model")

    def __init__(
        self, model: type[M], batch: ColumnBatch, load: "Callable[[ColumnBatch], list[M]] | None" = None
    ) -> None:
        """Rows of a model; `load` makes the objects, by default new ones."""
        super().__init__(batch, {plan.name: plan.type for plan in model.__plans__.values()})
        self.model = model
        self._load = load
        self._objects: list[M] | None = None

    def all(self) -> list[M]:
        """All objects."""
        if self._objects is None:
            load = self._load
            with PausedCollector(len(self)):
                self._objects = models_from_batch(self.model, self.batch) if load is None else load(self.batch)
        return list(self._objects)

    def models(self) -> list[M]:
        """All objects; the same as `all()`."""
        return self.all()

    def first(self) -> M | None:
        """The first object, or None."""
        return self.all()[0] if len(self) else None

    def one_or_none(self) -> M | None:
        """The only object, or None.

        Raises:
            MultipleResultsFound: If there are several.
        """
        if len(self) > 1:
            raise MultipleResultsFound(message=f"{len(self)} rows of {self.model.__name__}, where at most one may be")
        return self.first()

    def one(self) -> M:
        """The only object.

        Raises:
            NoResultFound: If there is none.
            MultipleResultsFound: If there are several.
        """
        found = self.one_or_none()
        if found is None:
            raise NoResultFound(message=f"no row of {self.model.__name__} where one must be")
        return found

    @property
    def ids(self) -> list[Any]:
        """Primary keys, of the type that the model declares."""
        return [] if not len(self) else python_keys(self.model, self.batch[self.model.__spec__.primary.name].to_list())

    @property
    def _title(self) -> str:
        return f"{type(self).__name__} of {len(self)} {self.model.__name__}"


class Result(Rows[M]):
    """Rows of a `select`: iterating gives the objects."""

    __slots__ = ()

    def __iter__(self) -> Iterator[M]:
        return iter(self.all())


@dataclass(frozen=True, slots=True)
class Hit(Generic[M]):
    """One row that a search found.

    Attributes:
        id: Primary key, of the type that the model declares.
        score: Distance or similarity, as the metric of the index gives it; by ranker for hybrid searches.
    """

    hits: "Hits[M]"
    number: int
    id: Any
    score: float

    @property
    def obj(self) -> M:
        """The object. Those of all hits of the query are made at once."""
        return self.hits.objects[self.number]

    @property
    def distance(self) -> float:
        """The same as `score`."""
        return self.score

    @property
    def highlight(self) -> dict[str, Highlight]:
        """By field, the marked `fragments` of its text, and their `scores`; empty without a `highlight()`."""
        return {field: each[self.number] for field, each in self.hits.highlights.items()}

    def __repr__(self) -> str:
        return f"<Hit {self.id!r} score={self.score:.6g}>"


class Hits(Rows[M], Sequence[Hit[M]]):
    """What a search found for one query, best first.

    Attributes:
        scores: float32 array of shape (n,).
        highlights: By field, the marked pieces of each hit's text; empty without `search(...).highlight(...)`.
        buckets: The hits counted by the values of fields; empty without `search(...).aggregate(...)`.
    """

    __slots__ = ("_ids", "buckets", "highlights", "scores")

    def __init__(
        self,
        model: type[M],
        found: SearchHits,
        query: int = 0,
        load: "Callable[[ColumnBatch], list[M]] | None" = None,
    ) -> None:
        """The hits of one query of a search."""
        place = found.query(query)
        super().__init__(model, found.batch.select(place) if len(found) > 1 else found.batch, load)
        self._ids: list[Any] = python_keys(model, list(found.ids[place]))
        self.scores: NDArray[np.float32] = found.scores[place]
        self.highlights: dict[str, Sequence[Highlight]] = {
            field: each[place] for field, each in found.highlights.items()
        }
        self.buckets: tuple[AggregationBucket, ...] = found.buckets[query] if found.buckets else ()

    def __len__(self) -> int:
        return len(self._ids)

    @property
    def ids(self) -> list[Any]:
        """Primary keys, of the type that the model declares."""
        return self._ids

    @property
    def objects(self) -> list[M]:
        """The objects of all hits."""
        if self._objects is None:
            self.all()
        return self._objects or []

    @overload
    def __getitem__(self, number: int) -> Hit[M]: ...
    @overload
    def __getitem__(self, number: slice) -> list[Hit[M]]: ...
    def __getitem__(self, number: int | slice) -> "Hit[M] | list[Hit[M]]":
        """A hit by its place, or several."""
        if isinstance(number, slice):
            return [self._hit(each) for each in range(len(self))[number]]
        return self._hit(range(len(self))[number])

    def __iter__(self) -> Iterator[Hit[M]]:
        return map(self._hit, range(len(self)))

    def _hit(self, number: int) -> Hit[M]:
        return Hit(self, number, self._ids[number], float(self.scores[number]))

    @property
    def _columns(self) -> list[Column]:
        """The columns, and the scores as `score`, or `_score` beside a field of that name."""
        name = f"_{SCORE}" if SCORE in self.batch else SCORE
        return [*self.batch.columns, ScalarColumn(name, DataType.FLOAT, self.scores)]
