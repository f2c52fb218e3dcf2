"""`StructFieldSchema`: what the structs of a struct field hold."""

from collections.abc import Mapping
from typing import Any, cast

from typing_extensions import Self, Unpack

from vectorm.client.field import FieldSchema
from vectorm.client.keywords import checked_methods
from vectorm.client.options import FieldOptions, StructPartOptions
from vectorm.enums import DataType
from vectorm.errors import ParamError

_NESTED = frozenset({DataType.ARRAY, DataType.ARRAY_OF_VECTOR, DataType.ARRAY_OF_STRUCT, DataType.STRUCT})
_REFUSED = {
    "is_primary": "cannot be a primary key",
    "is_partition_key": "cannot be a partition key",
    "is_clustering_key": "cannot be a clustering key",
    "is_dynamic": "cannot be the dynamic field",
    "nullable": "cannot be nullable by itself: set nullable on the struct field",
    "auto_id": "cannot have auto_id",
}


@checked_methods
class StructFieldSchema:
    """The fields of one struct; a struct field holds a list of such structs in each row.

    Args:
        nullable: Whether a row may have null in the place of the list.
        description: Text for people.

    Attributes:
        name: Name of the struct field, set by `CollectionSchema.add_field`.
        max_capacity: Most structs in a row, set by `CollectionSchema.add_field`.

    Raises:
        ParamError: An argument of a wrong type.
    """

    def __init__(self, nullable: bool = False, description: str = "") -> None:
        _check("nullable", nullable, bool)
        _check("description", description, str)
        self.name = ""
        self.max_capacity: int | None = None
        self._nullable = nullable
        self._description = description
        self._fields: list[FieldSchema] = []
        self._params: dict[str, Any] = {}

    def add_field(self, field_name: str, datatype: DataType, **options: Unpack[StructPartOptions]) -> Self:
        """Add a field to the structs; see `FieldSchema` for the options.

        Raises:
            ParamError: An ARRAY or a STRUCT: structs hold scalars and vectors.
        """
        if datatype in _NESTED:
            told = f"field {field_name}: a struct cannot hold a field of type {DataType(datatype).name}"
            raise ParamError(message=told)
        description = options.pop("description", "")
        self._fields.append(FieldSchema(field_name, datatype, description, **cast("FieldOptions", options)))
        return self

    @classmethod
    def construct_from_dict(cls, raw: Mapping[str, Any]) -> Self:
        """A struct field from a dict as `to_dict` or `describe_collection` gives it."""
        made = cls(bool(raw.get("nullable", False)), raw.get("description", ""))
        made.name = raw.get("name", "")
        params: dict[str, Any] = dict(raw.get("params") or {})
        capacity = params.pop("max_capacity", None)
        made.max_capacity = raw.get("max_capacity", capacity)
        made._params = params
        found = raw.get("struct_fields", raw.get("fields", ()))
        made._fields = [
            field.copy() if isinstance(field, FieldSchema) else FieldSchema.construct_from_dict(field)
            for field in found
        ]
        return made

    @property
    def fields(self) -> list[FieldSchema]:
        """The fields of one struct, in order."""
        return self._fields

    @property
    def description(self) -> str:
        """Text for people."""
        return self._description

    @property
    def nullable(self) -> bool:
        """Whether a row may have null in the place of the list."""
        return self._nullable

    @property
    def params(self) -> dict[str, Any]:
        """Type parameters: `mmap_enabled`, `warmup`."""
        return self._params

    @property
    def dtype(self) -> DataType:
        """`DataType.STRUCT`."""
        return DataType.STRUCT

    def placed(
        self,
        name: str,
        max_capacity: int,
        *,
        nullable: bool,
        description: str | None = None,
        params: Mapping[str, Any] | None = None,
    ) -> "StructFieldSchema":
        """A struct field of that name with these fields; the schema itself stays as it is."""
        made = self.copy()
        made.name = name
        made.max_capacity = max_capacity
        made._nullable = nullable
        made._description = made._description if description is None else description
        made._params.update(params or {})
        return made

    def copy(self) -> "StructFieldSchema":
        """A struct field of its own with the same properties."""
        return type(self).construct_from_dict(self.to_dict())

    def verify(self) -> None:
        """Check the struct field as a whole.

        Raises:
            ParamError: No field, two of one name, no max_capacity, or a field that a struct cannot hold.
        """
        if self.max_capacity is None:
            raise ParamError(message=f"struct field {self.name}: max_capacity is missing")
        if not self._fields:
            raise ParamError(message=f"struct field {self.name}: a struct needs at least one field")
        names = [field.name for field in self._fields]
        twice = next((name for name in names if names.count(name) > 1), None)
        if twice is not None:
            raise ParamError(message=f"struct field {self.name}: field {twice} is declared twice")
        for field in self._fields:
            for flag, reason in _REFUSED.items():
                if getattr(field, flag):
                    raise ParamError(message=f"struct field {self.name}: field {field.name} {reason}")
            if field.default_value is not None:
                raise ParamError(message=f"struct field {self.name}: field {field.name} cannot have a default value")

    def to_dict(self) -> dict[str, Any]:
        """The struct field as a dict."""
        made: dict[str, Any] = {
            "name": self.name,
            "description": self._description,
            "fields": [field.to_dict() for field in self._fields],
        }
        if self._nullable:
            made["nullable"] = True
        if self.max_capacity is not None:
            made["max_capacity"] = self.max_capacity
        if self._params:
            made["params"] = dict(self._params)
        return made

    def __eq__(self, other: object) -> bool:
        return isinstance(other, StructFieldSchema) and self.to_dict() == other.to_dict()

    __hash__ = None  # type: ignore[assignment]  # struct fields can be changed

    def __repr__(self) -> str:
        return str(self.to_dict())


def _check(what: str, given: object, kind: type) -> None:
    if not isinstance(given, kind):
        raise ParamError(message=f"{what} must be a {kind.__name__}, not {type(given).__name__}")
