"""What a search searches for: vectors, texts, or keys of stored rows."""

from collections.abc import Mapping, Sequence
from dataclasses import field
from typing import Any, Protocol, TypeAlias, cast, runtime_checkable

import numpy as np
from numpy.typing import NDArray

from vectorm.columns import queries as packing
from vectorm.enums import DataType, HighlightType
from vectorm.errors import ParamError
from vectorm.expr.keys import Key as StoredKey
from vectorm.model.base import Model
from vectorm.model.checks import FieldPlan
from vectorm.model.embed import embed_texts
from vectorm.query.rank import ScoreRanker
from vectorm.records import dataclass
from vectorm.spec.function_chain import FunctionChainSpec
from vectorm.spec.read import HighlighterSpec, Vectors
from vectorm.spec.search_aggregation import AggregationSpec
from vectorm.spec.struct_array import split_path
from vectorm.wire.params import text

Query: TypeAlias = str | bytes | NDArray[Any] | Sequence[float] | Mapping[int, float]
"""One thing to search for: a vector, or a text for fields that texts become vectors of."""

ListQuery: TypeAlias = Query | Sequence[NDArray[Any] | Sequence[float]]
"""Several vectors that are one thing to search for, in structs."""


@runtime_checkable
class Highlighter(Protocol):
    """A `LexicalHighlighter` or a `SemanticHighlighter`."""

    @property
    def type(self) -> HighlightType:
        """How it finds what it marks."""
        ...

    @property
    def params(self) -> Mapping[str, Any]:
        """What it was told."""
        ...


@runtime_checkable
class Aggregation(Protocol):
    """A `SearchAggregation`."""

    @property
    def spec(self) -> AggregationSpec:
        """Its levels of buckets."""
        ...


@dataclass(frozen=True, slots=True)
class Target:
    """What is searched for, and how.

    Attributes:
        keys: Stored keys of rows whose vectors are searched with, in the order asked for, in the place of `queries`.
        leaves_out: Whether the rows of these keys are left out of the hits.
        vectors: The vectors of the texts among the queries, where they are embedded already: shape (n, dim).
        params: Parameters of the index, and bounds of the score.
        extra: What stands beside them: groups, rounding, hints.
    """

    queries: tuple[Query, ...] = ()
    keys: tuple[StoredKey, ...] = ()
    leaves_out: bool = False
    vectors: NDArray[np.float32] | None = field(default=None, compare=False)
    params: Mapping[str, float] = field(default_factory=dict[str, float])
    extra: Mapping[str, str] = field(default_factory=dict[str, str])
    ranker: ScoreRanker | FunctionChainSpec | None = None
    highlighter: HighlighterSpec | None = None
    aggregation: AggregationSpec | None = None

    @property
    def asked(self) -> list[StoredKey]:
        """The keys as they are sent, each once and sorted: Milvus 2.6 answers in that order, whatever it was sent."""
        return sorted(set(self.keys))  # a model's keys are all int or all str

    @property
    def texts(self) -> tuple[str, ...]:
        """The texts that are searched for."""
        return tuple(query for query in self.queries if isinstance(query, str))

    def __str__(self) -> str:
        if self.keys:
            return f"key{'s' if len(self.keys) > 1 else ''} {', '.join(map(repr, self.keys))}"
        return ", ".join(map(_query_text, self.queries))


def pack_target(where: str, plan: FieldPlan, target: Target) -> Vectors:
    """The query vectors as they are sent. Texts are embedded here, where the field has an embedder.

    Args:
        where: Model and field, for messages.
        plan: The field.
        target: What is searched for.

    Raises:
        ParamError: Nothing is searched for, or a text in a field that texts do not become vectors of.
        DataNotMatchException: A query is of another kind or dimension than the field.
    """
    queries = list(target.queries)
    if not queries:
        raise ParamError(message=f"search({where}) searches for nothing", hint="add .near(...)")
    texts = list(target.texts)
    if split_path(plan.name) is not None:
        return Vectors(type=plan.spec.data_type, values=[_packed_list(plan, each) for each in queries], is_list=True)
    if not texts:
        return _packed(plan, queries)
    if len(texts) < len(queries):
        raise ParamError(message=f"search({where}): queries are all texts or all vectors")
    if plan.declared.function is not None:
        values = packing.pack_queries(texts, data_type=DataType.VARCHAR, dim=None, field=plan.name)
        return Vectors(type=DataType.VARCHAR, values=values)
    if plan.declared.embed is None:
        raise ParamError(
            message=f"{where} has no embedder: a text cannot be searched for",
            hint='declare vector(..., embed=Embed("name", source="field")), or give a vector',
        )
    if target.vectors is not None:
        return _packed(plan, target.vectors)
    return _packed(plan, embed_texts(plan.declared.embed, texts, dim=plan.spec.dim or 0, field=plan.name))


def highlighter_spec(model: type[Model], given: object) -> HighlighterSpec:
    """A highlighter as it is sent.

    Raises:
        ParamError: It is none, or names a field that the model does not have.
    """
    if not isinstance(given, Highlighter):
        raise ParamError(message=f"highlight({given!r})", hint="give a LexicalHighlighter or a SemanticHighlighter")
    queries = cast("Sequence[Mapping[str, str]]", given.params.get("highlight_query") or ())
    named = [*(query.get("field", "") for query in queries), *given.params.get("input_fields", ())]
    _check_fields(model, "highlight()", named)
    return HighlighterSpec(type=given.type, params={name: text(value) for name, value in given.params.items()})


def aggregation_spec(model: type[Model], given: object) -> AggregationSpec:
    """An aggregation as it is sent.

    Raises:
        ParamError: It is none, or names a field that the model does not have.
    """
    if not isinstance(given, Aggregation):
        raise ParamError(message=f"aggregate({given!r})", hint='give a SearchAggregation(["topic"], 10)')
    level: AggregationSpec | None = given.spec
    while level is not None:
        sorted_by = [name for name, _ in level.top_hits.sort] if level.top_hits else []
        metrics = [name for _, name in level.metrics.values() if name != "*"]
        own = {"_score", "_id"}
        _check_fields(model, "aggregate()", [*level.fields, *metrics, *(each for each in sorted_by if each not in own)])
        level = level.inner
    return given.spec


def is_many(query: object) -> bool:
    """Whether this is a list of queries and not one."""
    if isinstance(query, np.ndarray):
        return query.ndim == 2
    if isinstance(query, str | bytes | Mapping) or not isinstance(query, Sequence):
        return False
    items = cast("Sequence[object]", query)
    return bool(items) and not isinstance(items[0], int | float | np.number)


def _check_fields(model: type[Model], clause: str, names: Sequence[str]) -> None:
    for name in names:
        if name not in model.__plans__ and not model.__spec__.enable_dynamic_field:
            known = ", ".join(model.__plans__)
            raise ParamError(message=f"{clause}: {model.__name__} has no field {name!r}", hint=f"its fields: {known}")


def _packed_list(plan: FieldPlan, vectors: Any) -> bytes:
    """Several vectors that are one query."""
    return b"".join(_packed(plan, vectors).values)


def _packed(plan: FieldPlan, queries: Any) -> Vectors:
    values = packing.pack_queries(queries, data_type=plan.spec.data_type, dim=plan.spec.dim, field=plan.name)
    return Vectors(type=plan.spec.data_type, values=values)


def _query_text(query: Query) -> str:
    if isinstance(query, str):
        return repr(query)
    return f"<sparse[{len(query)}]>" if isinstance(query, Mapping) else f"<vector[{len(query)}]>"
