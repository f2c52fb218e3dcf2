"""Which connection a model's rows are behind."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import field
from typing import TYPE_CHECKING, Generic, TypeVar

from vectorm.model.base import Model
from vectorm.records import dataclass

if TYPE_CHECKING:
    from vectorm.session.unit import UnitOfWork

C = TypeVar("C")


@dataclass(frozen=True, slots=True)
class Binds(Generic[C]):
    """The connections of a session.

    Attributes:
        default: The connection of models that are not bound to another one.
        by_model: Connections of models, and of all subclasses of a base class.
    """

    default: C
    by_model: Mapping[type[Model], C] = field(default_factory=dict[type[Model], C])

    def of(self, model: type[Model]) -> C:
        """The connection of a model."""
        for each in model.__mro__ if self.by_model else ():
            if each in self.by_model:
                return self.by_model[each]
        return self.default

    def pending(
        self, unit: UnitOfWork, *, everywhere: bool = False
    ) -> Iterator[tuple[C, frozenset[type[Model]] | None]]:
        """Each connection that a flush has work for, and the models to flush there; None stands for all of them.

        Args:
            unit: The work.
            everywhere: Whether all other connections follow, without models.
        """
        if not self.by_model:
            yield self.default, None
            return
        left = [self.default, *self.by_model.values()] if everywhere else []
        models = {type(change.obj) for change in unit.changes()}
        while models:
            connection = self.of(next(iter(models)))
            here = frozenset(model for model in models if self.of(model) is connection)
            yield connection, here
            models -= here
            left = [each for each in left if each is not connection]
        while left:
            connection = left[0]
            yield connection, frozenset()
            left = [each for each in left if each is not connection]
