"""`search(Doc.dense)`: the nearest rows to a vector or a text."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from functools import cached_property
from typing import Any, TypeVar, cast, overload

from numpy.typing import NDArray
from typing_extensions import Self, override

from vectorm.enums import DataType
from vectorm.errors import ParamError
from vectorm.expr.columns import Column, Vector
from vectorm.expr.expression import Expression
from vectorm.expr.literal import render_name
from vectorm.expr.node import Condition
from vectorm.expr.operand import FieldRef
from vectorm.expr.struct_array import VectorList
from vectorm.model.base import Model
from vectorm.model.checks import FieldPlan
from vectorm.model.key import Key, python_keys, stored_keys
from vectorm.model.struct_array import vector_plan
from vectorm.query.base import EVERY_ROW, Readable, check_count
from vectorm.query.chain import Chain, chain_spec
from vectorm.query.params import check_params, check_window
from vectorm.query.rank import Ranked, ScoreRanker
from vectorm.query.target import (
    Aggregation,
    Highlighter,
    ListQuery,
    Query,
    Target,
    aggregation_spec,
    highlighter_spec,
    is_many,
    pack_target,
)
from vectorm.spec.capabilities import Capabilities, Engine
from vectorm.spec.feature import Feature
from vectorm.spec.function_chain import FunctionChainSpec
from vectorm.spec.index import IndexSpec
from vectorm.spec.read import NO_VECTORS, SearchSpec, Vectors

M = TypeVar("M", bound=Model)

DEFAULT_LIMIT = 10


class Searching(Readable[M]):
    """A search of one vector field."""

    def __init__(self, column: Vector[M]) -> None:
        if not isinstance(column, Vector):  # pyright: ignore[reportUnnecessaryIsInstance]
            raise ParamError(message=f"search() takes a vector field of a model, not {column!r}")
        super().__init__(column.owner)
        self.column = column
        self.target = Target()

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
            reorder_k: SCANN: candidates that are compared again by their raw vectors, from the limit.
            level: AUTOINDEX: 1 (fastest) to 10 (best recall).
            drop_ratio_search: Sparse types: share of the smallest values of the query that is ignored, 0 to below 1.

        Raises:
            ParamError: If the index of the field is of a type that does not read the parameter, or a value is out of
                its range.
        """
        given = {
            "nprobe": nprobe, "ef": ef, "search_list": search_list, "reorder_k": reorder_k, "level": level,
            "drop_ratio_search": drop_ratio_search,
        }  # fmt: skip
        chosen = {name: value for name, value in given.items() if value is not None}
        check_params(self.where_is, self.index, chosen)
        return self.aimed(replace(self.target, params={**self.target.params, **chosen}))

    def within(self, *, radius: float, range_filter: float | None = None) -> Self:
        """Only rows whose score lies in a range.

        Args:
            radius: The worst score: the largest distance (L2, HAMMING, JACCARD) or smallest similarity (IP, COSINE).
            range_filter: The best score: rows that are nearer or more similar are left out.

        Raises:
            ParamError: If the bounds exclude each other.
        """
        index = self.index
        if isinstance(self.column, VectorList):
            raise ParamError(message=f"{self.where_is}: Milvus has no range search of vectors in structs")
        if range_filter is not None:
            nearer_is_less = index.metric_type in {"L2", "HAMMING", "JACCARD"}
            if (range_filter >= radius) if nearer_is_less else (range_filter <= radius):
                raise ParamError(
                    message=f"within(radius={radius}, range_filter={range_filter}): no score of metric "
                    f"{index.metric_type} is between them",
                    hint="radius is the worst score, range_filter the best",
                )
        bounds = {"radius": radius} if range_filter is None else {"radius": radius, "range_filter": range_filter}
        return self.aimed(replace(self.target, params={**self.target.params, **bounds}))

    def group_by(self, column: Expression, *, size: int | None = None, strict: bool | None = None) -> Self:
        """At most `size` hits (1 unless told otherwise) for each value of a scalar field; `limit` counts groups.

        Args:
            column: A declared scalar field.
            size: Hits of each group, from 1 (Milvus 2.5).
            strict: Whether groups are filled to their size where possible, at the cost of speed.
        """
        ref = column.ref
        if not isinstance(ref, FieldRef) or ref.data_type in {DataType.JSON, DataType.ARRAY} or ref.data_type.is_vector:
            raise ParamError(message=f"group_by({column}): give a declared scalar field")
        extra = {"group_by_field": render_name(ref.name)}
        if size is not None:
            check_count("group_by size", size, least=1)
            extra["group_size"] = str(size)
        if strict is not None:
            extra["strict_group_size"] = str(strict).lower()
        kept = {name: value for name, value in self.target.extra.items() if name not in _OF_GROUPS}
        return self.aimed(replace(self.target, extra={**kept, **extra}))

    def rerank(self, ranker: ScoreRanker | Chain) -> Self:
        """Score the hits anew, on the server: by `decay`, `boost`, `boosts`, `model_ranker` or a `FunctionChain`.

        Milvus Lite ranks the nearest ten times `limit` rows anew; Milvus those that each segment finds.

        Raises:
            ParamError: It is no ranker of one search, or names a column that the model does not have.
        """
        if isinstance(ranker, Chain):
            return self.aimed(replace(self.target, ranker=chain_spec(self.model, ranker)))
        if not isinstance(ranker, ScoreRanker):  # pyright: ignore[reportUnnecessaryIsInstance]
            hint = "decay, boost, boosts, model_ranker or a FunctionChain; rrf and weighted merge searches of hybrid()"
            raise ParamError(message=f"a search cannot be ranked by {ranker!r}", hint=hint)
        return self.aimed(replace(self.target, ranker=ranker))

    def highlight(self, highlighter: Highlighter) -> Self:
        """Mark what was found in the texts of the hits: `LexicalHighlighter(...)`, `SemanticHighlighter(...)`.

        The marked pieces are `hit.highlight` (Milvus 2.6).

        Raises:
            ParamError: It is no highlighter, or names a field that the model does not have.
        """
        return self.aimed(replace(self.target, highlighter=highlighter_spec(self.model, highlighter)))

    def aggregate(self, aggregation: Aggregation) -> Self:
        """Count the hits by the values of fields: `SearchAggregation(["topic"], 10)` gives `hits.buckets` (Milvus 3.0).

        Raises:
            ParamError: It is no aggregation, or names a field that the model does not have.
        """
        return self.aimed(replace(self.target, aggregation=aggregation_spec(self.model, aggregation)))

    def round_decimal(self, places: int) -> Self:
        """Scores with so many decimal places, 0 to 6.

        Raises:
            ParamError: Another number.
        """
        if places not in range(7):
            raise ParamError(message=f"round_decimal({places!r}): give a whole number from 0 to 6")
        return self._with_extra("round_decimal", str(places))

    def ignore_growing(self) -> Self:
        """Leave out rows that are not in sealed segments yet: faster, and blind for the newest. Lite has them all."""
        return self._with_extra("ignore_growing", "true")

    def hints(self, hints: str) -> Self:
        """How the engine should search, such as `iterative_filter` (Milvus 2.5). Others do as they see fit."""
        return self._with_extra("hints", hints)

    @property
    def has_range(self) -> bool:
        """Whether `within()` was said."""
        return "radius" in self.target.params

    @cached_property
    def plan(self) -> FieldPlan:
        """The field that is searched."""
        return vector_plan(self.model, self.column.name)

    @cached_property
    def index(self) -> IndexSpec:
        """The declared index of the field."""
        return next(index for index in self.model.__indexes__ if index.field == self.column.name)

    @property
    def where_is(self) -> str:
        """Model and field, for messages."""
        return f"{self.model.__name__}.{self.column.name}"

    @property
    def left_out(self) -> Condition:
        """What hits meet, where the rows that are searched by are not to be among them."""
        if not self.target.leaves_out:
            return EVERY_ROW
        key = cast("Column[Key]", self.model.__columns__[self.model.__spec__.primary.name])
        return key.not_in(python_keys(self.model, self.target.asked))

    def build(self, capabilities: Capabilities) -> SearchSpec:
        """What is sent to an engine. Texts are embedded here, where the field has an embedder.

        Raises:
            Unsupported: If the engine cannot do it; nothing was sent.
            ParamError: If nothing is searched for, or more hits are asked for than Milvus answers.
            DataNotMatchException: If a query is of another kind or dimension than the field.
        """
        if self.target.keys:
            return self.build_with(capabilities, NO_VECTORS)
        return self.build_with(capabilities, pack_target(self.where_is, self.plan, self.target))

    def build_with(self, capabilities: Capabilities, vectors: Vectors) -> SearchSpec:
        """What is sent to an engine, with query vectors that are packed already."""
        target, ranker = self.target, self.target.ranker
        if "group_by_field" in target.extra:
            capabilities.require(Feature.GROUP_BY)
        limit = DEFAULT_LIMIT if self.parts.limit is None else self.parts.limit
        if capabilities.engine is Engine.MILVUS:
            check_window(limit, self.parts.offset or 0)
        chains = (ranker,) if isinstance(ranker, FunctionChainSpec) else ()
        score = None
        if isinstance(ranker, ScoreRanker):
            score = ranker.build(Ranked(self.model, capabilities, target.texts))
        return SearchSpec(
            collection=self.collection,
            field=self.column.name,
            vectors=vectors,
            ids=cast("tuple[int, ...] | tuple[str, ...]", tuple(target.asked)),
            limit=limit,
            offset=self.parts.offset or 0,
            filter=(self.where(self.left_out) if target.leaves_out else self).filter(capabilities),
            metric_type=self.index.metric_type,
            params=dict(target.params),
            extra=dict(target.extra),
            options=self.options,
            function_score=score,
            chains=chains,
            highlighter=target.highlighter,
            aggregation=target.aggregation,
        )

    def compile(self, capabilities: Capabilities) -> str:
        """What is sent to an engine, as text; query vectors are left out and texts are not embedded."""
        spec = self.build_with(capabilities, NO_VECTORS)
        return (
            f"search {spec.collection}.{spec.field} queries={len(self.target.queries or self.target.asked)} "
            f"metric={spec.metric_type} filter={spec.filter!r} limit={spec.limit} offset={spec.offset} "
            f"params={spec.params} extra={spec.extra} output_fields={list(spec.options.output_fields)}"
            f"{self._ranker_text()}"
        )

    def searching_with(self, queries: Sequence[Query]) -> Self:
        """The search by stored rows with their vectors (or texts), one for each of `target.asked`."""
        changed = self.where(self.left_out)
        return changed.aimed(replace(self.target, queries=tuple(queries), keys=(), leaves_out=False))

    def aimed(self, target: Target) -> Self:
        """The statement with another target."""
        changed = self.with_parts(self.parts)
        changed.target = target
        return changed

    def __str__(self) -> str:
        return f"search {self.where_is} near {self.target}{self._where_text()}{self._tail_text()}{self._ranker_text()}"

    def _with_extra(self, name: str, value: str) -> Self:
        return self.aimed(replace(self.target, extra={**self.target.extra, name: value}))

    def _ranker_text(self) -> str:
        ranker = self.target.ranker
        if ranker is None:
            return ""
        name = f"chain {ranker.name}".rstrip() if isinstance(ranker, FunctionChainSpec) else str(ranker)
        return f" ranked by {name}"


