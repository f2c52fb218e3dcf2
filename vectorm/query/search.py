"""`search(Doc.dense)`: the nearest rows to a vector or a text."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, TypeAlias, TypeVar, cast

import numpy as np
from numpy.typing import NDArray
from typing_extensions import Self

from vectorm.columns.queries import pack_queries
from vectorm.enums import DataType
from vectorm.errors import ParamError
from vectorm.expr.columns import Vector
from vectorm.expr.expression import Expression
from vectorm.expr.literal import render_name
from vectorm.expr.operand import FieldRef
from vectorm.model.base import Model
from vectorm.model.checks import FieldPlan
from vectorm.model.embed import embed_texts
from vectorm.model.index import search_params
from vectorm.query.base import Readable
from vectorm.spec.capabilities import Capabilities
from vectorm.spec.feature import Feature
from vectorm.spec.index import IndexSpec
from vectorm.spec.read import SearchSpec, Vectors

M = TypeVar("M", bound=Model)

Query: TypeAlias = str | bytes | NDArray[Any] | Sequence[float] | Mapping[int, float]
"""One thing to search for: a vector, or a text for fields that texts become vectors of."""

DEFAULT_LIMIT = 10


@dataclass(frozen=True, slots=True)
class _Target:
    """What is searched for, and how."""

    queries: tuple[Query, ...] = ()
    params: Mapping[str, float] | None = None
    group_field: str = ""
    group_size: int | None = None
    strict_group_size: bool | None = None


class Searching(Readable[M]):
    """A search of one vector field."""

    __slots__ = ("column", "target")

    def __init__(self, column: Vector[M]) -> None:
        if not isinstance(column, Vector):  # pyright: ignore[reportUnnecessaryIsInstance]
            raise ParamError(message=f"search() takes a vector field of a model, not {column!r}")
        super().__init__(column.owner)
        self.column = column
        self.target = _Target()

    def params(
        self,
        *,
        nprobe: int | None = None,
        ef: int | None = None,
        search_list: int | None = None,
        reorder_k: int | None = None,
        level: int | None = None,
        drop_ratio_search: float | None = None,
    ) -> Self:
        """Parameters of the index type: more work for more recall.

        Args:
            nprobe: IVF types and SCANN: clusters that are searched, 1 to `nlist`.
            ef: HNSW: candidates that are kept, from the limit to 32,768.
            search_list: DISKANN: candidates that are kept, from the limit to 65,535.
            reorder_k: SCANN: candidates that are compared again by their raw vectors.
            level: AUTOINDEX: 1 (fastest) to 10 (best recall).
            drop_ratio_search: Sparse types: share of the smallest values of the query that is ignored, 0 to 1.

        Raises:
            ParamError: If the index of the field is of a type that does not read the parameter.
        """
        given = {
            "nprobe": nprobe, "ef": ef, "search_list": search_list, "reorder_k": reorder_k, "level": level,
            "drop_ratio_search": drop_ratio_search,
        }  # fmt: skip
        chosen = {name: value for name, value in given.items() if value is not None}
        index = index_of(self.model, self.column.name)
        known = search_params(index.index_type)
        for name in chosen:
            if name not in known:
                readable = ", ".join(sorted(known)) or "none"
                raise ParamError(
                    message=f"{self._where_is()}: an index of type {index.index_type} does not read {name}",
                    hint=f"its search parameters: {readable}",
                )
        return self._aimed(replace(self.target, params={**(self.target.params or {}), **chosen}))

    def within(self, *, radius: float, range_filter: float | None = None) -> Self:
        """Only rows whose score lies in a range.

        Args:
            radius: The worst score: the largest distance (L2, HAMMING, JACCARD) or smallest similarity (IP, COSINE).
            range_filter: The best score: rows that are nearer or more similar are left out.

        Raises:
            ParamError: If the bounds exclude each other.
        """
        index = index_of(self.model, self.column.name)
        if range_filter is not None:
            nearer_is_less = index.metric_type in {"L2", "HAMMING", "JACCARD"}
            if (range_filter >= radius) if nearer_is_less else (range_filter <= radius):
                raise ParamError(
                    message=f"within(radius={radius}, range_filter={range_filter}): no score of metric "
                    f"{index.metric_type} is between them",
                    hint="radius is the worst score, range_filter the best",
                )
        bounds = {"radius": radius} if range_filter is None else {"radius": radius, "range_filter": range_filter}
        return self._aimed(replace(self.target, params={**(self.target.params or {}), **bounds}))

    @property
    def has_range(self) -> bool:
        """Whether `within()` was said."""
        return "radius" in (self.target.params or {})

    def group_by(self, column: Expression, *, size: int | None = None, strict: bool | None = None) -> Self:
        """At most `size` hits (1 unless told otherwise) for each value of a scalar field; `limit` counts groups.

        Args:
            column: A declared scalar field.
            size: Hits of each group (Milvus 2.5).
            strict: Whether groups are filled to their size where possible, at the cost of speed.
        """
        ref = column.ref
        if not isinstance(ref, FieldRef) or ref.data_type in {DataType.JSON, DataType.ARRAY} or ref.data_type.is_vector:
            raise ParamError(message=f"group_by({column}): give a declared scalar field")
        target = replace(self.target, group_field=ref.name, group_size=size, strict_group_size=strict)
        return self._aimed(target)

    def build(self, capabilities: Capabilities) -> SearchSpec:
        """What is sent to an engine. Texts are embedded here, where the field has an embedder.

        Raises:
            Unsupported: If the engine cannot do it; nothing was sent.
            ParamError: If nothing is searched for.
            DataNotMatchException: If a query is of another kind or dimension than the field.
        """
        return self.build_with(capabilities, self._vectors())

    def build_with(self, capabilities: Capabilities, vectors: Vectors) -> SearchSpec:
        """What is sent to an engine, with query vectors that are packed already."""
        if self.target.group_field:
            capabilities.require(Feature.GROUP_BY)
        return SearchSpec(
            collection=self.collection,
            field=self.column.name,
            vectors=vectors,
            limit=DEFAULT_LIMIT if self.parts.limit is None else self.parts.limit,
            offset=self.parts.offset or 0,
            filter=self.filter(capabilities),
            metric_type=index_of(self.model, self.column.name).metric_type,
            params=dict(self.target.params or {}),
            extra=self._extra(),
            options=self.options,
        )

    def compile(self, capabilities: Capabilities) -> str:
        """What is sent to an engine, as text; query vectors are left out and texts are not embedded."""
        spec = self.build_with(capabilities, Vectors(type=DataType.NONE, values=()))
        return (
            f"search {spec.collection}.{spec.field} queries={len(self.target.queries)} metric={spec.metric_type} "
            f"filter={spec.filter!r} limit={spec.limit} offset={spec.offset} params={spec.params} extra={spec.extra} "
            f"output_fields={list(spec.options.output_fields)}"
        )

    def __str__(self) -> str:
        near = ", ".join(_query_text(query) for query in self.target.queries)
        return f"search {self._where_is()} near {near}{self._where_text()}{self._tail_text()}"

    def _aimed(self, target: _Target) -> Self:
        changed = self.with_parts(self.parts)
        changed.target = target
        return changed

    def _where_is(self) -> str:
        return f"{self.model.__name__}.{self.column.name}"

    def _extra(self) -> dict[str, str]:
        target = self.target
        extra = {"group_by_field": render_name(target.group_field)} if target.group_field else {}
        if target.group_size is not None:
            extra["group_size"] = str(target.group_size)
        if target.strict_group_size is not None:
            extra["strict_group_size"] = str(target.strict_group_size).lower()
        return extra

    def _vectors(self) -> Vectors:
        queries = list(self.target.queries)
        if not queries:
            raise ParamError(message=f"search({self._where_is()}) searches for nothing", hint="add .near(...)")
        plan = self.model.__plans__[self.column.name]
        texts = [query for query in queries if isinstance(query, str)]
        if not texts:
            return _packed(plan, queries)
        if len(texts) < len(queries):
            raise ParamError(message=f"search({self._where_is()}): queries are all texts or all vectors")
        if plan.declared.function is not None:
            values = pack_queries(texts, data_type=DataType.VARCHAR, dim=None, field=plan.name)
            return Vectors(type=DataType.VARCHAR, values=values)
        if plan.declared.embed is None:
            raise ParamError(
                message=f"{self._where_is()} has no embedder: a text cannot be searched for",
                hint='declare vector(..., embed=Embed("name", source="field")), or give a vector',
            )
        return _packed(plan, embed_texts(plan.declared.embed, texts, dim=plan.spec.dim or 0, field=plan.name))


class Search(Searching[M]):
    """A search for one vector or text. Made by `search()`."""

    __slots__ = ()

    def near(self, query: Query) -> Self:
        """What to search for: a vector, or a text where the field has an embedder or a BM25 function.

        Raises:
            ParamError: If it is a list of queries.
        """
        if _is_many(query):
            raise ParamError(message="near() takes one vector or text", hint="near_all([...]) takes several")
        return self._aimed(replace(self.target, queries=(query,)))

    def near_all(self, queries: "Sequence[Query] | NDArray[Any]") -> "SearchAll[M]":
        """Several vectors or texts in one request; there is a list of hits for each.

        Args:
            queries: A list of vectors or texts, or an array of shape (n, dim).
        """
        if isinstance(queries, str | bytes | Mapping) or not _is_many(queries):
            raise ParamError(message="near_all() takes a list of vectors or texts", hint="near(...) takes one")
        several = SearchAll(self.column)
        several.parts = self.parts
        several.target = replace(self.target, queries=tuple(queries))
        return several


class SearchAll(Searching[M]):
    """A search for several vectors or texts at once. Made by `search(...).near_all(...)`."""

    __slots__ = ()


def search(column: Vector[M]) -> Search[M]:
    """The nearest rows by a vector field: `search(Doc.dense).near("what is a vector?").limit(5)`."""
    return Search(column)


def index_of(model: type[Model], field: str) -> IndexSpec:
    """The declared index of a vector field."""
    return next(index for index in model.__indexes__ if index.field == field)


def _packed(plan: FieldPlan, queries: Any) -> Vectors:
    values = pack_queries(queries, data_type=plan.spec.data_type, dim=plan.spec.dim, field=plan.name)
    return Vectors(type=plan.spec.data_type, values=values)


def _is_many(query: object) -> bool:
    """Whether this is a list of queries and not one."""
    if isinstance(query, np.ndarray):
        return query.ndim == 2
    if isinstance(query, str | bytes | Mapping) or not isinstance(query, Sequence):
        return False
    items = cast("Sequence[object]", query)
    return bool(items) and not isinstance(items[0], int | float | np.number)


def _query_text(query: Query) -> str:
    if isinstance(query, str):
        return repr(query)
    return f"<sparse[{len(query)}]>" if isinstance(query, Mapping) else f"<vector[{len(query)}]>"
