"""What a collection is."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from vectorm.enums import ConsistencyLevel
from vectorm.errors import SchemaNotReadyException
from vectorm.spec.field import FieldSpec
from vectorm.spec.function import FunctionSpec


@dataclass(frozen=True, slots=True, kw_only=True)
class CollectionSpec:
    """The schema and the creation options of a collection."""

    name: str
    fields: tuple[FieldSpec, ...]
    description: str = ""
    enable_dynamic_field: bool = False
    functions: tuple[FunctionSpec, ...] = ()
    properties: Mapping[str, str] = field(default_factory=dict[str, str])
    num_shards: int | None = None
    num_partitions: int | None = None
    consistency_level: ConsistencyLevel | None = None

    @property
    def primary(self) -> FieldSpec:
        """The primary key field."""
        for each in self.fields:
            if each.is_primary:
                return each
        raise SchemaNotReadyException(message=f"collection {self.name} declares no primary key field")

    @property
    def vectors(self) -> tuple[FieldSpec, ...]:
        """The vector fields, in order."""
        return tuple(each for each in self.fields if each.data_type.is_vector)

    def find(self, name: str) -> FieldSpec | None:
        """The field of that name, or None."""
        for each in self.fields:
            if each.name == name:
                return each
        return None


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
