"""What a model cannot be: each check gives the problem and what to write instead."""

import json
from collections.abc import Iterator, Mapping
from dataclasses import field
from enum import Enum
from typing import Any, TypeAlias

from vectorm.enums import ConsistencyLevel, DataType
from vectorm.errors import FilterError
from vectorm.expr.literal import render_name
from vectorm.model.annotation import ELEMENTS, FieldType
from vectorm.model.declare import Declaration
from vectorm.model.function import HASH_BITS, MinHash
from vectorm.model.index import FLOATS, Index
from vectorm.model.keys import KEY_LENGTH, ContentHash
from vectorm.records import dataclass
from vectorm.spec.field import UNSET, FieldSpec
from vectorm.spec.struct_array import StructSpec

Problem: TypeAlias = tuple[str, str]
"""What is wrong, and what to write instead."""

MOST_TEXT = 65_535
MOST_ELEMENTS = 4_096
MOST_DIM = 32_768
"""Limits of Milvus 2.3 to 2.6: https://milvus.io/docs/limitations.md."""

LISTS = frozenset({DataType.ARRAY, DataType.ARRAY_OF_STRUCT})
ANALYZED = frozenset({DataType.VARCHAR, DataType.TEXT})
NUMBERS = frozenset({
    DataType.INT8, DataType.INT16, DataType.INT32, DataType.INT64, DataType.FLOAT, DataType.DOUBLE,
})  # fmt: skip
CLUSTERED = NUMBERS | {DataType.VARCHAR}
DEFAULTED = CLUSTERED | {DataType.BOOL, DataType.TIMESTAMPTZ, DataType.GEOMETRY}
KEY_TYPES = frozenset({DataType.INT64, DataType.VARCHAR})

_ANNOTATIONS = {
    DataType.FLOAT_VECTOR: "FloatVector", DataType.SPARSE_FLOAT_VECTOR: "SparseVector",
    DataType.BINARY_VECTOR: "BinaryVector",
}  # fmt: skip

CONTENT_TYPES = KEY_TYPES | {DataType.BOOL, DataType.INT8, DataType.INT16, DataType.INT32}
"""What a key can be made of: values of one form, which do not change in place."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Options:
    """What the class statement says: `class Doc(Model, collection="docs", ...)`."""

    collection: str
    description: str = ""
    dynamic: bool = False
    consistency: ConsistencyLevel | None = None
    shards: int | None = None
    partitions: int | None = None
    properties: Mapping[str, str] = field(default_factory=dict[str, str])
    index_names: str = "{field}"


@dataclass(frozen=True, slots=True)
class FieldPlan:
    """One field of a model: what was declared, its type, and its description for Milvus.

    Attributes:
        struct: The description of a field that holds structs; `spec` then has its name and its type only.
    """

    name: str
    declared: Declaration
    type: FieldType
    spec: FieldSpec
    struct: StructSpec | None = None


def field_problems(name: str, declared: Declaration, kind: FieldType) -> Iterator[Problem]:
    """What is wrong with one field."""
    try:
        render_name(name)
    except FilterError as error:
        yield "the name is a word of the filter language", error.hint
    yield from _option_problems(declared)
    yield from _vector_problems(declared, kind)
    yield from _key_problems(declared, kind)
    yield from _kind_problems(declared, kind)
    if declared.default is not UNSET and declared.default_factory is not None:
        yield "has a default and a default_factory", "leave one out"
    yield from _size_problems(declared, kind)


def _option_problems(declared: Declaration) -> Iterator[Problem]:
    """Options of a wrong type, of programs that no type checker has seen."""
    index: Any = declared.index
    if isinstance(index, type) and issubclass(index, Index):
        yield f"index={index.__name__} is a class", f"write index={index.__name__}()"
    elif index is not None and not isinstance(index, Index):
        yield f"index={index!r} is no index", "write index=HNSW() or another class of indexes"
    numbers: dict[str, object] = {
        "dim": declared.dim, "max_length": declared.max_length, "max_capacity": declared.max_capacity,
    }  # fmt: skip
    for option, number in numbers.items():
        if number is not None and type(number) is not int:
            yield f"{option}={number!r}", "give a whole number"


def _kind_problems(declared: Declaration, kind: FieldType) -> Iterator[Problem]:
    """What Milvus 3.0 does not have: https://milvus.io/docs/nullable-and-default.md, https://milvus.io/docs/text.md."""
    name = kind.data_type.name
    if kind.struct is not None and kind.nullable:
        yield "a list of structs is never null", "leave `| None` out: an empty list is a value"
    if declared.server_default is not UNSET and kind.data_type not in DEFAULTED:
        yield f"the server has no default values for {name}", "write default= or default_factory="
    if declared.clustering_key and kind.data_type not in CLUSTERED:
        yield f"{name} cannot be a clustering key", "a number or text can"
    if kind.struct is not None and declared.index is not None:
        yield "an index goes on a field of the structs", f"declare it in {kind.struct.__name__}"


