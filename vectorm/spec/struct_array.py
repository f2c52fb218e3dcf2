"""What a struct field of a collection is: in each row a list of structs."""

import re
from collections.abc import Mapping
from dataclasses import field

from vectorm.records import dataclass
from vectorm.spec.field import FieldSpec

_PATH = re.compile(r"(.+)\[(.+)\]")


@dataclass(frozen=True, slots=True, kw_only=True)
class StructSpec:
    """A field that holds a list of structs in each row: an ARRAY of STRUCT.

    Attributes:
        fields: The fields of one struct, by their own types (a vector in each struct is a FLOAT_VECTOR here).
        max_capacity: Most structs in a row; None where the server does not say.
        nullable: Whether the whole list may be null; a value in a struct never is.
        field_id: Number that the server gave the field; 0 before. Not compared.
        params: Further type parameters, as text: `mmap.enabled`, `warmup`.
    """

    name: str
    fields: tuple[FieldSpec, ...]
    description: str = ""
    max_capacity: int | None = None
    nullable: bool = False
    field_id: int = field(default=0, compare=False)
    params: Mapping[str, str] = field(default_factory=dict[str, str])

    @property
    def vectors(self) -> tuple[FieldSpec, ...]:
        """The vector fields of one struct, in order."""
        return tuple(each for each in self.fields if each.data_type.is_vector)

    def find(self, name: str) -> FieldSpec | None:
        """The field of a struct by its name, or None."""
        return next((each for each in self.fields if each.name == name), None)


def split_path(path: str) -> tuple[str, str] | None:
    """Struct and field of a path like `chunks[vector]`; None for the name of a field."""
    found = _PATH.fullmatch(path)
    return (found[1], found[2]) if found else None


def join_path(struct: str, name: str) -> str:
    """The path of a field in a struct."""
    return f"{struct}[{name}]"


def bare_name(struct: str, name: str) -> str:
    """A field's own name; some servers tell of it as `struct[name]`."""
    path = split_path(name)
    return path[1] if path and path[0] == struct else name
