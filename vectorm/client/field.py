"""`FieldSchema`: one field of a `CollectionSchema`."""

import json
from collections.abc import Mapping
from typing import Any

import numpy as np
from typing_extensions import Self, Unpack

from vectorm.client.keywords import checked_methods
from vectorm.client.options import FieldOptions
from vectorm.enums import DataType
from vectorm.errors import (
    AutoIDException,
    ClusteringKeyException,
    DataTypeNotSupportException,
    PartitionKeyException,
    PrimaryKeyException,
    SchemaNotReadyException,
)

_FLAGS = ("is_primary", "auto_id", "is_partition_key", "is_clustering_key", "is_dynamic", "nullable")
_KINDS: dict[str, type[SchemaNotReadyException]] = {
    "is_primary": PrimaryKeyException,
    "auto_id": AutoIDException,
    "is_partition_key": PartitionKeyException,
    "is_clustering_key": ClusteringKeyException,
}
"""What a flag of a wrong type raises; SchemaNotReadyException for others."""
_NUMBERS = ("dim", "max_length", "max_capacity")
_PARAMS = (*_NUMBERS, "enable_match", "enable_analyzer", "analyzer_params", "multi_analyzer_params")
_STORAGE = ("mmap_enabled", "warmup")
_PARAMETRIC = (DataType.VARCHAR, DataType.TEXT, DataType.ARRAY)
_VALUES: dict[DataType, tuple[type, ...]] = {
    DataType.BOOL: (bool,),
    DataType.INT8: (int,),
    DataType.INT16: (int,),
    DataType.INT32: (int,),
    DataType.INT64: (int,),
    DataType.FLOAT: (int, float),
    DataType.DOUBLE: (int, float),
    DataType.VARCHAR: (str,),
    DataType.TEXT: (str,),
    DataType.JSON: (str, int, float, bool, list, dict),
    DataType.GEOMETRY: (str,),
    DataType.TIMESTAMPTZ: (str,),
}


@checked_methods
class FieldSchema:
    """Name, type and properties of a field.

    Args:
        name: Field name.
        dtype: Milvus type, or its number.
        description: Text for people.
        **options: `dim` for vectors, `max_length` (UTF-8 bytes) for VARCHAR, `max_capacity` and `element_type` for
            ARRAY, `is_primary`, `auto_id`, `nullable`, `default_value`, ...

    Raises:
        SchemaNotReadyException: A property of a wrong type, or one that contradicts another.
    """

    def __init__(self, name: str, dtype: DataType, description: str = "", **options: Unpack[FieldOptions]) -> None:
        self.name = name
        self._dtype = _data_type(name, dtype)
        self._description = description
        flags = {flag: _flag(name, flag, options.get(flag, False)) for flag in _FLAGS}
        self.is_primary = flags["is_primary"]
        self.auto_id = flags["auto_id"]
        self.is_partition_key = flags["is_partition_key"]
        self.is_clustering_key = flags["is_clustering_key"]
        self.is_dynamic = flags["is_dynamic"]
        self.nullable = flags["nullable"]
        self.is_function_output = _flag(name, "is_function_output", options.get("is_function_output", False))
        self.external_field = options.get("external_field", "")
        self.element_type = options.get("element_type")
        given: object = options.get("default_value")
        self.default_value: Any = given.item() if isinstance(given, np.generic) else given
        self._params = _params(name, self._dtype, options)
        if self.auto_id and not self.is_primary:
            raise _problem(name, "auto_id can only be set on the primary key field", PrimaryKeyException)
        if "default_value" in options:
            _check_default(self)

    @classmethod
    def construct_from_dict(cls, raw: Mapping[str, Any]) -> Self:
        """A field from a dict as `to_dict` or `describe_collection` gives it."""
        options: FieldOptions = {}
        for flag in _FLAGS:
            options[flag] = bool(raw.get(flag, False))  # type: ignore[literal-required]  # one of FieldOptions
        if raw.get("default_value") is not None:
            options["default_value"] = raw["default_value"]
        options["element_type"] = raw.get("element_type") or None
        options["external_field"] = raw.get("external_field", "")
        made = cls(raw["name"], raw["type"], raw.get("description", ""), **options)
        made._params.update(raw.get("params") or {})  # as the server has them, known here or not
        made.is_function_output = bool(raw.get("is_function_output", False))
        return made

    @property
    def dtype(self) -> DataType:
        """Milvus type."""
        return self._dtype

    @property
    def description(self) -> str:
        """Text for people."""
        return self._description

    @property
    def params(self) -> dict[str, Any]:
        """Type parameters, such as `{"dim": 128}`."""
        return self._params

    @property
    def dim(self) -> int | None:
        """Dimensions of a vector field."""
        return self._params.get("dim")

    @property
    def max_length(self) -> int | None:
        """Longest text in UTF-8 bytes."""
        return self._params.get("max_length")

    @property
    def max_capacity(self) -> int | None:
        """Most elements of an ARRAY."""
        return self._params.get("max_capacity")

    def to_dict(self) -> dict[str, Any]:
        """The field as a dict."""
        made: dict[str, Any] = {"name": self.name, "description": self._description, "type": self._dtype}
        if self._params:
            made["params"] = dict(self._params)
        if self.is_primary:
            made["is_primary"] = True
            made["auto_id"] = self.auto_id
        if self.is_partition_key:
            made["is_partition_key"] = True
        if self.default_value is not None:
            made["default_value"] = self.default_value
        made.update({flag: True for flag in ("is_dynamic", "nullable") if getattr(self, flag)})
        if self._dtype is DataType.ARRAY and self.element_type:
            made["element_type"] = self.element_type
        made.update({flag: True for flag in ("is_clustering_key", "is_function_output") if getattr(self, flag)})
        if self.external_field:
            made["external_field"] = self.external_field
        return made

    def copy(self) -> "FieldSchema":
        """A field of its own with the same properties."""
        return type(self).construct_from_dict(self.to_dict())

    def __eq__(self, other: object) -> bool:
        return isinstance(other, FieldSchema) and self.to_dict() == other.to_dict()

    __hash__ = None  # type: ignore[assignment]  # fields can be changed

    def __repr__(self) -> str:
        return str(self.to_dict())