class Search(Searching[M]):
    """A search for one vector, text or stored row. Made by `search()`."""

    def near(self, query: Query) -> Self:
        """What to search for: a vector, or a text where the field has an embedder or a BM25 function.

        Raises:
            ParamError: If it is a list of queries.
        """
        in_structs = isinstance(self.column, VectorList)
        if is_many(query) is not in_structs:
            told = f"near() takes {'a list of vectors' if in_structs else 'one vector or text'}"
            raise ParamError(message=told, hint="near_all([...]) takes several")
        return self.aimed(replace(self.target, queries=(query,), keys=(), leaves_out=False))

    def near_all(self, queries: "Sequence[Query] | NDArray[Any]") -> "SearchAll[M]":
        """Several vectors or texts in one request; there is a list of hits for each.

        Args:
            queries: A list of vectors or texts, or an array of shape (n, dim).
        """
        if isinstance(queries, str | bytes | Mapping) or not is_many(queries):
            raise ParamError(message="near_all() takes a list of vectors or texts", hint="near(...) takes one")
        return self._several(replace(self.target, queries=tuple(queries), keys=(), leaves_out=False))

    def near_key(self, key: Key, *, leave_out: bool = False) -> Self:
        """Search with the vector of a stored row, as a session may read it.

        Milvus 3.0 and newer look it up by themselves. Elsewhere, in a session with a scope, and in `hybrid()`, the
        vector is read first, in the statement's consistency; where Milvus computes it (BM25), the text that it is
        computed from.

        Args:
            key: Primary key. One that is not stored raises `NoResultFound` when the search runs.
            leave_out: Whether the row itself is left out of the hits.

        Raises:
            ParamError: The key is of another type than its field.
        """
        return self.aimed(self._of_keys([key], leave_out=leave_out))

    def near_object(self, obj: M, *, leave_out: bool = False) -> Self:
        """Search with the stored vector of an object, as `near_key`.

        Raises:
            ParamError: If it is of another model, or has no key yet.
        """
        if not isinstance(obj, self.model):  # pyright: ignore[reportUnnecessaryIsInstance]
            raise ParamError(message=f"near_object() takes a {self.model.__name__}, not {type(obj).__name__}")
        key: Key | None = vars(obj).get(self.model.__spec__.primary.name)
        if key is None:
            raise ParamError(message=f"this {self.model.__name__} has no key yet", hint="flush the session first")
        return self.near_key(key, leave_out=leave_out)

    def near_keys(self, keys: Sequence[Key], *, leave_out: bool = False) -> "SearchAll[M]":
        """Search with the vectors of several stored rows, as `near_key`; there is a list of hits for each key.

        With `leave_out` all of these rows are left out of all the lists.
        """
        if not keys:
            raise ParamError(message="near_keys() takes one key or more")
        return self._several(self._of_keys(keys, leave_out=leave_out))

    def _of_keys(self, keys: Sequence[Key], *, leave_out: bool) -> Target:
        if isinstance(self.column, VectorList):
            raise ParamError(message=f"{self.where_is} holds lists of vectors: give one with near([...])")
        return replace(self.target, queries=(), keys=tuple(stored_keys(self.model, keys)), leaves_out=leave_out)

    def _several(self, target: Target) -> "SearchAll[M]":
        several = SearchAll(self.column)
        several.parts = self.parts
        several.target = target
        return several


