"""What statements have in common: a model, a filter, projection, paging."""

from functools import lru_cache
from typing import Generic, NamedTuple, Protocol, TypeVar, cast

from typing_extensions import Self

from vectorm.enums import ConsistencyLevel
from vectorm.errors import FilterError, ParamError
from vectorm.expr.compare import Compare
from vectorm.expr.expression import Expression, Order
from vectorm.expr.literal import DYNAMIC_FIELD
from vectorm.expr.node import Always, Condition, and_
from vectorm.expr.operand import FieldRef, Operand, PathRef, field_names
from vectorm.expr.render import is_comparisons, render_filter
from vectorm.expr.split import split_condition
from vectorm.expr.text import Analyzed
from vectorm.model.base import Model
from vectorm.model.meta import ModelMeta
from vectorm.ops import iterate
from vectorm.query.dialect import dialect_of
from vectorm.records import dataclass
from vectorm.spec.capabilities import Capabilities
from vectorm.spec.read import ReadOptions

M = TypeVar("M", bound=Model)
S = TypeVar("S")

EVERY_ROW = Always(value=True)


class Parts(NamedTuple):
    """What the clauses of a statement said. A tuple, for each clause makes another one.

    Attributes:
        fields: Output fields; None for all but vectors.
        deferred: Fields that are not among the output fields.
        with_vectors: Whether vectors are among the output fields.
        ignore_growing: Whether a select leaves out rows of growing segments.
        orders: What the rows of a select are ordered by; their keys, where there is nothing.
        collection: Name of the collection, where a connection has another one for the model's.
    """

    condition: Condition = EVERY_ROW
    fields: tuple[str, ...] | None = None
    deferred: tuple[str, ...] = ()
    with_vectors: bool = False
    partitions: tuple[str, ...] = ()
    consistency: ConsistencyLevel | None = None
    limit: int | None = None
    offset: int | None = None
    ignore_growing: bool = False
    orders: tuple[Order, ...] = ()
    collection: str = ""


NO_PARTS = Parts()


@dataclass(frozen=True, slots=True)
class Split(Generic[S]):
    """Statements about the same rows together, no row twice.

    Attributes:
        in_order: Whether the keys of each statement's rows come after those of the statements before.
    """

    statements: tuple[S, ...]
    in_order: bool = True


class Filtered(Generic[M]):
    """A statement about rows of a model that a filter chooses. Every clause returns a new statement."""

    def __init__(self, model: type[M]) -> None:
        check_model(model)
        self.model = model
        self.parts = NO_PARTS

    def where(self, *conditions: Condition) -> Self:
        """Only rows that meet all of the conditions, and those of earlier calls.

        Raises:
            FilterError: If a condition is none, or is about another model.
        """
        for condition in conditions:
            check_condition(self.model, condition)
        before = self.parts.condition
        both = and_(*conditions) if before is EVERY_ROW else and_(before, *conditions)
        return self.with_parts(Parts(both, *self.parts[1:]))  # in half the time of `_replace`

    def filter(self, capabilities: Capabilities) -> str:
        """The filter text for an engine.

        Raises:
            Unsupported: If the engine lacks a form.
        """
        condition = self.parts.condition
        key = self.model.__spec__.primary.name if isinstance(condition, Always) else ""
        return render_filter(condition, dialect_of(capabilities), key=key)

    @property
    def collection(self) -> str:
        """Name of the collection that is asked: the model's, unless a session has put in that of its connection."""
        return self.parts.collection or self.model.__spec__.name

    @property
    def most_keys(self) -> int:
        """Keys of one list: the rows of a page."""
        return iterate.LARGEST_PAGE

    def split(self) -> "Split[Self]":
        """The statements that are sent: one, unless a list is long."""
        condition = self.parts.condition
        if is_comparisons(condition):
            return Split((self,))
        conditions, in_order = split_condition(condition, self.model.__spec__.primary.name, self.most_keys)
        if len(conditions) == 1:
            return Split((self,))
        parts = tuple(self.with_parts(self.parts._replace(condition=condition)) for condition in conditions)
        return Split(parts, in_order)

    def with_parts(self, parts: Parts) -> Self:
        """The statement with other clauses."""
        changed = object.__new__(type(self))
        changed.__dict__ = self.__dict__.copy()
        changed.parts = parts
        return changed

    def __repr__(self) -> str:
        return f"<{type(self).__name__} {self}>"

    def _where_text(self) -> str:
        return "" if self.parts.condition == EVERY_ROW else f" where {self.parts.condition}"


