"""Consistency levels as PyMilvus takes them."""

from vectorm.client.options import Level
from vectorm.enums import ConsistencyLevel
from vectorm.errors import InvalidConsistencyLevel


def consistency_level(given: Level | None) -> ConsistencyLevel | None:
    """A level by its name (`"Strong"`), its number or itself.

    Raises:
        InvalidConsistencyLevel: There is no such level.
    """
    if given is None:
        return None
    try:
        return ConsistencyLevel[given.upper()] if isinstance(given, str) else ConsistencyLevel(given)
    except (KeyError, ValueError):
        known = ", ".join(level_name(level) for level in ConsistencyLevel)
        raise InvalidConsistencyLevel(message=f"{given!r} is no consistency level", hint=f"one of {known}") from None


def level_name(level: ConsistencyLevel) -> str:
    """A level's name as PyMilvus writes it: `Strong`."""
    return level.name.title()
