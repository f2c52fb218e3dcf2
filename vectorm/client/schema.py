"""`CollectionSchema`, and schemas to and from specs."""

from collections.abc import Mapping, Sequence
from typing import Any, cast

from typing_extensions import Self, Unpack

from vectorm.client.field import FieldSchema
from vectorm.client.function import Function
from vectorm.client.keywords import checked_methods
from vectorm.client.options import AddFieldOptions, FieldOptions, SchemaOptions
from vectorm.client.struct_field import StructFieldSchema
from vectorm.enums import DataType
from vectorm.errors import (
    ClusteringKeyException,
    FieldsTypeException,
    FieldTypeException,
    FunctionsTypeException,
    ParamError,
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
        struct_fields: Its fields that hold a list of structs in each row.
        functions: Functions that fill some of the fields.
        **options: `auto_id`, `enable_dynamic_field`, `primary_field` and `partition_key_field` (names of fields),
            `check_fields` (False puts the check off until `verify`), `enable_namespace`; `external_source` (a URI) and
            `external_spec` (JSON text) of a collection whose rows lie elsewhere: it needs no primary key.

    Raises:
        SchemaNotReadyException: No primary key field, or another contradiction.
    """

    def __init__(
        self,
        fields: Sequence[FieldSchema],
        description: str = "",
        struct_fields: Sequence[StructFieldSchema] | None = None,
        functions: Sequence[Function] | None = None,
        **options: Unpack[SchemaOptions],
    ) -> None:
        self._description = description
        self._options = options
        self._fields = [_field(field).copy() for field in _listed("fields", fields)]
        self._functions = [_function(function) for function in _listed("functions", functions or [])]
        self._struct_fields = [_struct(struct).copy() for struct in _listed("struct_fields", struct_fields or [])]
        self._enable_dynamic_field = bool(options.get("enable_dynamic_field", False))
        self._enable_namespace = bool(options.get("enable_namespace", False))
        self._external_source = str(options.get("external_source", ""))
        self._external_spec = str(options.get("external_spec", ""))
        self._mark_fields()
        if options.get("check_fields", True):
            self._check_keys()

    @classmethod
    def construct_from_dict(cls, raw: Mapping[str, Any]) -> Self:
        """A schema from a dict as `to_dict` or `describe_collection` gives it."""
        fields: list[Mapping[str, Any]] = list(raw["fields"])
        structs = [field for field in fields if "struct_fields" in field]
        structs += [*(raw.get("struct_fields") or ())]
        return cls(
            [FieldSchema.construct_from_dict(field) for field in fields if "struct_fields" not in field],
            raw.get("description", ""),
            [StructFieldSchema.construct_from_dict(struct) for struct in structs],
            [Function.construct_from_dict(function) for function in raw.get("functions", [])],
            enable_dynamic_field=bool(raw.get("enable_dynamic_field", False)),
            enable_namespace=bool(raw.get("enable_namespace", False)),
            external_source=raw.get("external_source", ""),
            external_spec=raw.get("external_spec", ""),
        )

    @property
    def fields(self) -> list[FieldSchema]:
        """The fields, in order."""
        return self._fields

    @property
    def struct_fields(self) -> list[StructFieldSchema]:
        """The fields that hold a list of structs in each row."""
        return self._struct_fields

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

    @property
    def enable_namespace(self) -> bool:
        """Whether rows belong to namespaces."""
        return self._enable_namespace

    @enable_namespace.setter
    def enable_namespace(self, value: bool) -> None:
        self._enable_namespace = bool(value)

    @property
    def external_source(self) -> str:
        """Where the rows of an external collection lie, as a URI; "" for others."""
        return self._external_source

    @external_source.setter
    def external_source(self, value: str) -> None:
        self._external_source = str(value)

    @property
    def external_spec(self) -> str:
        """How to read the rows of an external collection, as JSON text."""
        return self._external_spec

    @external_spec.setter
    def external_spec(self, value: str) -> None:
        self._external_spec = str(value)

    def add_field(self, field_name: str, datatype: DataType, **options: Unpack[AddFieldOptions]) -> Self:
        """Add a field; see `FieldSchema` for the options.

        A field of type ARRAY with `element_type=DataType.STRUCT` holds a list of structs in each row: give their fields
        by `struct_schema`, and `max_capacity`.

        Raises:
            SchemaNotReadyException: A second primary or partition key, or a wrong property.
            ParamError: A struct field without `struct_schema` or `max_capacity`.
        """
        if datatype == DataType.ARRAY and options.get("element_type") == DataType.STRUCT:
            self._struct_fields.append(_placed_struct(field_name, options))
            return self
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

    def add_struct_field(self, struct_field_schema: StructFieldSchema) -> Self:
        """Add a struct field that has its name and `max_capacity`.

        Raises:
            FieldTypeException: It is no `StructFieldSchema`.
        """
        self._struct_fields.append(_struct(struct_field_schema))
        return self

    def add_function(self, function: Function) -> Self:
        """Add a function.

        Raises:
            ParamError: It is no `Function`.
        """
        if not isinstance(function, Function):  # pyright: ignore[reportUnnecessaryIsInstance]  # callers may be untyped
            raise ParamError(message=f"functions of a schema are Function, not {type(function).__name__}")
        self._functions.append(function)
        self._mark_outputs()
        return self

    def verify(self) -> None:
        """Check the schema as a whole.

        Raises:
            SchemaNotReadyException: Says what is wrong with which field.
            ParamError: Says what is wrong with which function or struct field.
        """
        self._mark_fields()
        self._check_keys()
        for struct in self._struct_fields:
            struct.verify()
        for function in self._functions:
            function.verify(self)

    def to_dict(self) -> dict[str, Any]:
        """The schema as a dict."""
        made: dict[str, Any] = {
            "auto_id": self.auto_id,
            "description": self._description,
            "fields": [field.to_dict() for field in self._fields],
            "enable_dynamic_field": self._enable_dynamic_field,
            "enable_namespace": self._enable_namespace,
        }
        if self._external_source:
            made["external_source"] = self._external_source
        if self._external_spec:
            made["external_spec"] = self._external_spec
        if self._functions:
            made["functions"] = [function.to_dict() for function in self._functions]
        if self._struct_fields:
            made["struct_fields"] = [struct.to_dict() for struct in self._struct_fields]
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
        names = [*(field.name for field in self._fields), *(struct.name for struct in self._struct_fields)]
        twice = next((name for name in names if names.count(name) > 1), None)
        if twice is not None:
            raise SchemaNotReadyException(message=f"field {twice} is declared twice")
        if self._external_source:
            if self._options.get("auto_id", False):
                raise ParamError(message="an external collection has no auto_id")
            return
        if self.primary_field is None:
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


def _key(what: str) -> str:
    return what.removeprefix("is_").replace("primary", "primary_key").replace("_", " ")


def _one_only(what: str, names: Sequence[str]) -> str:
    return f"a schema has one {_key(what)}, not {', '.join(names)}"


def _listed(what: str, given: object) -> Sequence[object]:
    if not isinstance(given, list | tuple):
        kind = FunctionsTypeException if what == "functions" else FieldsTypeException
        raise kind(message=f"{what} of a schema must be a list, not {type(given).__name__}")
    return cast("Sequence[object]", given)


def _field(given: object) -> FieldSchema:
    if not isinstance(given, FieldSchema):
        raise FieldTypeException(message=f"fields of a schema are FieldSchema, not {type(given).__name__}")
    return given


def _struct(given: object) -> StructFieldSchema:
    if not isinstance(given, StructFieldSchema):
        raise FieldTypeException(message=f"struct fields are StructFieldSchema, not {type(given).__name__}")
    return given


def _placed_struct(name: str, options: AddFieldOptions) -> StructFieldSchema:
    """The struct field that the options of `add_field` describe."""
    schema = options.get("struct_schema")
    if schema is None:
        raise ParamError(message=f"field {name}: an ARRAY of STRUCT needs struct_schema")
    capacity = options.get("max_capacity")
    if capacity is None:
        raise ParamError(message=f"field {name}: an ARRAY of STRUCT needs max_capacity")
    storage = {"mmap_enabled": options.get("mmap_enabled"), "warmup": options.get("warmup")}
    return _struct(schema).placed(
        name,
        capacity,
        nullable=options.get("nullable", False),
        description=options.get("description"),
        params={key: value for key, value in storage.items() if value is not None},
    )


def _function(given: object) -> Function:
    if not isinstance(given, Function):
        raise SchemaNotReadyException(message=f"functions of a schema are Function, not {type(given).__name__}")
    return given