class ListSearch(Search[M]):
    """A search for a list of vectors, in structs. Made by `search(Doc.structs[Struct.field])`."""

    @override
    def near(self, query: ListQuery) -> Self:
        """What to search for: several vectors that are one query, as a list of them or an array of shape (n, dim)."""
        return super().near(cast("Query", query))

    @override
    def near_all(self, queries: Sequence[ListQuery] | NDArray[Any]) -> "SearchAll[M]":
        """Several lists of vectors in one request; there is a list of hits for each."""
        return super().near_all(cast("Sequence[Query]", queries))


class SearchAll(Searching[M]):
    """A search for several vectors, texts or stored rows at once. Made by `search(...).near_all(...)`."""


@overload
def search(column: VectorList[M]) -> ListSearch[M]: ...
@overload
def search(column: Vector[M]) -> Search[M]: ...
def search(column: Vector[M]) -> Search[M]:
    """The nearest rows by a vector field: `search(Doc.dense).near("what is a vector?").limit(5)`.

    In structs: `search(Doc.passages[Passage.dense]).near([vector, ...])` finds the lists nearest to a list as a whole.
    """
    return ListSearch(column) if isinstance(column, VectorList) else Search(column)


_OF_GROUPS = frozenset({"group_by_field", "group_size", "strict_group_size"})
