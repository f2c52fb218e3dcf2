"""What the connected engine would ignore or crash on is refused here, before anything is sent."""

from collections.abc import Iterator

from vectorm.enums import DataType
from vectorm.errors import Unsupported
from vectorm.spec.capabilities import Capabilities
from vectorm.spec.collection import CollectionSpec
from vectorm.spec.feature import Feature
from vectorm.spec.field import UNSET, FieldSpec


def check_collection(capabilities: Capabilities, spec: CollectionSpec) -> None:
    """Refuse a schema that the engine cannot hold.

    Milvus 2.3.5 creates a collection with a field type it does not know, and dies when it is loaded.

    Raises:
        Unsupported: Names the collection, the field and the engine.
    """
    for field in spec.fields:
        for problem in _field_problems(capabilities, field):
            raise Unsupported(message=f"field {spec.name}.{field.name}: {capabilities.label} {problem}")
    if len(spec.vectors) > 1 and not capabilities.can(Feature.SEVERAL_VECTORS):
        names = ", ".join(field.name for field in spec.vectors)
        raise Unsupported(message=f"collection {spec.name}: {capabilities.label} holds one vector field, not {names}")
    if spec.functions and not capabilities.can(Feature.FUNCTIONS):
        raise Unsupported(message=f"collection {spec.name}: {capabilities.label} has no functions such as BM25")


def _field_problems(capabilities: Capabilities, field: FieldSpec) -> Iterator[str]:
    if field.data_type not in capabilities.data_types:
        yield f"has no fields of type {field.data_type.name}"
    if field.nullable and not capabilities.can(Feature.NULLABLE):
        yield "has no nullable fields: it would drop the mark silently"
    if field.default is not UNSET and field.data_type.is_vector:
        yield "has no default values for vectors"
    if field.auto_id and field.data_type is DataType.VARCHAR and not capabilities.can(Feature.VARCHAR_AUTO_ID):
        yield "makes ids for INT64 keys only; let the client make VARCHAR keys (default_factory=uuid7)"