def _problem(
    name: str, reason: str, kind: type[SchemaNotReadyException] = SchemaNotReadyException
) -> SchemaNotReadyException:
    return kind(message=f"field {name}: {reason}")


def _data_type(name: str, value: Any) -> DataType:
    try:
        found = DataType(value)
    except ValueError:
        found = DataType.UNKNOWN
    if found in {DataType.UNKNOWN, DataType.NONE}:
        raise _problem(name, f"{value!r} is not a DataType", DataTypeNotSupportException)
    return found


def _flag(name: str, flag: str, value: object) -> bool:
    if not isinstance(value, bool):
        told = f"{flag} must be a bool, not {type(value).__name__}"
        raise _problem(name, told, _KINDS.get(flag, SchemaNotReadyException))
    return value


def _params(name: str, dtype: DataType, options: FieldOptions) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for key in _STORAGE:
        if key in options:
            found[key] = options[key]  # type: ignore[literal-required]  # from _STORAGE
    if dtype not in _PARAMETRIC and not dtype.is_vector:
        return found
    for key in _PARAMS:
        value: object = options.get(key)
        if value is None:
            continue
        if key in _NUMBERS and (isinstance(value, bool) or not isinstance(value, int)):
            value = _number(name, key, value)
        elif isinstance(value, Mapping):
            value = json.dumps(value, ensure_ascii=False, separators=(",", ":"))
        elif isinstance(value, str) and value.lower() in {"true", "false"}:
            value = value.lower() == "true"
        found[key] = value
    return found


def _number(name: str, key: str, value: object) -> int:
    """A number given as text, as PyMilvus allows it."""
    if isinstance(value, str) and value.isdecimal():
        return int(value)
    raise _problem(name, f"{key} must be an int, not {type(value).__name__}")


def _check_default(field: FieldSchema) -> None:
    value = field.default_value
    if value is None:
        if not field.nullable:
            raise _problem(field.name, "default_value is None, but the field is not nullable")
        return
    kinds = _VALUES.get(field.dtype)
    if kinds is None:
        raise _problem(field.name, f"a {field.dtype.name} field cannot have a default_value")
    if not isinstance(value, kinds) or (isinstance(value, bool) and bool not in kinds):
        raise _problem(field.name, f"default_value is of type {type(value).__name__}; the field is {field.dtype.name}")
