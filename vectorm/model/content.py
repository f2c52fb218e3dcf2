"""Keys made of the content of objects: filled in when an object is made, and kept true to it."""

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, TypeVar

from vectorm.errors import DataNotMatchException
from vectorm.model.checks import FieldPlan
from vectorm.model.keys import ContentHash

if TYPE_CHECKING:
    from vectorm.model.base import Model

M = TypeVar("M", bound="Model")

Plans = Mapping[str, FieldPlan]


def content_of(plans: Plans) -> tuple[str, ContentHash] | None:
    """The key field that is a hash of content, and the hash; None where keys are made otherwise."""
    for name, plan in plans.items():
        if plan.declared.primary_key and isinstance(plan.declared.default_factory, ContentHash):
            return name, plan.declared.default_factory
    return None


def fill_key(obj: M) -> M:
    """Give an object that was made without a key the one of its content."""
    made = content_of(type(obj).__plans__)
    if made is not None and made[0] not in vars(obj):
        vars(obj)[made[0]] = _key(type(obj).__plans__, made[1], vars(obj))
    return obj


def renew_key(obj: "Model", update: Mapping[str, Any]) -> None:
    """Give a copy with other content the key of that, unless the update has a key.

    Raises:
        DataNotMatchException: A field that the key is made of was not read.
    """
    plans = type(obj).__plans__
    made = content_of(plans)
    if made is None or made[0] in update or update.keys().isdisjoint(made[1].fields):
        return
    unread = [each for each in made[1].fields if each not in vars(obj)]
    if unread:
        raise DataNotMatchException(
            f"the key {made[0]} is made of {', '.join(unread)} too, which was not read",
            collection=type(obj).__name__,
            hint="refresh the object first",
        )
    vars(obj)[made[0]] = _key(plans, made[1], vars(obj))


def check_content(obj: "Model", name: str, before: Mapping[str, Any]) -> None:
    """Undo an assignment after which an object has no longer the key of its content.

    Args:
        obj: The object, changed.
        name: The field that was assigned.
        before: The values that the object had.

    Raises:
        DataNotMatchException: The key was made of the content before, or that cannot be told.
    """
    plans = type(obj).__plans__
    made = content_of(plans)
    if made is None or name not in made[1].fields:
        return
    unread = [each for each in made[1].fields if each not in before]
    if unread:
        reason, hint = f"the key is made of {', '.join(unread)} too, which was not read", "refresh the object first"
    else:
        key, old, new = before.get(made[0]), *(_key(plans, made[1], values) for values in (before, vars(obj)))
        if key in {None, new} or key != old:  # the same content, or a key that was given by hand
            return
        reason, hint = f"the key {made[0]} is made of it", "other content is another row: add a new object, delete this"
    vars(obj).pop(name)
    vars(obj).update({name: before[name]} if name in before else {})
    raise DataNotMatchException(reason, collection=type(obj).__name__, field=name, hint=hint)


def _key(plans: Plans, made: ContentHash, values: Mapping[str, Any]) -> str:
    return made.key([_stored(plans[name], values[name]) for name in made.fields])


def _stored(plan: FieldPlan, value: object) -> object:
    return value if value is None or plan.type.store is None else plan.type.store(value)