class Reading(Filtered[M]):
    """A statement that reads."""

    def limit(self, count: int) -> Self:
        """At most so many rows."""
        check_count("limit", count, least=1)
        return self.with_parts(self.parts._replace(limit=count))

    def offset(self, count: int) -> Self:
        """Without the first rows. Milvus serves at most 16,384 rows of limit and offset together."""
        check_count("offset", count, least=0)
        return self.with_parts(self.parts._replace(offset=count))

    def partitions(self, *names: str) -> Self:
        """Only rows of these partitions."""
        return self.with_parts(self.parts._replace(partitions=names))

    def consistency(self, level: ConsistencyLevel | str) -> Self:
        """How fresh the rows are: "Strong", "Session", "Bounded" or "Eventually".

        Raises:
            ParamError: For another word.
        """
        return self.with_parts(self.parts._replace(consistency=_level(level)))

    def _tail_text(self) -> str:
        parts = self.parts
        texts = [
            f" order by {', '.join(map(str, parts.orders))}" if parts.orders else "",
            f" limit {parts.limit}" if parts.limit is not None else "",
            f" offset {parts.offset}" if parts.offset is not None else "",
            f" only {', '.join(parts.fields)}" if parts.fields else "",
            f" defer {', '.join(parts.deferred)}" if parts.deferred else "",
            " with vectors" if parts.with_vectors else "",
            f" partitions {', '.join(parts.partitions)}" if parts.partitions else "",
            f" consistency {parts.consistency.name.capitalize()}" if parts.consistency is not None else "",
        ]
        return "".join(texts)


class Readable(Reading[M]):
    """A statement that returns rows."""

    def only(self, *columns: Expression) -> Self:
        """Only these fields, and the key. Others have no value on the objects.

        Raises:
            ParamError: If a column is no field of the model, or one that the server does not give out; beside `defer`.
        """
        if self.parts.deferred:
            raise ParamError(message="only() and defer() exclude each other", hint="leave one out")
        names = dict.fromkeys([self.model.__spec__.primary.name, *(output_name(self.model, each) for each in columns)])
        return self.with_parts(self.parts._replace(fields=tuple(names)))

    def defer(self, *columns: Expression) -> Self:
        """Without these fields: objects come without them.

        Raises:
            ParamError: If a column is no field of the model, or its key; beside `only`.
        """
        if self.parts.fields is not None:
            raise ParamError(message="only() and defer() exclude each other", hint="leave one out")
        names = [_deferred_name(self.model, column) for column in columns]
        return self.with_parts(self.parts._replace(deferred=tuple(dict.fromkeys([*self.parts.deferred, *names]))))

    def with_vectors(self) -> Self:
        """Vectors too: without it, objects come without their vectors, unless `only()` names them."""
        return self.with_parts(self.parts._replace(with_vectors=True))

    @property
    def options(self) -> ReadOptions:
        """The common part of the request."""
        parts = self.parts
        return _options(
            self.model,  # pyright: ignore[reportArgumentType]  # a class has a hash
            parts.fields,
            parts.deferred,
            parts.with_vectors,
            parts.partitions,
            parts.consistency,
        )


@lru_cache(256)
def _options(
    model: type[Model],
    fields: tuple[str, ...] | None,
    deferred: tuple[str, ...],
    with_vectors: bool,
    partitions: tuple[str, ...],
    consistency: ConsistencyLevel | None,
) -> ReadOptions:
    """The options that most statements of a program share."""
    names = fields or output_fields(model, vectors=with_vectors)
    return ReadOptions(
        partitions=partitions,
        output_fields=tuple(name for name in names if name not in deferred),
        consistency=consistency,
    )


class _OutputFields(Protocol):
    def __call__(self, model: type[Model], *, vectors: bool) -> tuple[str, ...]: ...


def _output_fields(model: type[Model], *, vectors: bool) -> tuple[str, ...]:
    """The fields that are read unless a statement names others: all, with or without vectors (but those in structs).

    What a function computes (BM25) is never given out by the server. `$meta` holds the undeclared keys.
    """
    spec = model.__spec__
    names = [
        field.name
        for field in spec.fields
        if not field.is_function_output and (vectors or not field.data_type.is_vector)
    ]
    names += [struct.name for struct in spec.structs]
    return (*names, DYNAMIC_FIELD) if spec.enable_dynamic_field else tuple(names)