def _size_problems(declared: Declaration, kind: FieldType) -> Iterator[Problem]:
    if declared.max_length is not None:
        if DataType.VARCHAR not in {kind.data_type, kind.element_type}:
            yield f"max_length is for text; the field is {kind.data_type.name}", "leave it out"
        if not 1 <= declared.max_length <= MOST_TEXT:
            yield f"max_length={declared.max_length}", f"from 1 to {MOST_TEXT:,} bytes"
    if declared.max_capacity is not None:
        if kind.data_type not in LISTS:
            yield f"max_capacity is for lists of scalars; the field is {kind.data_type.name}", "leave it out"
        if not 1 <= declared.max_capacity <= MOST_ELEMENTS:
            yield f"max_capacity={declared.max_capacity}", f"from 1 to {MOST_ELEMENTS:,} elements"
    if "enable_analyzer" in declared.params and kind.data_type not in ANALYZED:
        yield f"analyzers are for text; the field is {kind.data_type.name}", "leave enable_match and analyzer out"


def _vector_problems(declared: Declaration, kind: FieldType) -> Iterator[Problem]:
    if kind.data_type.is_vector and not declared.is_vector:
        yield "is a vector", "declare it with vector(dim=...) instead of field(...)"
    elif declared.is_vector and not kind.data_type.is_vector:
        yield f"is {kind.data_type.name}, not a vector", "annotate it Mapped[FloatVector], or use field(...)"
    elif declared.is_vector:
        yield from _dim_problems(declared.dim, kind.data_type)
    if declared.embed is not None and kind.data_type not in FLOATS:
        yield f"an embedder makes float vectors, not {kind.data_type.name}", "annotate it Mapped[FloatVector]"
    yield from _function_problems(declared, kind)


def _function_problems(declared: Declaration, kind: FieldType) -> Iterator[Problem]:
    function = declared.function
    if function is None:
        return
    name = type(function).__name__
    if declared.embed is not None:
        yield f"is made by an embedder and by {name}", "leave one out"
    if kind.data_type not in function.MAKES:
        types = " or ".join(each.name for each in function.MAKES)
        yield (
            f"{name} makes {types}, not {kind.data_type.name}",
            f"annotate it Mapped[{_ANNOTATIONS[function.MAKES[0]]}]",
        )
    if isinstance(function, MinHash) and (declared.dim or 0) % HASH_BITS:
        yield f"dim={declared.dim} of a MinHash is no multiple of {HASH_BITS}", f"dim is {HASH_BITS} times the hashes"


def _dim_problems(dim: int | None, data_type: DataType) -> Iterator[Problem]:
    is_binary = data_type is DataType.BINARY_VECTOR
    if data_type is DataType.SPARSE_FLOAT_VECTOR:
        if dim is not None:
            yield "a sparse vector has no dim", "leave dim out"
    elif dim is None:
        yield "has no dim", "write vector(dim=...) with the number of dimensions"
    elif not 1 <= dim <= (MOST_DIM * 8 if is_binary else MOST_DIM):
        yield f"dim={dim}", f"from 1 to {MOST_DIM:,}"
    elif is_binary and dim % 8:
        yield f"dim={dim} of a binary vector is not a multiple of 8", "dim counts bits"


def _key_problems(declared: Declaration, kind: FieldType) -> Iterator[Problem]:
    if declared.primary_key:
        if kind.data_type not in KEY_TYPES:
            yield f"a primary key is int or str, not {kind.data_type.name}", "Mapped[int] or Mapped[str]"
        if kind.nullable:
            yield "a primary key is never null", "leave `| None` out"
        if declared.partition_key:
            yield "a primary key cannot be the partition key", "leave partition_key out"
        yield from _adapted_key_problems(declared, kind.python)
    elif declared.auto_id:
        yield "auto_id is for the primary key", "add primary_key=True"
    if isinstance(declared.default_factory, ContentHash):
        if not declared.primary_key or kind.data_type is not DataType.VARCHAR:
            yield "content_hash() makes text keys", "write id: Mapped[str] = field(primary_key=True, ...)"
        elif (declared.max_length or KEY_LENGTH) < KEY_LENGTH:
            yield f"max_length={declared.max_length} of a key by content_hash()", f"it has {KEY_LENGTH} characters"
    if declared.partition_key and (kind.data_type not in KEY_TYPES or kind.nullable):
        yield "a partition key is int or str and never null", "Mapped[int] or Mapped[str]"


