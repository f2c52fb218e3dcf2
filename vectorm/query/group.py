"""`select(Doc).group_by(Doc.year).aggregate(func.count())`: one row for each group of rows."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Any, TypeAlias, TypeVar

import numpy as np
from typing_extensions import Self

from vectorm.columns.batch import ColumnBatch
from vectorm.enums import DataType
from vectorm.errors import ParamError
from vectorm.expr.expression import Expression, Order
from vectorm.expr.operand import FieldRef, PathRef, field_names
from vectorm.model.annotation import FieldType
from vectorm.model.base import Model
from vectorm.ops.iterate import LARGEST_PAGE
from vectorm.query.base import Parts, Reading, check_owner
from vectorm.query.func import FLOATS, Aggregate
from vectorm.query.order import By, order_of, sort_by
from vectorm.query.table import Table
from vectorm.spec.capabilities import Capabilities
from vectorm.spec.feature import Feature
from vectorm.spec.read import QuerySpec, ReadOptions

M = TypeVar("M", bound=Model)

Key: TypeAlias = FieldRef | PathRef

_SERVER_KEYS = frozenset({DataType.INT8, DataType.INT16, DataType.INT32, DataType.INT64, DataType.VARCHAR})


class Groups(Table):
    """Groups of rows: a column for each key and each function. Iterating gives dicts of Python values."""

    __slots__ = ()

    def __iter__(self) -> Iterator[dict[str, Any]]:
        names = self.batch.names
        return (dict(zip(names, values, strict=True)) for values in zip(*map(self.scalars, names), strict=True))


class Grouped(Reading[M]):
    """Groups of the rows that a select finds. Made by `select(...).group_by(...)` and `select(...).aggregate(...)`.

    Milvus 3.0 groups on the server where its result is exact. Elsewhere the fields that are needed are read here page
    by page, and the groups are kept: the result is the same. Groups come in the order of their keys, null last.
    `limit` and `offset` count groups.
    """

    def __init__(self, model: type[M], parts: Parts) -> None:
        super().__init__(model)
        for clause, is_used in (
            ("limit", parts.limit is not None),
            ("offset", parts.offset is not None),
            ("order_by", bool(parts.orders)),
            ("only", parts.fields is not None),
            ("defer", bool(parts.deferred)),
            ("with_vectors", parts.with_vectors),
        ):
            if is_used:
                hint = (
                    f"write {clause}() after group_by(): it counts groups" if clause in _OF_GROUPS else "leave it out"
                )
                raise ParamError(message=f"{clause}() before groups are made", hint=hint)
        self.parts = parts
        self.keys: tuple[Key, ...] = ()
        self.aggregates: tuple[Aggregate, ...] = ()

    def group_by(self, *columns: Expression) -> Self:
        """One group for each value of a column, or for each combination of values; null is a value.

        Args:
            columns: Fields of numbers, text, booleans or what an adapter stores as such; paths into JSON.
        """
        return self._with(keys=(*self.keys, *(_key(self.model, each) for each in columns)))

    def aggregate(self, *functions: Aggregate) -> Self:
        """What is to be known of each group; without `group_by`, of all rows together.

        Raises:
            ParamError: It is no function, or of another model.
        """
        for function in functions:
            if not isinstance(function, Aggregate):  # pyright: ignore[reportUnnecessaryIsInstance]
                raise ParamError(message=f"{function!r} is no function of groups", hint="aggregate(func.count())")
            for ref in function.fields:
                check_owner(self.model, ref)
        return self._with(aggregates=(*self.aggregates, *functions))

    def order_by(self, *columns: By | Aggregate) -> Self:
        """The groups in another order: `order_by(func.count().desc())`; by columns of the result only.

        Raises:
            ParamError: The groups have no such column.
        """
        orders = [Order(each) if isinstance(each, Aggregate) else order_of(each) for each in columns]
        for order in orders:
            if _column_name(order) not in self.columns:
                raise ParamError(
                    message=f"groups have no {order.ref} to be ordered by", hint=f"they have {', '.join(self.columns)}"
                )
        return self.with_parts(self.parts._replace(orders=(*self.parts.orders, *orders)))

    @property
    def columns(self) -> tuple[str, ...]:
        """Names of the result's columns."""
        return (*(str(key) for key in self.keys), *(function.column for function in self.aggregates))

    @property
    def types(self) -> dict[str, FieldType]:
        """What the result's columns mean to the model."""
        refs = {str(key): key for key in self.keys if isinstance(key, FieldRef)}
        refs |= {each.column: each.of for each in self.aggregates if each.function in {"min", "max"} and each.of}
        return {name: self.model.__plans__[ref.name].type for name, ref in refs.items()}

    @property
    def options(self) -> ReadOptions:
        """The common part of the requests that read rows: no fields but those that are needed."""
        primary = self.model.__spec__.primary.name
        refs = [*self.keys, *self.aggregates]
        names = [
            str(ref.keys[0]) if isinstance(ref, PathRef) and ref.is_dynamic else name
            for operand in refs
            for ref, name in zip(operand.fields, field_names([operand]), strict=True)
        ]
        fields = tuple(dict.fromkeys([primary, *names]))
        return ReadOptions(partitions=self.parts.partitions, output_fields=fields, consistency=self.parts.consistency)

    def build(self, capabilities: Capabilities) -> QuerySpec:
        """What is sent to an engine: for groups, or for the rows that groups are made of.

        Raises:
            Unsupported: If the engine cannot do it; nothing was sent.
        """
        if self.parts.ignore_growing:
            capabilities.require(Feature.IGNORE_GROWING)
        params = {"ignore_growing": "True"} if self.parts.ignore_growing else {}
        spec = QuerySpec(
            collection=self.collection, filter=self.filter(capabilities), options=self.options, params=params
        )
        if not self.is_done_by(capabilities):
            return spec
        keys = [key.name for key in self.keys if isinstance(key, FieldRef)]
        fields = (*keys, *dict.fromkeys(each.text for each in self.aggregates))
        options = replace(spec.options, output_fields=fields)
        return replace(spec, limit=LARGEST_PAGE, options=options, params={**params, "group_by_fields": ",".join(keys)})

    @property
    def is_count(self) -> bool:
        """Whether nothing but the number of rows is asked for."""
        return not self.keys and all(each.of is None for each in self.aggregates)

    def is_done_by(self, capabilities: Capabilities) -> bool:
        """Whether the server groups, with the result that this library gives.

        Milvus adds up int64 without a word of what does not fit, and says nothing of how it takes nulls.
        """
        return (
            capabilities.can(Feature.QUERY_GROUP_BY)
            and bool(self.keys)
            and all(isinstance(key, FieldRef) and key.data_type in _SERVER_KEYS for key in self.keys)
            and all(_is_exact(each) for each in self.aggregates)
            and len(self.split().statements) == 1
        )

    def compile(self, capabilities: Capabilities) -> str:
        """What is sent to an engine, as text."""
        spec = self.build(capabilities)
        if self.is_count:
            return f"query {spec.collection} filter={spec.filter!r} output_fields=['count(*)']"
        on_server = self.is_done_by(capabilities)
        params = "".join(f" {name}={value}" for name, value in spec.params.items())
        here = "" if on_server else f"; every row is read and grouped here{_by(self.keys)}"
        return (
            f"query {spec.collection} filter={spec.filter!r} limit={spec.limit}{params} "
            f"output_fields={list(spec.options.output_fields)}{here}"
        )

    def result(self, batch: ColumnBatch) -> Groups:
        """Groups in their order, those that limit and offset leave."""
        rows = batch.rows()
        orders = [*self.parts.orders, *(Order(key) for key in self.keys)]
        order = sort_by([([row[_column_name(each)] for row in rows], each.descending) for each in orders], len(rows))
        start = self.parts.offset or 0
        chosen = order[start : None if self.parts.limit is None else start + self.parts.limit]
        return Groups(batch.select(np.array(chosen, np.intp)), self.types)

    def _with(self, *, keys: tuple[Key, ...] | None = None, aggregates: tuple[Aggregate, ...] | None = None) -> Self:
        changed = self.with_parts(self.parts)
        changed.keys = self.keys if keys is None else keys
        changed.aggregates = self.aggregates if aggregates is None else aggregates
        names = changed.columns
        twice = [name for name in names if names.count(name) > 1]
        if twice:
            raise ParamError(message=f"two columns of the groups are called {twice[0]}", hint='.label("another name")')
        return changed

    def __str__(self) -> str:
        by = f" group{_by(self.keys)}" if self.keys else ""
        told = f" aggregate {', '.join(map(str, self.aggregates))}" if self.aggregates else ""
        return f"select {self.model.__name__}{self._where_text()}{by}{told}{self._tail_text()}"


_OF_GROUPS = frozenset({"limit", "offset", "order_by"})


def _key(model: type[Model], column: object) -> Key:
    ref = column.ref if isinstance(column, Expression) else None
    if isinstance(ref, PathRef):
        check_owner(model, ref)
        return ref
    simple = isinstance(ref, FieldRef) and (
        ref.data_type.is_integer or ref.data_type in FLOATS or ref.data_type in {DataType.BOOL, DataType.VARCHAR}
    )
    if not isinstance(ref, FieldRef) or not simple:
        raise ParamError(message=f"group_by({column}): give a field of numbers, text or booleans, or a path into JSON")
    check_owner(model, ref)
    return ref


def _is_exact(function: Aggregate) -> bool:
    """Whether Milvus 3.0 computes it as this library does."""
    ref = function.of
    if ref is None:
        return True
    adds = function.function in {"sum", "avg"}
    return not ref.is_nullable and not (adds and ref.data_type is DataType.INT64)


def _column_name(order: Order) -> str:
    return order.ref.column if isinstance(order.ref, Aggregate) else str(order.ref)


def _by(keys: Sequence[Key]) -> str:
    return f" by {', '.join(map(str, keys))}" if keys else ""
