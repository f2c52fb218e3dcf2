"""Consistency levels as PyMilvus takes them."""

from vectorm.client.options import Level
from vectorm.enums import ConsistencyLevel
from vectorm.errors import InvalidConsistencyLevel


def consistency_level(given: Level | None) -> ConsistencyLevel | None:
    """A level by its name (`"Strong"`), its number or itself; None stays None.

    Raises:
        InvalidConsistencyLevel: There is no such level.
    """
    return None if given is None else get_consistency_level(given)


def get_consistency_level(consistency_level: Level) -> ConsistencyLevel:
    """A level by its name (`"Strong"`), its number or itself.

    Raises:
        InvalidConsistencyLevel: There is no such level.
    """
    given = consistency_level
    try:
        return ConsistencyLevel[given.upper()] if isinstance(given, str) else ConsistencyLevel(given)
    except (KeyError, ValueError):
        known = ", ".join(level_name(level) for level in ConsistencyLevel)
        raise InvalidConsistencyLevel(message=f"{given!r} is no consistency level", hint=f"one of {known}") from None


def cmp_consistency_level(l1: Level, l2: Level) -> bool:
    """Whether two levels, given by name or number, are the same; False if there is no such level."""
    try:
        return get_consistency_level(l1) is get_consistency_level(l2)
    except InvalidConsistencyLevel:
        return False


def level_name(level: ConsistencyLevel) -> str:
    """A level's name as PyMilvus writes it: `Strong`."""
    return level.name.title()
