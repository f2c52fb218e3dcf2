"""`CollectionSchema`, and schemas to and from specs."""

from collections.abc import Mapping, Sequence
from typing import Any, cast

from typing_extensions import Self, Unpack

from vectorm.client.field import FieldSchema
from vectorm.client.function import Function
from vectorm.client.keywords import checked_methods
from vectorm.client.options import AddFieldOptions, FieldOptions, SchemaOptions
from vectorm.enums import DataType, FunctionType
from vectorm.errors import (
    ClusteringKeyException,
    FieldsTypeException,
    FieldTypeException,
    FunctionsTypeException,
    PartitionKeyException,
    PrimaryKeyException,
    SchemaNotReadyException,
)

_KEY_TYPES = (DataType.INT64, DataType.VARCHAR)
_CLUSTERING_TYPES = (
    DataType.INT8,
    DataType.INT16,
    DataType.INT32,
    *_KEY_TYPES,
    DataType.FLOAT,
    DataType.DOUBLE,
    DataType.FLOAT_VECTOR,
)
_KINDS = {
    "is_primary": PrimaryKeyException,
    "primary_field": PrimaryKeyException,
    "is_partition_key": PartitionKeyException,
    "partition_key_field": PartitionKeyException,
    "is_clustering_key": ClusteringKeyException,
    "clustering_key_field": ClusteringKeyException,
}
"""What a wrong key raises."""


