"""From a model class to what Milvus is told: the collection's schema and its indexes."""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Any

from vectorm.enums import DataType
from vectorm.errors import ParamError, SchemaNotReadyException
from vectorm.model.annotation import FieldType
from vectorm.model.checks import (
    LISTS,
    MOST_ELEMENTS,
    MOST_TEXT,
    FieldPlan,
    Options,
    collection_problems,
    field_problems,
    struct_problems,
)
from vectorm.model.declare import Declaration
from vectorm.model.function import BM25, MinHash
from vectorm.model.index import MINHASH_LSH, Index, VectorIndex, default_index
from vectorm.model.keys import KEY_LENGTH, ContentHash
from vectorm.spec.collection import CollectionSpec
from vectorm.spec.field import UNSET, FieldSpec
from vectorm.spec.function import FunctionSpec
from vectorm.spec.index import IndexSpec
from vectorm.spec.struct_array import StructSpec, join_path


def compile_field(model: str, name: str, declared: Declaration, kind: FieldType) -> FieldPlan:
    """The plan of one field.

    Raises:
        SchemaNotReadyException: For what cannot be; names the field and what to write instead.
    """
    for problem, hint in field_problems(name, declared, kind):
        raise SchemaNotReadyException(message=f"{model}.{name}: {problem}", hint=hint)
    is_text = DataType.VARCHAR in {kind.data_type, kind.element_type}
    spec = FieldSpec(
        name=name,
        data_type=kind.data_type,
        description=declared.description,
        is_primary=declared.primary_key,
        auto_id=declared.auto_id,
        dim=declared.dim,
        max_length=(declared.max_length or kind.max_length or _longest(declared)) if is_text else None,
        max_capacity=(declared.max_capacity or MOST_ELEMENTS) if kind.data_type in LISTS else None,
        element_type=kind.element_type,
        nullable=kind.nullable and declared.embed is None,
        default=_server_default(model, name, declared, kind),
        is_partition_key=declared.partition_key,
        is_clustering_key=declared.clustering_key,
        is_function_output=declared.function is not None,
        params=declared.params,
    )
    return FieldPlan(name, declared, kind, spec, None if kind.struct is None else _struct_spec(spec, kind.struct))


def check_struct(struct: str, plans: Mapping[str, FieldPlan]) -> None:
    """Check the fields of a class of structs, and their indexes.

    Raises:
        SchemaNotReadyException: For what cannot be; names the field and what to write instead.
    """
    for problem, hint in struct_problems(plans):
        raise SchemaNotReadyException(message=f"{struct}{problem}", hint=hint)
    list(_part_indexes(struct, plans))


def _struct_spec(spec: FieldSpec, struct: type[Any]) -> StructSpec:
    plans: Mapping[str, FieldPlan] = struct.__plans__
    return StructSpec(
        name=spec.name,
        fields=tuple(plan.spec for plan in plans.values()),
        description=spec.description,
        max_capacity=spec.max_capacity,
        nullable=spec.nullable,
    )


def compile_collection(
    model: str, options: Options, plans: Mapping[str, FieldPlan]
) -> tuple[CollectionSpec, tuple[IndexSpec, ...]]:
    """The schema of a model's collection and the indexes of its fields.

    Raises:
        SchemaNotReadyException: For what cannot be.
    """
    for problem, hint in collection_problems(options, plans):
        raise SchemaNotReadyException(message=f"{model}: {problem}", hint=hint)
    fields = [plan for plan in plans.values() if plan.struct is None]
    made = [plan.declared.function for plan in fields if plan.declared.function is not None]
    analyzed = {function.source for function in made if function.needs_words}
    spec = CollectionSpec(
        name=options.collection,
        fields=tuple(_analyzed(plan.spec) if plan.name in analyzed else plan.spec for plan in fields),
        structs=tuple(plan.struct for plan in plans.values() if plan.struct is not None),
        description=options.description,
        enable_dynamic_field=options.dynamic,
        functions=tuple(_functions(plans)),
        properties=options.properties,
        num_shards=options.shards,
        num_partitions=options.partitions,
        consistency_level=options.consistency,
    )
    return spec, tuple(_indexes(model, options, plans))


def _longest(declared: Declaration) -> int:
    return KEY_LENGTH if isinstance(declared.default_factory, ContentHash) else MOST_TEXT


def _server_default(model: str, name: str, declared: Declaration, kind: FieldType) -> Any:
    value = declared.server_default
    if value is UNSET or kind.store is None:
        return value
    try:
        return kind.store(value)
    except (TypeError, ValueError, AttributeError) as error:
        message = f"{model}.{name}: server_default={value!r} does not fit: {error}"
        raise SchemaNotReadyException(message=message) from error


def _analyzed(spec: FieldSpec) -> FieldSpec:
    return replace(spec, params={**spec.params, "enable_analyzer": "true"})


def _functions(plans: Mapping[str, FieldPlan]) -> Iterator[FunctionSpec]:
    for name, plan in plans.items():
        if plan.declared.function is not None:
            yield plan.declared.function.build(name, plan.spec.dim)


def _indexes(model: str, options: Options, plans: Mapping[str, FieldPlan]) -> Iterator[IndexSpec]:
    for name, plan in plans.items():
        index = _index_of(plan)
        if index is not None:
            built = _built(model, index, name, plan)
            yield built if index.name else replace(built, name=options.index_names.format(field=built.name))
        if plan.type.struct is not None:
            yield from _part_indexes(model, plan.type.struct.__plans__, name)


def _part_indexes(owner: str, plans: Mapping[str, FieldPlan], field: str = "structs") -> Iterator[IndexSpec]:
    """Indexes on fields of the structs in a field."""
    for name, plan in plans.items():
        index = _index_of(plan)
        if index is not None:
            yield _built(owner, index, join_path(field, name), plan)


def _built(owner: str, index: Index, name: str, plan: FieldPlan) -> IndexSpec:
    try:
        return index.build(name, plan.spec.data_type)
    except ParamError as error:
        raise SchemaNotReadyException(message=f"{owner}: {error.message}", hint=error.hint) from None


def _index_of(plan: FieldPlan) -> Index | None:
    index = plan.declared.index
    if not plan.declared.is_vector:
        return index
    function = plan.declared.function
    if index is None:
        index = MINHASH_LSH() if isinstance(function, MinHash) else default_index(plan.spec.data_type)
    if isinstance(function, BM25) and isinstance(index, VectorIndex) and index.metric is None:
        return replace(index, metric="BM25")
    return index