output_fields = cast("_OutputFields", lru_cache(256)(_output_fields))


def output_name(model: type[Model], column: Expression) -> str:
    """The output field of a column.

    Raises:
        ParamError: If it is no field of the model, or one that the server does not give out.
    """
    ref: Operand | None = getattr(column, "ref", None)
    if not isinstance(ref, FieldRef | PathRef):
        raise ParamError(message=f"{column} is no field of {model.__name__}", hint=f"write {model.__name__}.field")
    check_owner(model, ref)
    if isinstance(ref, PathRef):
        return str(ref.keys[0]) if ref.is_dynamic else ref.root
    if model.__plans__[ref.name].spec.is_function_output:
        raise ParamError(message=f"{model.__name__}.{ref.name} is computed by the server, which does not give it out")
    return ref.name


def _deferred_name(model: type[Model], column: Expression) -> str:
    ref: Operand | None = getattr(column, "ref", None)
    if not isinstance(ref, FieldRef):
        raise ParamError(message=f"defer({column}): give a whole field of {model.__name__}", hint="defer(Doc.body)")
    check_owner(model, ref)
    if ref.name == model.__spec__.primary.name:
        raise ParamError(message=f"defer({column}): objects are nothing without their key")
    return ref.name


def check_model(model: object) -> None:
    """Refuse what is no model with a collection.

    Raises:
        ParamError: If it is none.
    """
    if not (isinstance(model, ModelMeta) and "__spec__" in vars(model)):
        raise ParamError(message=f"{model!r} is no model with a collection", hint="give the class: select(Doc)")


def check_condition(model: type[Model], condition: object) -> None:
    """Refuse what is no condition on a model.

    Raises:
        FilterError: If it is none.
    """
    if isinstance(condition, Compare):  # most are, and of one field of the model, with nothing else to check
        ref = condition.left
        if isinstance(ref, FieldRef) and ref.owner == model.__name__ and ref.name in model.__plans__:
            return
    if not isinstance(condition, Condition):
        hint = "write Doc.field == value; text goes in raw(...)"
        raise FilterError(message=f"{condition!r} of type {type(condition).__name__} is no condition", hint=hint)
    for leaf in condition.leaves:
        for operand in leaf.operands:
            for ref in operand.fields:
                check_owner(model, ref)
        if isinstance(leaf, Analyzed):
            _check_analyzed(model, leaf)


def _check_analyzed(model: type[Model], leaf: Analyzed) -> None:
    """Milvus refuses it without saying which field; Milvus Lite cuts the text in a way of its own."""
    name = field_names([leaf.left])[0]
    if model.__plans__[name].spec.params.get("enable_match") != "true":
        raise FilterError(
            message=f"{model.__name__}.{name} has no words to match: {leaf}",
            hint=f"declare {name}: Mapped[str] = field(enable_match=True, ...)",
        )


def check_owner(model: type[Model], ref: FieldRef | PathRef) -> None:
    """Refuse a field of another model.

    Raises:
        FilterError: It is no column of this one.
    """
    name = ref.name if isinstance(ref, FieldRef) else ref.root
    known = name in model.__plans__ or (isinstance(ref, PathRef) and ref.is_dynamic)
    is_own = ref.owner in ("", model.__name__) or ref.owner in {each.__name__ for each in model.__mro__}
    if not known or not is_own:
        raise FilterError(message=f"{ref.owner}.{ref} is no column of {model.__name__}")


def check_count(clause: str, count: object, *, least: int) -> None:
    """Refuse what is no whole number from `least` on; `clause` is the method it was given to."""
    if not isinstance(count, int) or isinstance(count, bool) or count < least:
        raise ParamError(message=f"{clause}({count!r}): give a whole number from {least}")


def _level(level: ConsistencyLevel | str) -> ConsistencyLevel:
    if isinstance(level, ConsistencyLevel):
        return level
    found = ConsistencyLevel.__members__.get(level.upper())
    if found is None or found is ConsistencyLevel.CUSTOMIZED:
        raise ParamError(message=f"unknown consistency {level!r}", hint="Strong, Session, Bounded or Eventually")
    return found
