"""The names of the fields that an object was given: one set for all objects of a reply, until one changes it."""

from typing import Any

from typing_extensions import override

NAME = "__pydantic_fields_set__"


class SharedNames(set[str]):
    """A set that several objects have. Copies and pickles of it are sets of their own."""

    __slots__ = ()

    @override
    def __reduce__(self) -> tuple[Any, ...]:
        return set, (list(self),)


def own_names(obj: Any) -> set[str]:
    """The names that an object was given, in a set that only it has."""
    names: set[str] = obj.__pydantic_fields_set__
    if type(names) is SharedNames:
        names = set(names)
        object.__setattr__(obj, NAME, names)
    return names
