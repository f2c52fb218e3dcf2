"""What a field of a collection is."""

from collections.abc import Mapping
from dataclasses import field
from typing import Any

from vectorm.enums import DataType
from vectorm.records import dataclass

DYNAMIC_FIELD = "$meta"


class Unset:
    """The type of `UNSET`: no default value, where None is a value."""

    def __repr__(self) -> str:
        return "UNSET"


UNSET = Unset()


@dataclass(frozen=True, slots=True, kw_only=True)
class FieldSpec:
    """One field of a collection, as Milvus's FieldSchema has it.

    Attributes:
        dim: Dimensions of a vector field (bits for BINARY_VECTOR); None for sparse vectors and scalars.
        max_length: Longest VARCHAR (or VARCHAR element of an ARRAY) in UTF-8 bytes, 1 to 65,535.
        max_capacity: Most elements of an ARRAY, 1 to 4,096.
        field_id: Number that the server gave the field; 0 before, and on Milvus Lite. Not compared.
        external_field: Column of the external data that the field stands for; "" in usual collections.
        params: Further type parameters, as text: `enable_analyzer`, `enable_match`, `analyzer_params`, `mmap.enabled`.
    """

    name: str
    data_type: DataType
    description: str = ""
    is_primary: bool = False
    auto_id: bool = False
    dim: int | None = None
    max_length: int | None = None
    max_capacity: int | None = None
    element_type: DataType | None = None
    nullable: bool = False
    default: Any = UNSET
    is_partition_key: bool = False
    is_clustering_key: bool = False
    is_dynamic: bool = False
    is_function_output: bool = False
    external_field: str = ""
    field_id: int = field(default=0, compare=False)
    params: Mapping[str, str] = field(default_factory=dict[str, str])

    @property
    def is_generated(self) -> bool:
        """Whether the server makes the value, so that an insert leaves it out."""
        return self.auto_id or self.is_function_output
