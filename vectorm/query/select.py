"""`select(Doc)` and `delete(Doc)`: rows by filter."""

from typing import TypeVar

from vectorm.errors import ParamError
from vectorm.model.base import Model
from vectorm.query.base import EVERY_ROW, Filtered, Readable
from vectorm.spec.capabilities import Capabilities
from vectorm.spec.read import QuerySpec

M = TypeVar("M", bound=Model)


class Select(Readable[M]):
    """Rows by filter. Made by `select()`."""

    __slots__ = ()

    def build(self, capabilities: Capabilities) -> QuerySpec:
        """What is sent to an engine.

        Raises:
            Unsupported: If the engine cannot do it; nothing was sent.
        """
        return QuerySpec(
            collection=self.model.__spec__.name,
            filter=self.filter(capabilities),
            limit=self.parts.limit,
            offset=self.parts.offset,
            options=self.options,
        )

    def compile(self, capabilities: Capabilities) -> str:
        """What is sent to an engine, as text."""
        spec = self.build(capabilities)
        return (
            f"query {spec.collection} filter={spec.filter!r} limit={spec.limit} offset={spec.offset} "
            f"output_fields={list(spec.options.output_fields)}"
        )

    def __str__(self) -> str:
        return f"select {self.model.__name__}{self._where_text()}{self._tail_text()}"


class Delete(Filtered[M]):
    """Rows to delete by filter. Made by `delete()`."""

    __slots__ = ()

    def filter(self, capabilities: Capabilities) -> str:
        """The filter text for an engine.

        Raises:
            ParamError: If there is no condition: a forgotten `where` must not empty a collection.
            Unsupported: If the engine lacks a form.
        """
        if self.parts.condition == EVERY_ROW:
            name = self.model.__name__
            raise ParamError(
                message=f"delete({name}) has no condition",
                hint=f"add .where(...); to delete every row drop the collection: schema.drop_all({name})",
            )
        return super().filter(capabilities)

    def compile(self, capabilities: Capabilities) -> str:
        """What is sent to an engine, as text."""
        return f"delete {self.model.__spec__.name} filter={self.filter(capabilities)!r}"

    def __str__(self) -> str:
        return f"delete {self.model.__name__}{self._where_text()}"


def select(model: type[M]) -> Select[M]:
    """Rows of a model: `select(Doc).where(Doc.year >= 2020).limit(10)`."""
    return Select(model)


def delete(model: type[M]) -> Delete[M]:
    """Deletes rows of a model by filter: `delete(Doc).where(Doc.year < 2000)`."""
    return Delete(model)