@checked_methods
class CollectionSchema:
    """The fields and functions of a collection.

    Args:
        fields: Its fields.
        description: Text for people.
        functions: Functions that fill some of the fields.
        **options: `auto_id`, `enable_dynamic_field`, `primary_field` and `partition_key_field` (names of fields),
            `check_fields` (False puts the check off until `verify`).

    Raises:
        SchemaNotReadyException: No primary key field, or another contradiction.
    """

    def __init__(
        self,
        fields: Sequence[FieldSchema],
        description: str = "",
        functions: Sequence[Function] | None = None,
        **options: Unpack[SchemaOptions],
    ) -> None:
        self._description = description
        self._options = options
        self._fields = [_field(field).copy() for field in _listed("fields", fields)]
        self._functions = [_function(function) for function in _listed("functions", functions or [])]
        self._enable_dynamic_field = bool(options.get("enable_dynamic_field", False))
        self._mark_fields()
        if options.get("check_fields", True):
            self._check_keys()

    @classmethod
    def construct_from_dict(cls, raw: Mapping[str, Any]) -> Self:
        """A schema from a dict as `to_dict` or `describe_collection` gives it."""
        return cls(
            [FieldSchema.construct_from_dict(field) for field in raw["fields"]],
            raw.get("description", ""),
            [Function.construct_from_dict(function) for function in raw.get("functions", [])],
            enable_dynamic_field=bool(raw.get("enable_dynamic_field", False)),
        )

    @property
    def fields(self) -> list[FieldSchema]:
        """The fields, in order."""
        return self._fields

    @property
    def functions(self) -> list[Function]:
        """The functions."""
        return self._functions

    @property
    def description(self) -> str:
        """Text for people."""
        return self._description

    @property
    def primary_field(self) -> FieldSchema | None:
        """The primary key field."""
        return next((field for field in self._fields if field.is_primary), None)

    @property
    def partition_key_field(self) -> FieldSchema | None:
        """The partition key field."""
        return next((field for field in self._fields if field.is_partition_key), None)

    @property
    def auto_id(self) -> bool:
        """Whether the server makes the primary keys."""
        primary = self.primary_field
        return primary.auto_id if primary else self._options.get("auto_id", False)

    @auto_id.setter
    def auto_id(self, value: bool) -> None:
        self._options["auto_id"] = bool(value)
        if self.primary_field:
            self.primary_field.auto_id = bool(value)

    @property
    def enable_dynamic_field(self) -> bool:
        """Whether rows may carry keys that are no field."""
        return self._enable_dynamic_field

    @enable_dynamic_field.setter
    def enable_dynamic_field(self, value: bool) -> None:
        self._enable_dynamic_field = bool(value)

    def add_field(self, field_name: str, datatype: DataType, **options: Unpack[AddFieldOptions]) -> Self:
        """Add a field; see `FieldSchema` for the options.

        Raises:
            SchemaNotReadyException: A second primary or partition key, or a wrong property.
        """
        description = options.pop("description", "")
        added = FieldSchema(field_name, datatype, description, **cast("FieldOptions", options))
        self._mark_key(added)
        for what in ("is_primary", "is_partition_key", "is_clustering_key"):
            taken = [field.name for field in self._fields if getattr(field, what)]
            if getattr(added, what) and taken:
                raise _KINDS[what](message=_one_only(what, [*taken, field_name]))
        self._fields.append(added)
        self._mark_outputs()
        return self

    def add_function(self, function: Function) -> Self:
        """Add a function.

        Raises:
            SchemaNotReadyException: It is no `Function`.
        """
        self._functions.append(_function(function))
        self._mark_outputs()
        return self

    def verify(self) -> None:
        """Check the schema as a whole.

        Raises:
            SchemaNotReadyException: Says what is wrong with which field or function.
        """
        self._mark_fields()
        self._check_keys()
        for function in self._functions:
            self._check_function(function)

    def to_dict(self) -> dict[str, Any]:
        """The schema as a dict."""
        made: dict[str, Any] = {
            "auto_id": self.auto_id,
            "description": self._description,
            "fields": [field.to_dict() for field in self._fields],
            "enable_dynamic_field": self._enable_dynamic_field,
            "enable_namespace": False,
        }
        if self._functions:
            made["functions"] = [function.to_dict() for function in self._functions]
        return made

    def __len__(self) -> int:
        return len(self._fields)

    def __eq__(self, other: object) -> bool:
        """Whether both have the same fields in the same order, functions and description."""
        return isinstance(other, CollectionSchema) and self.to_dict() == other.to_dict()

    __hash__ = None  # type: ignore[assignment]  # schemas can be changed

    def __repr__(self) -> str:
        return str(self.to_dict())

    def _mark_fields(self) -> None:
        for field in self._fields:
            self._mark_key(field)
        self._mark_outputs()

    def _mark_key(self, field: FieldSchema) -> None:
        """Mark a field that the schema's options name as a key."""
        field.is_primary = field.is_primary or field.name == self._options.get("primary_field")
        field.is_partition_key = field.is_partition_key or field.name == self._options.get("partition_key_field")
        field.is_clustering_key = field.is_clustering_key or field.name == self._options.get("clustering_key_field")
        if field.is_primary and self._options.get("auto_id", False):
            field.auto_id = True

    def _mark_outputs(self) -> None:
        """Mark the fields that the server fills; those of a ranker are none."""
        outputs = {name for function in self._functions for name in function.output_field_names}
        for field in self._fields:
            field.is_function_output = field.is_function_output or field.name in outputs

    def _check_keys(self) -> None:
        names = [field.name for field in self._fields]
        twice = next((name for name in names if names.count(name) > 1), None)
        if twice is not None:
            raise SchemaNotReadyException(message=f"field {twice} is declared twice")
        primary = [field for field in self._fields if field.is_primary]
        if not primary:
            raise PrimaryKeyException(message="the schema has no primary key field", hint="is_primary=True on one")
        for what in ("is_primary", "is_partition_key", "is_clustering_key"):
            found = [field for field in self._fields if getattr(field, what)]
            if len(found) > 1:
                raise _KINDS[what](message=_one_only(what, [field.name for field in found]))
            types = _CLUSTERING_TYPES if what == "is_clustering_key" else _KEY_TYPES
            if found and found[0].dtype not in types:
                known = " or ".join(each.name for each in types)
                told = f"field {found[0].name}: a {_key(what)} is {known}, not {found[0].dtype.name}"
                raise _KINDS[what](message=told)
        for what in ("primary_field", "partition_key_field", "clustering_key_field"):
            named = self._options.get(what)
            if named is not None and named not in names:
                raise _KINDS[what](message=f"{what} is {named!r}, but the schema has no field of that name")

    def _check_function(self, function: Function) -> None:
        fields = {field.name: field for field in self._fields}
        for name in (*function.input_field_names, *function.output_field_names):
            if name not in fields:
                raise SchemaNotReadyException(message=f"function {function.name}: the schema has no field {name}")
        if function.type is not FunctionType.BM25:
            return
        if len(function.input_field_names) != 1 or len(function.output_field_names) != 1:
            raise SchemaNotReadyException(message=f"function {function.name}: BM25 has one input and one output field")
        source, target = fields[function.input_field_names[0]], fields[function.output_field_names[0]]
        for field, wanted in ((source, DataType.VARCHAR), (target, DataType.SPARSE_FLOAT_VECTOR)):
            if field.dtype is not wanted:
                told = f"function {function.name}: BM25 needs {field.name} to be {wanted.name}, not {field.dtype.name}"
                raise SchemaNotReadyException(message=told)


def _key(what: str) -> str:
    return what.removeprefix("is_").replace("primary", "primary_key").replace("_", " ")


def _one_only(what: str, names: Sequence[str]) -> str:
    return f"a schema has one {_key(what)}, not {', '.join(names)}"


def _listed(what: str, given: object) -> Sequence[object]:
    if not isinstance(given, list | tuple):
        kind = FieldsTypeException if what == "fields" else FunctionsTypeException
        raise kind(message=f"{what} of a schema must be a list, not {type(given).__name__}")
    return cast("Sequence[object]", given)


def _field(given: object) -> FieldSchema:
    if not isinstance(given, FieldSchema):
        raise FieldTypeException(message=f"fields of a schema are FieldSchema, not {type(given).__name__}")
    return given


def _function(given: object) -> Function:
    if not isinstance(given, Function):
        raise SchemaNotReadyException(message=f"functions of a schema are Function, not {type(given).__name__}")
    return given
