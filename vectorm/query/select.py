"""`select(Doc)` and `delete(Doc)`: rows by filter."""

from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, TypeVar

from typing_extensions import Self, override

from vectorm.errors import ParamError
from vectorm.expr import split
from vectorm.expr.expression import Expression
from vectorm.expr.operand import field_names
from vectorm.model.base import Model
from vectorm.query.base import EVERY_ROW, Filtered, Readable, check_owner
from vectorm.spec.capabilities import Capabilities
from vectorm.spec.feature import Feature
from vectorm.spec.read import QuerySpec

if TYPE_CHECKING:
    from vectorm.query.func import Aggregate
    from vectorm.query.group import Grouped
    from vectorm.query.order import By

M = TypeVar("M", bound=Model)


class Select(Readable[M]):
    """Rows by filter. Made by `select()`."""

    def order_by(self, *columns: "By") -> Self:
        """The rows in another order than that of their keys: `order_by(Doc.year.desc(), Doc.title)`.

        Every row that the filter finds is read, without vectors unless asked for, and ordered here: on all engines
        alike. With a limit, no more rows than that and two pages are held at a time. Nulls come last.

        Raises:
            ParamError: If a column has no order, as vectors and lists, or is none of this model.
        """
        from vectorm.query.order import order_of

        orders = [order_of(each) for each in columns]
        for order in orders:
            for ref in order.ref.fields:
                check_owner(self.model, ref)
        return self.with_parts(self.parts._replace(orders=(*self.parts.orders, *orders)))

    def group_by(self, *columns: Expression) -> "Grouped[M]":
        """Groups of rows, one for each value of a column or combination of values; see `Grouped`.

        Raises:
            ParamError: A column that nothing is grouped by, such as a vector; a clause that stands before it.
        """
        from vectorm.query.group import Grouped

        return Grouped(self.model, self.parts).group_by(*columns)

    def aggregate(self, *functions: "Aggregate") -> "Grouped[M]":
        """What is to be known of all rows: `select(Doc).aggregate(func.count(), func.max(Doc.year))`.

        Raises:
            ParamError: A clause that stands before it.
        """
        from vectorm.query.group import Grouped

        return Grouped(self.model, self.parts).aggregate(*functions)

    def ignore_growing(self) -> Self:
        """Without rows that the server has not put into sealed segments yet: faster, and blind to the latest writes.

        Milvus Lite has no such segments and refuses it.
        """
        return self.with_parts(self.parts._replace(ignore_growing=True))

    def build(self, capabilities: Capabilities) -> QuerySpec:
        """What is sent to an engine: with `order_by` for all rows and the fields to order them by.

        Raises:
            Unsupported: If the engine cannot do it; nothing was sent.
        """
        options, orders = self.options, self.parts.orders
        if self.parts.ignore_growing:
            capabilities.require(Feature.IGNORE_GROWING)
        if orders:
            fields = dict.fromkeys([*options.output_fields, *field_names(order.ref for order in orders)])
            options = replace(options, output_fields=tuple(fields))
        return QuerySpec(
            collection=self.collection,
            filter=self.filter(capabilities),
            values={},
            limit=None if orders else self.parts.limit,
            offset=None if orders else self.parts.offset,
            options=options,
            params={"ignore_growing": "True"} if self.parts.ignore_growing else {},
        )

    def compile(self, capabilities: Capabilities) -> str:
        """What is sent to an engine, as text."""
        parts = self.split().statements
        spec = parts[0].build(capabilities)
        return (
            f"{requests_text(parts)}query {spec.collection} filter={spec.filter!r} limit={spec.limit} "
            f"offset={spec.offset}{_params_text(spec)} output_fields={list(spec.options.output_fields)}"
            f"{self._order_text()}"
        )

    def _order_text(self) -> str:
        parts = self.parts
        if not parts.orders:
            return ""
        return f"; every row is read and ordered here by {', '.join(map(str, parts.orders))}"

    def __str__(self) -> str:
        growing = " ignore growing" if self.parts.ignore_growing else ""
        return f"select {self.model.__name__}{self._where_text()}{self._tail_text()}{growing}"


class Delete(Filtered[M]):
    """Rows to delete by filter. Made by `delete()`."""

    @property
    @override
    def most_keys(self) -> int:
        """Keys of one list."""
        return split.MOST_VALUES

    def check(self) -> None:
        """Refuse a delete of every row.

        Raises:
            ParamError: If there is no condition: a forgotten `where` must not empty a collection.
        """
        if self.parts.condition == EVERY_ROW:
            name = self.model.__name__
            raise ParamError(
                message=f"delete({name}) has no condition",
                hint=f"add .where(...); to delete every row drop the collection: schema.drop_all({name})",
            )

    def filter(self, capabilities: Capabilities) -> str:
        """The filter text for an engine.

        Raises:
            ParamError: If there is no condition.
            Unsupported: If the engine lacks a form.
        """
        self.check()
        return super().filter(capabilities)

    def compile(self, capabilities: Capabilities) -> str:
        """What is sent to an engine, as text."""
        parts = self.split().statements
        return f"{requests_text(parts)}delete {self.collection} filter={parts[0].filter(capabilities)!r}"

    def __str__(self) -> str:
        return f"delete {self.model.__name__}{self._where_text()}"


def requests_text(parts: Sequence[object]) -> str:
    """How many requests a statement with a long list is."""
    return f"{len(parts)} requests, the first: " if len(parts) > 1 else ""


def _params_text(spec: QuerySpec) -> str:
    return "".join([f" {name}={value}" for name, value in spec.params.items()])


def select(model: type[M]) -> Select[M]:
    """Rows of a model: `select(Doc).where(Doc.year >= 2020).limit(10)`."""
    return Select(model)


def delete(model: type[M]) -> Delete[M]:
    """Deletes rows of a model by filter: `delete(Doc).where(Doc.year < 2000)`."""
    return Delete(model)
