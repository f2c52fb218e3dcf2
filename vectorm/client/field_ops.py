"""`FieldOp`: what an upsert does with the stored array of a field."""

from collections.abc import Mapping
from typing import TypeAlias

from vectorm.enums import FieldOpType
from vectorm.errors import ParamError
from vectorm.records import dataclass


@dataclass(frozen=True, slots=True)
class FieldOp:
    """What an upsert does with the stored value of a field; make it by one of its three methods.

    Attributes:
        op: Its number on the wire.
    """

    op: FieldOpType = FieldOpType.REPLACE

    @staticmethod
    def replace() -> "FieldOp":
        """Put the new value in the place of the stored one, as an upsert does by itself."""
        return FieldOp(FieldOpType.REPLACE)

    @staticmethod
    def array_append() -> "FieldOp":
        """Append the given elements to the stored array."""
        return FieldOp(FieldOpType.ARRAY_APPEND)

    @staticmethod
    def array_remove() -> "FieldOp":
        """Remove every element of the stored array that is among the given ones."""
        return FieldOp(FieldOpType.ARRAY_REMOVE)


FieldOps: TypeAlias = Mapping[str, FieldOp | FieldOpType | int | str | None]
"""An operation for each field: a `FieldOp`, its number, or its name such as `"array_append"`."""


def field_ops_of(given: FieldOps | None) -> dict[str, FieldOpType]:
    """The operations that change something, by field.

    Raises:
        ParamError: One is unknown.
    """
    found = {name: _op(name, op) for name, op in (given or {}).items()}
    return {name: op for name, op in found.items() if op is not FieldOpType.REPLACE}


def _op(name: str, given: object) -> FieldOpType:
    if given is None:
        return FieldOpType.REPLACE
    if isinstance(given, FieldOp):
        return given.op
    try:
        if isinstance(given, str):
            return FieldOpType[given.upper()]
        if isinstance(given, int) and not isinstance(given, bool):
            return FieldOpType(given)
    except (KeyError, ValueError):
        pass
    known = ", ".join(each.name.lower() for each in FieldOpType)
    raise ParamError(message=f"field_ops of field {name}: {given!r} is none of {known}")
