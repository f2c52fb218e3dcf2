"""What the connected engine would ignore or crash on is refused here, before anything is sent."""

import json
from collections.abc import Iterator, Mapping
from typing import Any, cast

from vectorm.enums import DataType, FunctionType
from vectorm.errors import Unsupported
from vectorm.spec.capabilities import Capabilities
from vectorm.spec.collection import ALLOW_AUTO_ID, CollectionSpec
from vectorm.spec.feature import Feature
from vectorm.spec.field import UNSET, FieldSpec

_FUNCTIONS = {FunctionType.TEXTEMBEDDING: Feature.TEXT_EMBEDDING, FunctionType.MINHASH: Feature.MINHASH}


def check_collection(capabilities: Capabilities, spec: CollectionSpec) -> None:
    """Refuse a schema that the engine cannot hold.

    Milvus 2.3.5 creates a collection with a field type it does not know, and dies when it is loaded.

    Raises:
        Unsupported: Names the collection, the field and the engine.
    """
    if spec.structs and not capabilities.can(Feature.STRUCT_ARRAYS):
        named = f"{spec.name}.{spec.structs[0].name}"
        raise Unsupported(message=f"field {named}: {capabilities.label} has no {Feature.STRUCT_ARRAYS.value.what}")
    for field in (*spec.fields, *(field for struct in spec.structs for field in struct.fields)):
        check_field(capabilities, spec.name, field)
    check_properties(capabilities, spec.name, spec.properties)
    if spec.external_source and not capabilities.can(Feature.EXTERNAL_COLLECTIONS):
        raise Unsupported(message=f"collection {spec.name}: {capabilities.label} has no external collections")
    if len(spec.vectors) > 1 and not capabilities.can(Feature.SEVERAL_VECTORS):
        names = ", ".join(field.name for field in spec.vectors)
        raise Unsupported(message=f"collection {spec.name}: {capabilities.label} holds one vector field, not {names}")
    for function in spec.functions:
        feature = _FUNCTIONS.get(function.type, Feature.FUNCTIONS)
        if not capabilities.can(feature):
            raise Unsupported(message=f"collection {spec.name}: {capabilities.label} has no {feature.value.what}")


def check_properties(capabilities: Capabilities, name: str, properties: Mapping[str, Any]) -> None:
    """Refuse a property that the engine would ignore.

    Raises:
        Unsupported: It would make keys of its own where the caller's are meant to be kept.
    """
    given = str(properties.get(ALLOW_AUTO_ID, "")).lower() == "true"
    if given and not capabilities.can(Feature.AUTO_ID_GIVEN):
        told = f"collection {name}: {capabilities.label} has no {Feature.AUTO_ID_GIVEN.value.what}"
        raise Unsupported(message=f"{told} (property {ALLOW_AUTO_ID})")


def check_field(capabilities: Capabilities, collection: str, field: FieldSpec) -> None:
    """Refuse a field that the engine cannot hold.

    Raises:
        Unsupported: Names the collection, the field and the engine.
    """
    for problem in _field_problems(capabilities, field):
        raise Unsupported(message=f"field {collection}.{field.name}: {capabilities.label} {problem}")


def _field_problems(capabilities: Capabilities, field: FieldSpec) -> Iterator[str]:
    if field.data_type not in capabilities.data_types:
        yield f"has no fields of type {field.data_type.name}"
    if field.nullable and not capabilities.can(Feature.NULLABLE):
        yield "has no nullable fields: it would drop the mark silently"
    elif field.nullable and field.data_type.is_vector and not capabilities.can(Feature.NULLABLE_VECTORS):
        yield f"has no {Feature.NULLABLE_VECTORS.value.what}"
    for feature in _analyzer_needs(field):
        if not capabilities.can(feature):
            yield f"has no {feature.value.what}"
    if field.default is not UNSET and field.data_type.is_vector:
        yield "has no default values for vectors"
    if field.auto_id and field.data_type is DataType.VARCHAR and not capabilities.can(Feature.VARCHAR_AUTO_ID):
        yield "makes ids for INT64 keys only; let the client make VARCHAR keys (default_factory=uuid7)"


def _analyzer_needs(field: FieldSpec) -> Iterator[Feature]:
    """What the analyzer of a field asks of an engine that would ignore it."""
    if "multi_analyzer_params" in field.params:
        yield Feature.LANGUAGE_ANALYZERS
    try:
        analyzer: Any = json.loads(field.params.get("analyzer_params", "{}"))
        given: list[Any] = analyzer.get("filter") or []
        filters = [each for each in given if each != "lowercase"]
        kind: Any = analyzer.get("tokenizer") or analyzer.get("type", "standard")
    except (ValueError, AttributeError, TypeError):
        return  # the server tells what is wrong with it
    if not all(map(_is_list_of_words, filters)):
        yield Feature.ANALYZER_FILTERS
    if field.params.get("enable_match") == "true" and (filters or kind != "standard"):
        yield Feature.MATCH_ANALYZERS


def _is_list_of_words(given: Any) -> bool:
    """Whether a filter takes out words that it lists; `_english_` stands for a list of the server's."""
    if not isinstance(given, dict) or given.get("type") != "stop":  # pyright: ignore[reportUnknownMemberType]
        return False
    words = cast("dict[str, Any]", given).get("stop_words")
    return isinstance(words, list) and not any(str(word).startswith("_") for word in cast("list[object]", words))