def _adapted_key_problems(declared: Declaration, python: type[Any] | None) -> Iterator[Problem]:
    """Sessions know objects by the Python values of their keys."""
    if python is None:
        return
    name = python.__name__
    if declared.auto_id:
        yield f"the server makes no keys of type {name}", "leave auto_id out, or write Mapped[int]"
    methods: tuple[Any, Any] = (python.__eq__, python.__hash__)  # the hash of a class whose values have none is None
    if methods[1] is None or (methods[0] is object.__eq__ and not issubclass(python, Enum)):
        yield f"keys of type {name} cannot be told apart", f"give {name} an __eq__ and a __hash__: a frozen dataclass"


def struct_problems(plans: Mapping[str, FieldPlan]) -> Iterator[Problem]:
    """What is wrong with the fields of a struct; the problem begins with the field."""
    if not plans:
        yield ": a struct needs a field", "text: Mapped[str] = field(max_length=500)"
    for name, plan in plans.items():
        for problem, hint in _part_problems(plan.declared, plan.type):
            yield f".{name}: {problem}", hint


def _part_problems(declared: Declaration, kind: FieldType) -> Iterator[Problem]:
    if kind.data_type not in ELEMENTS and kind.dense is None:
        yield f"a struct cannot hold {kind.data_type.name}", "it holds bool, numbers, text and dense vectors"
    if kind.nullable:
        yield "a value in a struct is never null", "leave `| None` out"
    marks = {
        "primary_key": declared.primary_key,
        "partition_key": declared.partition_key,
        "clustering_key": declared.clustering_key,
        "server_default": declared.server_default is not UNSET,
        "embed": declared.embed is not None,
        "function": declared.function is not None,
    }
    for mark in (mark for mark, is_set in marks.items() if is_set):
        yield f"{mark} is for fields of models", "leave it out"


def collection_problems(options: Options, plans: Mapping[str, FieldPlan]) -> Iterator[Problem]:
    """What is wrong with the fields together."""
    if not options.collection:
        yield "the collection has no name", 'write class Doc(Model, collection="docs")'
    keys = [name for name, plan in plans.items() if plan.declared.primary_key]
    if not keys:
        yield "no primary key", "add id: Mapped[str] = field(primary_key=True, default_factory=uuid7)"
    if len(keys) > 1:
        yield f"several primary keys: {', '.join(keys)}", "Milvus has one key field"
    if not any(plan.declared.is_vector or (plan.struct and plan.struct.vectors) for plan in plans.values()):
        yield "no vector field", "add embedding: Mapped[FloatVector] = vector(dim=...)"
    partition_keys = [name for name, plan in plans.items() if plan.declared.partition_key]
    if len(partition_keys) > 1:
        yield f"several partition keys: {', '.join(partition_keys)}", "Milvus has one partition key"
    if options.partitions is not None and not partition_keys:
        yield "partitions= counts the partitions of a partition key, and there is none", "add partition_key=True"
    yield from _source_problems(plans)
    yield from _content_problems(plans)
    yield from _language_problems(plans)


def _source_problems(plans: Mapping[str, FieldPlan]) -> Iterator[Problem]:
    for name, plan in plans.items():
        maker = plan.declared.embed or plan.declared.function
        if maker is None:
            continue
        source = plans.get(maker.source)
        if source is None:
            yield f"field {name} is made from {maker.source!r}, which is no field", f"fields are {', '.join(plans)}"
        elif source.type.data_type not in ANALYZED:
            yield f"field {name} is made from {maker.source}, which is not text", "name a Mapped[str] field"


def _content_problems(plans: Mapping[str, FieldPlan]) -> Iterator[Problem]:
    for name, plan in plans.items():
        made = plan.declared.default_factory
        for each in made.fields if isinstance(made, ContentHash) else ():
            source = plans.get(each)
            if source is None or source.spec.is_primary:
                yield f"the key {name} is made of {each!r}, which is no other field", f"fields are {', '.join(plans)}"
            elif source.type.data_type not in CONTENT_TYPES:
                kind = source.type.data_type.name
                yield f"the key {name} is made of {each}, which is {kind}", "name texts, whole numbers or bool"


def _language_problems(plans: Mapping[str, FieldPlan]) -> Iterator[Problem]:
    for name, plan in plans.items():
        analyzers = plan.declared.params.get("multi_analyzer_params")
        language: str = "" if analyzers is None else json.loads(analyzers)["by_field"]
        source = plans.get(language)
        if analyzers is not None and (source is None or source.type.data_type is not DataType.VARCHAR):
            yield f"field {name}: the analyzers are chosen by {language!r}, which is no text field", "name one"
