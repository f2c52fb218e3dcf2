"""What the server tells of collections and indexes, as PyMilvus's dicts."""

import json
from collections.abc import Mapping, Sequence
from typing import Any

from vectorm.client.consistency import level_name
from vectorm.client.specs import field_params, function_dict, struct_params
from vectorm.enums import ConsistencyLevel, DataType, IndexState
from vectorm.errors import AmbiguousIndexName
from vectorm.spec.alias import Alias, Aliases
from vectorm.spec.collection import CollectionInfo
from vectorm.spec.field import UNSET, FieldSpec
from vectorm.spec.function import FunctionSpec
from vectorm.spec.index import IndexInfo, IndexSpec
from vectorm.spec.struct_array import StructSpec

_FIELD_FLAGS = ("is_partition_key", "is_dynamic", "auto_id", "nullable", "is_primary", "is_clustering_key")
_STATES = {
    IndexState.NONE: "IndexStateNone",
    IndexState.UNISSUED: "Unissued",
    IndexState.IN_PROGRESS: "InProgress",
    IndexState.FINISHED: "Finished",
    IndexState.FAILED: "Failed",
    IndexState.RETRY: "Retry",
}


def collection_dict(info: CollectionInfo) -> dict[str, Any]:
    """What `describe_collection` returns."""
    spec = info.spec
    level = ConsistencyLevel.BOUNDED if spec.consistency_level is None else spec.consistency_level
    made: dict[str, Any] = {
        "collection_name": spec.name,
        "auto_id": any(field.auto_id for field in spec.fields),
        "num_shards": spec.num_shards or 0,
        "description": spec.description,
        "fields": [*map(field_dict, spec.fields), *map(struct_dict, spec.structs)],
        "functions": [_function_dict(function) for function in spec.functions],
        "aliases": list(info.aliases),
        "collection_id": info.collection_id,
        "consistency_level": int(level),
        "consistency_level_name": level_name(level),
        "properties": dict(spec.properties),
        "num_partitions": info.num_partitions,
        "enable_dynamic_field": spec.enable_dynamic_field,
        "enable_namespace": spec.enable_namespace,
        "schema_version": info.schema_version,
    }
    for name in ("external_source", "external_spec"):
        if getattr(spec, name):
            made[name] = getattr(spec, name)
    for name in ("created_timestamp", "update_timestamp"):
        if getattr(info, name):
            made[name] = getattr(info, name)
    return made


def field_dict(field: FieldSpec) -> dict[str, Any]:
    """A field among those of `describe_collection`."""
    made: dict[str, Any] = {
        "field_id": field.field_id,
        "name": field.name,
        "description": field.description,
        "type": field.data_type,
        "params": {**field_params(field), **_told_flags(field.params)},
    }
    if field.default is not UNSET:
        made["default_value"] = field.default
    if field.element_type:
        made["element_type"] = field.element_type
    made.update({flag: True for flag in _FIELD_FLAGS if getattr(field, flag)})
    if field.is_function_output:
        made["is_function_output"] = True
    if field.external_field:
        made["external_field"] = field.external_field
    return made


def struct_dict(struct: StructSpec) -> dict[str, Any]:
    """A struct field among the fields of `describe_collection`: an ARRAY of STRUCT."""
    made: dict[str, Any] = {
        "field_id": struct.field_id,
        "name": struct.name,
        "description": struct.description,
        "type": DataType.ARRAY,
        "element_type": DataType.STRUCT,
        "params": struct_params(struct),
        "struct_fields": [_part_dict(field) for field in struct.fields],
    }
    if struct.nullable:
        made["nullable"] = True
    return made


def _part_dict(field: FieldSpec) -> dict[str, Any]:
    params = field_params(field)
    made: dict[str, Any] = {
        "field_id": field.field_id,
        "name": field.name,
        "type": field.data_type,
        "description": field.description,
    }
    return {**made, "params": params} if params else made


def _told_flags(params: Mapping[str, str]) -> dict[str, str]:
    """Truth values as the server tells them: as text, but for that of `mmap_enabled`."""
    return {key: value for key, value in params.items() if value in {"true", "false"} and key != "mmap.enabled"}


def _function_dict(function: FunctionSpec) -> dict[str, Any]:
    return {
        **function_dict(function),
        "id": function.function_id,
        "input_field_ids": list(function.input_ids),
        "output_field_ids": list(function.output_ids),
    }


def alias_dict(alias: str, found: Alias) -> dict[str, Any]:
    """What `describe_alias` returns."""
    parts = {"collection_name": found.collection, "db_name": found.database}
    return {"alias": alias, **{name: value for name, value in parts.items() if value}}


def aliases_dict(found: Aliases) -> dict[str, Any]:
    """What `list_aliases` returns."""
    parts = {"collection_name": found.collection, "db_name": found.database}
    return {"aliases": list(found.names), **{name: value for name, value in parts.items() if value}}


def index_dict(info: IndexInfo) -> dict[str, Any]:
    """What `describe_index` returns: the parameters as the server tells them."""
    told: dict[str, Any] = dict(info.told)
    if told.get("params"):
        told["params"] = json.loads(told["params"])
    return {
        **told,
        "field_name": info.spec.field,
        "index_name": info.spec.name,
        **progress_dict(info),
    }


def index_params_dict(spec: IndexSpec) -> dict[str, Any]:
    """`Index.params`: build parameters stand under `params`, as numbers."""
    return {**_types(spec), "params": dict(spec.params)} if spec.params else _types(spec)


def progress_dict(info: IndexInfo) -> dict[str, Any]:
    """How far the build of an index is."""
    return {
        "total_rows": info.total_rows,
        "indexed_rows": info.indexed_rows,
        "pending_index_rows": info.pending_rows,
        "state": _STATES[info.state],
    }


def stats_dict(stats: dict[str, str]) -> dict[str, Any]:
    """Statistics with `row_count` as an int."""
    return {**stats, "row_count": int(stats["row_count"])} if "row_count" in stats else dict(stats)


def _types(spec: IndexSpec) -> dict[str, Any]:
    types = {"index_type": spec.index_type, "metric_type": spec.metric_type}
    return {name: value for name, value in types.items() if value}


def single_index(collection: str, found: Sequence[IndexInfo]) -> IndexInfo:
    """The only one of some indexes.

    Raises:
        AmbiguousIndexName: There are several.
    """
    if len(found) > 1:
        names = ", ".join(info.spec.name for info in found)
        told = f"collection {collection} has several indexes: {names}"
        raise AmbiguousIndexName(message=told, hint="give index_name=")
    return found[0]
