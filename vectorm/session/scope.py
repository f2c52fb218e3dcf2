"""A session of one tenant: a condition that every row it reads, writes and deletes meets."""

from collections.abc import Iterable, Sequence
from typing import Any, TypeVar

from vectorm.columns.batch import ColumnBatch
from vectorm.enums import ConsistencyLevel
from vectorm.errors import ParamError, SessionError
from vectorm.expr.keys import render_keys
from vectorm.expr.node import Condition, and_
from vectorm.expr.operand import field_names
from vectorm.model import Model
from vectorm.model.key import python_keys
from vectorm.ops import read
from vectorm.ops.context import Context
from vectorm.ops.step import Op
from vectorm.query.base import Filtered
from vectorm.records import dataclass
from vectorm.session.naming import spec_of
from vectorm.session.plan import Change, StoredKey, key_of, stored_keys_of
from vectorm.spec.field import DYNAMIC_FIELD
from vectorm.spec.read import QuerySpec, ReadOptions

F = TypeVar("F", bound="Filtered[Any]")

MOST_KEYS = 10_000
"""Most keys of one look at rows that are stored."""


@dataclass(frozen=True, slots=True)
class Scope:
    """The conditions of a scoped session, by the fields that they name.

    Attributes:
        conditions: One for each model, or base of models, that the session may touch.
    """

    conditions: tuple[Condition, ...]

    @classmethod
    def of(cls, given: Condition | Sequence[Condition] | None) -> "Scope | None":
        """The scope that a session was given.

        Raises:
            ParamError: It is no condition, or one that cannot be checked here.
        """
        if given is None:
            return None
        conditions = (given,) if isinstance(given, Condition) else tuple(given)
        for condition in conditions:
            if not isinstance(condition, Condition) or not any(operand.fields for operand in condition.operands):  # pyright: ignore[reportUnnecessaryIsInstance]
                raise ParamError(
                    message=f"{condition!r} is no scope: it names no field", hint='scope=Doc.tenant == "acme"'
                )
        return cls(conditions)

    def condition(self, model: type[Model]) -> Condition:
        """What every row of a model meets.

        Raises:
            SessionError: No condition is about the model: nothing of it may be touched.
        """
        fitting = [condition for condition in self.conditions if _is_about(model, condition)]
        if not fitting:
            told = ", ".join(map(str, self.conditions))
            raise SessionError(
                message=f"the session's scope ({told}) says nothing of {model.__name__}: nothing was sent",
                hint="give a condition for each model: Session(scope=[Doc.tenant == ..., Note.tenant == ...])",
            )
        return and_(*fitting)

    def narrowed(self, statement: F) -> F:
        """A statement about the rows of the scope only.

        Raises:
            SessionError: No condition is about its model.
        """
        return statement.where(self.condition(statement.model))

    def check_changes(self, ctx: Context, changes: Iterable[Change]) -> Op[None]:
        """Refuse to write or delete rows outside the scope, also where a key is somebody else's.

        Raises:
            SessionError: Tells the model and the key; nothing was sent.
        """
        touched: dict[type[Model], list[Model]] = {}
        for change in changes:
            self._check_object(change)
            if key_of(change.obj) is not None:
                touched.setdefault(type(change.obj), []).append(change.obj)
        for model, objects in touched.items():
            yield from self.check_keys(ctx, model, stored_keys_of(objects))

    def check_batch(self, ctx: Context, model: type[Model], batch: ColumnBatch) -> Op[None]:
        """Refuse rows in bulk outside the scope.

        Raises:
            SessionError: Tells the model and the row or the key; nothing was sent.
        """
        condition = self.condition(model)
        for number, row in enumerate(batch.only(field_names(condition.operands)).rows()):
            if not condition.matches(row):
                raise SessionError(
                    message=f"row {number} of {model.__name__} is outside the session's scope {condition}"
                )
        key = model.__spec__.primary
        if key.name in batch:
            yield from self.check_keys(ctx, model, batch[key.name].to_list())

    def check_keys(self, ctx: Context, model: type[Model], keys: Sequence[StoredKey]) -> Op[None]:
        """Refuse keys of stored rows outside the scope.

        Raises:
            SessionError: Tells the model and the key.
        """
        condition, spec = self.condition(model), spec_of(ctx, model)
        fields = (spec.primary.name, *field_names(condition.operands))
        options = ReadOptions(output_fields=fields, consistency=ConsistencyLevel.STRONG)
        for start in range(0, len(keys), MOST_KEYS):
            expr = render_keys(spec.primary.name, keys[start : start + MOST_KEYS], spec.primary.data_type)
            stored = yield from read.query(ctx, QuerySpec(collection=spec.name, filter=expr, options=options))
            for row in stored.rows():
                if not condition.matches(row):
                    key = python_keys(model, [row[spec.primary.name]])[0]
                    raise SessionError(message=f"{model.__name__} {key!r} is stored outside the session's scope")

    def _check_object(self, change: Change) -> None:
        """Of an object without the fields of the scope, only its stored row can tell: `check_keys` looks at it."""
        obj, condition = change.obj, self.condition(type(change.obj))
        known = vars(obj).keys() | {DYNAMIC_FIELD}
        can_tell = known >= set(field_names(condition.operands))
        if (can_tell or key_of(obj) is None) and not condition.matches(obj):
            raise SessionError(
                message=f"the {type(obj).__name__} with key {key_of(obj)!r} is outside the session's scope {condition}",
                hint="it can be written and deleted by a session of its own scope",
            )


def _is_about(model: type[Model], condition: Condition) -> bool:
    names = {each.__name__ for each in model.__mro__}
    return all(ref.owner in names for operand in condition.operands for ref in operand.fields)
