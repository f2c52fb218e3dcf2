"""Rankers: hits of a search scored anew, and those of several searches merged into one list.

https://milvus.io/docs/reranking.md. A ranker is sent with the search and runs on the server.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import field
from datetime import datetime, time, timedelta
from decimal import Decimal
from typing import Any, Literal, TypeAlias, TypeVar, overload

from vectorm.enums import DataType, FunctionType
from vectorm.errors import ParamError
from vectorm.expr.columns import Number, Ordered, Text
from vectorm.expr.node import Condition
from vectorm.expr.operand import FieldRef
from vectorm.expr.render import render_filter
from vectorm.model.adapters import find_adapter
from vectorm.model.base import Model
from vectorm.query.base import check_condition, check_owner
from vectorm.query.dialect import dialect_of
from vectorm.records import dataclass
from vectorm.spec.capabilities import Capabilities
from vectorm.spec.function import FunctionSpec
from vectorm.spec.function_chain import ChainValue
from vectorm.spec.read import FunctionScoreSpec, RankerSpec
from vectorm.wire.params import text

Curve: TypeAlias = Literal["gauss", "exp", "linear"]
Mode: TypeAlias = Literal["multiply", "sum"]

_Measure = TypeVar("_Measure", Decimal, timedelta)

MOST_K = 16_383
"""Milvus takes 0 < k < 16,384 in a reciprocal rank fusion."""

_NUMBERS = frozenset({DataType.INT8, DataType.INT16, DataType.INT32, DataType.INT64, DataType.FLOAT, DataType.DOUBLE})


@dataclass(frozen=True, slots=True)
class Ranked:
    """What is ranked: rows of a model that an engine found, by these texts if the search has texts."""

    model: type[Model]
    capabilities: Capabilities
    texts: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class RRF:
    """Reciprocal rank fusion: a hit counts 1 / (k + its rank) in each search. Made by `rrf()`."""

    k: int = 60

    def build(self, searches: int) -> RankerSpec:  # noqa: ARG002
        """The description of the ranker."""
        return RankerSpec(strategy="rrf", params={"k": self.k})

    def __str__(self) -> str:
        return f"rrf k={self.k}"


@dataclass(frozen=True, slots=True)
class Weighted:
    """Weighted sum of the scores of each search, brought to 0 to 1. Made by `weighted()`."""

    weights: tuple[float, ...]

    def build(self, searches: int) -> RankerSpec:
        """The description of the ranker.

        Raises:
            ParamError: If there is not one weight for each search.
        """
        if len(self.weights) != searches:
            raise ParamError(message=f"weighted() has {len(self.weights)} weights for {searches} searches")
        return RankerSpec(strategy="weighted", params={"weights": list(self.weights), "norm_score": True})

    def __str__(self) -> str:
        return f"weighted {', '.join(map(str, self.weights))}"


@dataclass(frozen=True, slots=True)
class Decay:
    """Hits count less the further a number of theirs is from an origin. Made by `decay()`."""

    column: FieldRef
    curve: Curve
    origin: float
    scale: float
    offset: float
    decay: float

    def build(self, ranked: Ranked) -> FunctionScoreSpec:
        """The ranker as a function."""
        check_owner(ranked.model, self.column)
        params = {
            "reranker": "decay", "function": self.curve, "origin": self.origin, "scale": self.scale,
            "offset": self.offset, "decay": self.decay,
        }  # fmt: skip
        return FunctionScoreSpec(functions=(_function("decay", params, self.column.name),))

    def __str__(self) -> str:
        return f"decay {self.column} by {self.curve} from {self.origin} scale {self.scale}"


@dataclass(frozen=True, slots=True)
class RandomScore:
    """A random factor from 0 to 1 for each hit, the same for the same seed. Made by `random_score()`."""

    seed: int
    by: FieldRef | None = None


@dataclass(frozen=True, slots=True)
class Boost:
    """The score of hits that meet a condition is multiplied. Made by `boost()`."""

    weight: float
    condition: Condition | None = None
    random: RandomScore | None = None

    def build(self, ranked: Ranked) -> FunctionScoreSpec:
        """The ranker as a function."""
        return boosts(self).build(ranked)

    def function(self, ranked: Ranked, name: str) -> FunctionSpec:
        """The ranker as one of several functions.

        Raises:
            FilterError: The condition is about another model.
            Unsupported: The engine lacks a form of the condition.
        """
        params: dict[str, ChainValue] = {"reranker": "boost", "weight": self.weight}
        if self.condition is not None:
            check_condition(ranked.model, self.condition)
            key = ranked.model.__spec__.primary.name
            params["filter"] = render_filter(self.condition, dialect_of(ranked.capabilities), key=key)
        if self.random is not None:
            by = self.random.by
            if by is not None:
                check_owner(ranked.model, by)
            params["random_score"] = {"seed": self.random.seed, **({} if by is None else {"field": by.name})}
        return _function(name, {key: value for key, value in params.items() if value != ""})

    def __str__(self) -> str:
        where = "" if self.condition is None else f"{self.condition} "
        return f"boost {where}by {self.weight}{'' if self.random is None else ' at random'}"


@dataclass(frozen=True, slots=True)
class Boosts:
    """Several boosts, and how their weights are put together. Made by `boosts()`."""

    parts: tuple[Boost, ...]
    boost_mode: Mode = "multiply"
    function_mode: Mode = "multiply"

    def build(self, ranked: Ranked) -> FunctionScoreSpec:
        """The rankers as functions."""
        functions = tuple(part.function(ranked, f"boost_{number}") for number, part in enumerate(self.parts))
        params = {"boost_mode": self.boost_mode.capitalize(), "function_mode": self.function_mode.capitalize()}
        return FunctionScoreSpec(functions=functions, params=params if len(functions) > 1 else {})

    def __str__(self) -> str:
        return ", ".join(map(str, self.parts))


@dataclass(frozen=True, slots=True)
class ModelRanker:
    """A model of a provider says how well each text fits. Made by `model_ranker()`."""

    column: FieldRef
    provider: str
    queries: tuple[str, ...] = ()
    options: Mapping[str, ChainValue] = field(default_factory=dict[str, ChainValue], repr=False)

    def build(self, ranked: Ranked) -> FunctionScoreSpec:
        """The ranker as a function.

        Raises:
            ParamError: It has no queries, and what is searched for is no text.
        """
        check_owner(ranked.model, self.column)
        queries = self.queries or ranked.texts
        if not queries:
            raise ParamError(
                message=f"model_ranker({self.column}): the search is not by text",
                hint='say what the texts are compared with: queries=["..."]',
            )
        params = {"reranker": "model", "provider": self.provider, "queries": list(queries), **self.options}
        return FunctionScoreSpec(functions=(_function("model", params, self.column.name),))

    def __str__(self) -> str:
        return f"a model of {self.provider} on {self.column}"


ScoreRanker: TypeAlias = Decay | Boost | Boosts | ModelRanker
"""Scores the hits of one search anew."""

Ranker: TypeAlias = RRF | Weighted | Decay | ModelRanker
"""Merges the hits of several searches."""


def rrf(k: int = 60) -> RRF:
    """Merge by rank: robust where scores of the searches are not comparable.

    Args:
        k: Smoothing, 1 to 16,383; 60 is the value of the paper that introduced it.
    """
    if not 0 < k <= MOST_K:
        raise ParamError(message=f"rrf(k={k}): k is from 1 to 16,383")
    return RRF(k)


def weighted(*weights: float) -> Weighted:
    """Merge by score.

    Args:
        weights: One for each search, 0 to 1.
    """
    if not weights or not all(0 <= weight <= 1 for weight in weights):
        raise ParamError(message=f"weighted{weights}: give one weight from 0 to 1 for each search")
    return Weighted(weights)


@overload
def decay(
    column: Number[int] | Number[float],
    *,
    origin: float,
    scale: float,
    offset: float = 0,
    decay: float = 0.5,
    curve: Curve = "gauss",
) -> Decay: ...
@overload
def decay(
    column: Ordered[datetime],
    *,
    origin: datetime,
    scale: timedelta,
    offset: timedelta = ...,
    decay: float = 0.5,
    curve: Curve = "gauss",
) -> Decay: ...
@overload
def decay(
    column: Ordered[_Measure],
    *,
    origin: _Measure,
    scale: _Measure,
    offset: _Measure = ...,
    decay: float = 0.5,
    curve: Curve = "gauss",
) -> Decay: ...
def decay(
    column: Number[int] | Number[float] | Ordered[datetime] | Ordered[_Measure],
    *,
    origin: float | datetime | _Measure,
    scale: float | timedelta | _Measure,
    offset: float | timedelta | _Measure = 0,
    decay: float = 0.5,
    curve: Curve = "gauss",
) -> Decay:
    """Hits count less the further a number is from an origin: a score times 1 there, times `decay` at `scale`.

    Args:
        column: A number, or what is stored as a number: `Doc.year`, `Doc.price`, `Doc.created`.
        origin: Where a hit counts in full, as the field has it: a Decimal, a datetime (`scale` is a timedelta then).
        scale: How far from `origin` (and `offset`) it counts `decay`; above 0.
        offset: How far from `origin` it still counts in full.
        decay: What it counts at `scale`, between 0 and 1.
        curve: How it falls: `gauss`, `exp` (fast at first) or `linear` (to 0).

    Raises:
        ParamError: A column that holds no numbers, or a value that is not of its type or out of its range.
    """
    ref = column.ref
    if not isinstance(ref, FieldRef) or ref.data_type not in _NUMBERS:
        raise ParamError(message=f"decay({ref}): give a declared field of numbers")
    start, spread = _stored(ref, ref.store, origin), _stored(ref, _store_of_spans(ref), scale)
    flat = _stored(ref, _store_of_spans(ref), offset) if offset else 0
    for name, value, fits in (
        ("scale", scale, spread > 0), ("offset", offset, flat >= 0), ("decay", decay, 0 < decay < 1),
        ("curve", curve, curve in {"gauss", "exp", "linear"}),
    ):  # fmt: skip
        if not fits:
            hint = "scale > 0, offset >= 0, 0 < decay < 1, curve gauss, exp or linear"
            raise ParamError(message=f"decay({ref}): {name} is {value!r}", hint=hint)
    return Decay(ref, curve, start, spread, flat, decay)


def random_score(seed: int, by: Number[int] | Text | None = None) -> RandomScore:
    """A random factor from 0 to 1 for each hit: shuffles hits of like scores, for the same seed always alike.

    Args:
        seed: Which numbers are drawn.
        by: The field whose value draws the number; the key if None.

    Raises:
        ParamError: It is no declared field.
    """
    if by is None or isinstance(by.ref, FieldRef):
        return RandomScore(seed, by.ref if by is not None and isinstance(by.ref, FieldRef) else None)
    raise ParamError(message=f"random_score(by={by}): give a declared field")


def boost(condition: Condition | None = None, *, weight: float, random: RandomScore | None = None) -> Boost:
    """The score of hits that meet a condition is multiplied by `weight`.

    With COSINE and IP a weight above 1 lifts hits; with L2, where less is nearer, one below 1 does.

    Args:
        condition: Which hits; all of them if None: `boost(Doc.year > 2020, weight=1.5)`.
        weight: The factor.
        random: A further random factor.
    """
    return Boost(weight, condition, random)


def boosts(*parts: Boost, boost_mode: Mode = "multiply", function_mode: Mode = "multiply") -> Boosts:
    """Several boosts in one search.

    Args:
        parts: The boosts.
        boost_mode: How the score and the weights of the boosts are put together.
        function_mode: How the weights of several boosts for one hit are put together.

    Raises:
        ParamError: There are none, or a mode is unknown.
    """
    if not parts or not all(isinstance(part, Boost) for part in parts):  # pyright: ignore[reportUnnecessaryIsInstance]
        raise ParamError(message="boosts() takes boosts", hint="boosts(boost(...), boost(...))")
    if {boost_mode, function_mode} - {"multiply", "sum"}:
        raise ParamError(message=f"boosts(): {boost_mode!r}, {function_mode!r}", hint="modes are multiply and sum")
    return Boosts(parts, boost_mode, function_mode)


def model_ranker(
    column: Text,
    provider: str,
    *,
    queries: Sequence[str] = (),
    options: Mapping[str, ChainValue] | None = None,
) -> ModelRanker:
    """A model of a provider, which the server calls, says how well the text of each hit fits.

    Args:
        column: The text that is judged.
        provider: `tei`, `vllm`, `cohere`, `voyageai`, `siliconflow` or another that the server knows.
        queries: What the texts are compared with, one for each query of the search; what is searched for if empty.
        options: What the provider takes: `{"endpoint": "http://..."}`, `{"model_name": "rerank-2.5"}`. Keep keys in the
            server's configuration and name them by `credential`.

    Raises:
        ParamError: A column that is no declared field, or no provider.
    """
    ref = column.ref
    if not isinstance(ref, FieldRef) or ref.data_type is not DataType.VARCHAR or not provider:
        raise ParamError(message=f"model_ranker({ref}, {provider!r}): give a declared text field and a provider")
    return ModelRanker(ref, provider, tuple(queries), dict(options or {}))


def _function(name: str, params: Mapping[str, object], *inputs: str) -> FunctionSpec:
    told = {key: text(value) for key, value in params.items()}
    return FunctionSpec(name=name, type=FunctionType.RERANK, inputs=inputs, params=told)


def _store_of_spans(ref: FieldRef) -> Callable[[Any], Any] | None:
    """What stores a distance between two values of a field: of datetimes and times it is a timedelta."""
    stores = {kind: adapter.store for kind in (datetime, time, timedelta) if (adapter := find_adapter(kind))}
    is_time = ref.store is not None and ref.store in {stores[datetime], stores[time]}
    return stores[timedelta] if is_time else ref.store


def _stored(ref: FieldRef, store: Callable[[Any], Any] | None, value: object) -> float:
    """A value in the unit that a field of numbers is stored in.

    Raises:
        ParamError: It is not of the field's type.
    """
    stored: object = value
    if store is not None:
        try:
            stored = None if type(value) in {bool, int, float} else store(value)
        except (ArithmeticError, AttributeError, TypeError, ValueError):
            stored = None
    if isinstance(stored, bool) or not isinstance(stored, int | float):
        raise ParamError(message=f"decay({ref}): {value!r} is not of the type of the field's values")
    return stored
