"""`field()` and `vector()`: what a model says about a field beside its type."""

import json
from collections.abc import Callable, Mapping
from dataclasses import field as attribute
from typing import Any, Literal, TypeAlias, TypeVar, overload

from vectorm.errors import SchemaNotReadyException
from vectorm.model.embed import Embed
from vectorm.model.function import ServerFunction
from vectorm.model.index import Index, VectorIndex
from vectorm.model.mapped import Mapped
from vectorm.records import dataclass
from vectorm.spec.field import UNSET

T = TypeVar("T")

Warmup: TypeAlias = Literal["sync", "disable"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Declaration:
    """What `field()` or `vector()` was told; the metaclass turns it into a pydantic field and a FieldSpec."""

    is_vector: bool = False
    default: Any = UNSET
    default_factory: Callable[[], Any] | None = None
    server_default: Any = UNSET
    primary_key: bool = False
    auto_id: bool = False
    max_length: int | None = None
    max_capacity: int | None = None
    partition_key: bool = False
    clustering_key: bool = False
    description: str = ""
    index: Index | None = None
    dim: int | None = None
    embed: Embed | None = None
    function: ServerFunction | None = None
    params: Mapping[str, str] = attribute(default_factory=dict[str, str])

    @property
    def is_generated(self) -> bool:
        """Whether the value is made by the server or by an embedder, so that the constructor may leave it out."""
        return self.auto_id or self.embed is not None or self.function is not None


@overload
def field(
    *,
    primary_key: Literal[True],
    auto_id: Literal[True],
    max_length: int | None = None,
    description: str = "",
    init: Literal[False] = False,
) -> Mapped[Any]: ...
@overload
def field(
    *,
    default: T,
    max_length: int | None = None,
    max_capacity: int | None = None,
    partition_key: bool = False,
    clustering_key: bool = False,
    description: str = "",
    index: Index | None = None,
    server_default: T = ...,
    enable_analyzer: bool = False,
    enable_match: bool = False,
    analyzer: Mapping[str, Any] | None = None,
    mmap: bool | None = None,
    warmup: Warmup | None = None,
) -> Mapped[T]: ...
@overload
def field(
    *,
    default_factory: Callable[[], T],
    primary_key: bool = False,
    max_length: int | None = None,
    max_capacity: int | None = None,
    partition_key: bool = False,
    clustering_key: bool = False,
    description: str = "",
    index: Index | None = None,
    enable_analyzer: bool = False,
    enable_match: bool = False,
    analyzer: Mapping[str, Any] | None = None,
    mmap: bool | None = None,
    warmup: Warmup | None = None,
) -> Mapped[T]: ...
@overload
def field(
    *,
    primary_key: bool = False,
    max_length: int | None = None,
    max_capacity: int | None = None,
    partition_key: bool = False,
    clustering_key: bool = False,
    description: str = "",
    index: Index | None = None,
    enable_analyzer: bool = False,
    enable_match: bool = False,
    analyzer: Mapping[str, Any] | None = None,
    mmap: bool | None = None,
    warmup: Warmup | None = None,
) -> Mapped[Any]: ...
def field(
    *,
    primary_key: bool = False,
    auto_id: bool = False,
    default: Any = UNSET,
    default_factory: Callable[[], Any] | None = None,
    server_default: Any = UNSET,
    max_length: int | None = None,
    max_capacity: int | None = None,
    partition_key: bool = False,
    clustering_key: bool = False,
    description: str = "",
    index: Index | None = None,
    enable_analyzer: bool = False,
    enable_match: bool = False,
    analyzer: Mapping[str, Any] | None = None,
    mmap: bool | None = None,
    warmup: Warmup | None = None,
    init: bool = True,
) -> Any:
    """A scalar, JSON or list field.

    Args:
        primary_key: Rows are known by this field: `Mapped[int]` or `Mapped[str]`.
        auto_id: The server makes the key when the row is written.
        default: Value of objects made without one.
        default_factory: Makes the value of objects made without one, such as `uuid7` or `list`.
        server_default: Value that the server stores where a row has none (Milvus 2.5).
        max_length: Longest text (or text in a list) in UTF-8 bytes, 1 to 65,535.
        max_capacity: Most elements of a list, 1 to 4,096.
        partition_key: Rows are spread over partitions by this field, and searches that name its value read one.
        clustering_key: Rows are sorted into segments by this field.
        description: Kept in the collection's schema.
        index: Index on a scalar field, such as `INVERTED()`.
        enable_analyzer: Text is cut into words (implied by `BM25` on the field and by `enable_match`).
        enable_match: `text_match` can be used on the field.
        analyzer: Analyzer parameters, such as `{"type": "english"}`; `{"by_field": "language", "analyzers": {...}}`
            for texts of several languages (Milvus 2.6).
        mmap: Whether the values are read from disk as they are needed, instead of being held in memory (Milvus 2.4).
        warmup: Whether the values are loaded when the collection is ("sync") or at their first use (Milvus 2.6).
        init: For type checkers: the constructor does not take an auto id. Leave it alone.

    Raises:
        SchemaNotReadyException: When the class is made, for what cannot be.
    """
    if not init and not auto_id:
        raise SchemaNotReadyException(message="field(init=) is only a mark for type checkers", hint="leave it out")
    params = _analyzer_params(analyzer, enable_analyzer=enable_analyzer, enable_match=enable_match)
    params |= _storage_params(mmap, warmup)
    return Declaration(
        primary_key=primary_key,
        auto_id=auto_id,
        default=default,
        default_factory=default_factory,
        server_default=server_default,
        max_length=max_length,
        max_capacity=max_capacity,
        partition_key=partition_key,
        clustering_key=clustering_key,
        description=description,
        index=index,
        params=params,
    )


@overload
def vector(
    *,
    function: ServerFunction,
    dim: int | None = None,
    index: VectorIndex | None = None,
    description: str = "",
    mmap: bool | None = None,
    warmup: Warmup | None = None,
    init: Literal[False] = False,
) -> Mapped[Any]: ...
@overload
def vector(
    *,
    dim: int,
    embed: Embed,
    index: VectorIndex | None = None,
    description: str = "",
    mmap: bool | None = None,
    warmup: Warmup | None = None,
    init: Literal[False] = False,
) -> Mapped[Any]: ...
@overload
def vector(
    *,
    dim: int | None = None,
    default: T,
    index: VectorIndex | None = None,
    embed: Embed | None = None,
    description: str = "",
    mmap: bool | None = None,
    warmup: Warmup | None = None,
) -> Mapped[T]: ...
@overload
def vector(
    *,
    dim: int | None = None,
    index: VectorIndex | None = None,
    description: str = "",
    mmap: bool | None = None,
    warmup: Warmup | None = None,
) -> Mapped[Any]: ...
def vector(
    *,
    dim: int | None = None,
    index: VectorIndex | None = None,
    embed: Embed | None = None,
    function: ServerFunction | None = None,
    default: Any = UNSET,
    description: str = "",
    mmap: bool | None = None,
    warmup: Warmup | None = None,
    init: bool = True,
) -> Any:
    """A vector field.

    Args:
        dim: Dimensions (bits for `BinaryVector`, a multiple of 8); none for `SparseVector`.
        index: Index on the field; by default AUTOINDEX with metric COSINE (binary: BIN_FLAT with HAMMING, sparse:
            SPARSE_INVERTED_INDEX with IP, or BM25 for a BM25 function).
        embed: Makes the vector from another field's text when an object is written, and from texts that are searched
            for. The constructor then takes no vector; declare `Mapped[FloatVector | None]` with `default=None` if it
            should.
        function: The server makes the vector: `BM25("body")`, `TextEmbedding("body", "openai", "model")`,
            `MinHash("body")`.
        default: None for an optional vector.
        description: Kept in the collection's schema.
        mmap: Whether the vectors are read from disk as they are needed, instead of being held in memory (Milvus 2.4).
        warmup: Whether the vectors are loaded when the collection is ("sync") or at their first use (Milvus 2.6).
        init: For type checkers: the constructor does not take a generated vector. Leave it alone.

    Raises:
        SchemaNotReadyException: When the class is made, for what cannot be.
    """
    if not init and embed is None and function is None:
        raise SchemaNotReadyException(
            message="vector(init=False) is only a mark for type checkers", hint="leave it out"
        )
    return Declaration(
        is_vector=True,
        dim=dim,
        index=index,
        embed=embed,
        function=function,
        default=default,
        description=description,
        params=_storage_params(mmap, warmup),
    )


def _analyzer_params(
    analyzer: Mapping[str, Any] | None, *, enable_analyzer: bool, enable_match: bool
) -> dict[str, str]:
    params: dict[str, str] = {}
    if enable_analyzer or enable_match or analyzer is not None:
        params["enable_analyzer"] = "true"
    if enable_match:
        params["enable_match"] = "true"
    if analyzer is not None:
        params["multi_analyzer_params" if "by_field" in analyzer else "analyzer_params"] = json.dumps(analyzer)
    return params


def _storage_params(mmap: bool | None, warmup: Warmup | None) -> dict[str, str]:
    params: dict[str, str] = {}
    if mmap is not None:
        params["mmap.enabled"] = str(mmap).lower()
    if warmup is not None:
        params["warmup"] = warmup
    return params
