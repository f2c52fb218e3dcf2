"""What a collection is."""

from collections.abc import Mapping
from dataclasses import field

from vectorm.enums import ConsistencyLevel
from vectorm.errors import SchemaNotReadyException
from vectorm.records import dataclass
from vectorm.spec.field import FieldSpec
from vectorm.spec.function import FunctionSpec
from vectorm.spec.struct_array import StructSpec, split_path

TTL = "collection.ttl.seconds"
"""Property of a collection: the age in seconds at which rows vanish."""

MMAP = "mmap.enabled"
"""Property of a collection, a field or an index: it is read from disk as it is needed."""

ALLOW_AUTO_ID = "allow_insert_auto_id"
"""Property of a collection: inserts may bring the keys that the server makes otherwise."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CollectionSpec:
    """The schema and the creation options of a collection.

    Attributes:
        structs: Fields that hold a list of structs in each row.
        external_source: Where the rows of an external collection lie, as a URI; "" for others.
        external_spec: How to read them, as JSON text.
    """

    name: str
    fields: tuple[FieldSpec, ...]
    description: str = ""
    enable_dynamic_field: bool = False
    functions: tuple[FunctionSpec, ...] = ()
    properties: Mapping[str, str] = field(default_factory=dict[str, str])
    num_shards: int | None = None
    num_partitions: int | None = None
    consistency_level: ConsistencyLevel | None = None
    structs: tuple[StructSpec, ...] = ()
    enable_namespace: bool = False
    external_source: str = ""
    external_spec: str = ""

    @property
    def primary(self) -> FieldSpec:
        """The primary key field."""
        for each in self.fields:
            if each.is_primary:
                return each
        raise SchemaNotReadyException(message=f"collection {self.name} declares no primary key field")

    @property
    def vectors(self) -> tuple[FieldSpec, ...]:
        """The vector fields, in order; those in structs are not among them."""
        return tuple(each for each in self.fields if each.data_type.is_vector)

    def find(self, name: str) -> FieldSpec | None:
        """The field of that name, or None."""
        for each in self.fields:
            if each.name == name:
                return each
        return None

    def find_struct(self, name: str) -> StructSpec | None:
        """The struct field of that name, or None."""
        return next((each for each in self.structs if each.name == name), None)

    def find_in_struct(self, path: str) -> FieldSpec | None:
        """The field of a struct by its path, `chunks[vector]`, or None."""
        parts = split_path(path)
        struct = self.find_struct(parts[0]) if parts else None
        return struct.find(parts[1]) if parts and struct else None


@dataclass(frozen=True, slots=True, kw_only=True)
class CollectionInfo:
    """A collection as the server describes it. Milvus Lite gives 0 for ids and timestamps."""

    spec: CollectionSpec
    collection_id: int = 0
    aliases: tuple[str, ...] = ()
    created_timestamp: int = 0
    update_timestamp: int = 0
    schema_version: int = 0
    num_partitions: int = 0
    start_positions: Mapping[str, bytes] = field(default_factory=dict[str, bytes])
    database: str = ""
