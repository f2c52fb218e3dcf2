"""Indexes of model fields, one class per type, with the parameters that the type has.

Numbers and meanings: https://milvus.io/docs/index-explained.md. A parameter left at None is the server's choice.
"""

import dataclasses
from typing import Any, ClassVar, Literal, TypeAlias

from vectorm.enums import DataType, MetricType
from vectorm.errors import SchemaNotReadyException
from vectorm.records import dataclass
from vectorm.spec.index import IndexSpec
from vectorm.spec.struct_array import split_path

Metric: TypeAlias = Literal[
    "COSINE", "L2", "IP", "HAMMING", "JACCARD", "BM25", "MHJACCARD",
    "MAX_SIM_COSINE", "MAX_SIM_L2", "MAX_SIM_IP", "MAX_SIM_HAMMING", "MAX_SIM_JACCARD",
] | MetricType  # fmt: skip

FLOATS = frozenset({DataType.FLOAT_VECTOR, DataType.FLOAT16_VECTOR, DataType.BFLOAT16_VECTOR, DataType.INT8_VECTOR})
BINARY = frozenset({DataType.BINARY_VECTOR})
SPARSE = frozenset({DataType.SPARSE_FLOAT_VECTOR})
_NUMBERS = frozenset({
    DataType.INT8, DataType.INT16, DataType.INT32, DataType.INT64, DataType.FLOAT, DataType.DOUBLE,
})  # fmt: skip
_SCALARS = _NUMBERS | {DataType.BOOL, DataType.VARCHAR, DataType.ARRAY, DataType.JSON}

_METRICS: dict[frozenset[DataType], tuple[str, ...]] = {
    FLOATS: ("COSINE", "L2", "IP"),
    BINARY: ("HAMMING", "JACCARD"),
    SPARSE: ("IP", "BM25"),
}


@dataclass(frozen=True, kw_only=True)
class Index:
    """An index on one field. Use one of the classes below it.

    Attributes:
        name: Name of the index; the field's name unless told otherwise.
    """

    TYPE: ClassVar[str] = ""
    FIELDS: ClassVar[frozenset[DataType]] = frozenset()
    SEARCH: ClassVar[frozenset[str]] = frozenset()
    """Search parameters that the index type reads."""

    name: str = ""

    def build(self, field: str, data_type: DataType) -> IndexSpec:
        """The description of the index on a field.

        Raises:
            SchemaNotReadyException: If this index type or metric cannot be on such a field.
        """
        if data_type not in self.FIELDS:
            raise SchemaNotReadyException(message=f"field {field}: {self.TYPE} cannot index {data_type.name}")
        params = {
            each.metadata.get("key", each.name): getattr(self, each.name)
            for each in dataclasses.fields(self)
            if each.name not in {"name", "metric"} and getattr(self, each.name) is not None
        }
        return IndexSpec(
            field=field,
            index_type=self.TYPE,
            metric_type=self._metric(field, data_type),
            name=self.name or "_".join(split_path(field) or (field,)),
            params=params,
        )

    def _metric(self, field: str, data_type: DataType) -> str:  # noqa: ARG002
        return ""


@dataclass(frozen=True, kw_only=True)
class VectorIndex(Index):
    """An index on a vector field.

    Attributes:
        metric: How vectors are compared: COSINE (default), L2 or IP; binary: HAMMING or JACCARD; sparse: IP or BM25;
            in structs: these with MAX_SIM before, such as MAX_SIM_COSINE.
    """

    METRICS: ClassVar[tuple[str, ...]] = ()
    """Metrics of the index type; those of the vector type if empty."""

    metric: Metric | None = None

    def _metric(self, field: str, data_type: DataType) -> str:
        allowed = self.METRICS or next(metrics for types, metrics in _METRICS.items() if data_type in types)
        if split_path(field) is not None:
            allowed = tuple(f"MAX_SIM_{metric}" for metric in allowed)
        metric = allowed[0] if self.metric is None else getattr(self.metric, "value", self.metric)
        if metric not in allowed:
            raise SchemaNotReadyException(
                message=f"field {field}: metric {metric!r} does not compare {data_type.name}",
                hint=f"metrics of such fields are {', '.join(allowed)}",
            )
        return str(metric)


def _key(name: str) -> Any:
    """A parameter whose name in Milvus differs from ours."""
    return dataclasses.field(default=None, metadata={"key": name})


@dataclass(frozen=True, kw_only=True)
class AUTOINDEX(VectorIndex):
    """The server's choice."""

    TYPE = "AUTOINDEX"
    FIELDS = FLOATS | BINARY | SPARSE
    SEARCH = frozenset({"level"})


@dataclass(frozen=True, kw_only=True)
class FLAT(VectorIndex):
    """No index: every vector is compared; exact."""

    TYPE = "FLAT"
    FIELDS = FLOATS


@dataclass(frozen=True, kw_only=True)
class IVF_FLAT(VectorIndex):  # noqa: N801
    """Clusters. `nlist`: number of clusters, 1 to 65,536."""

    TYPE = "IVF_FLAT"
    FIELDS = FLOATS
    SEARCH = frozenset({"nprobe"})

    nlist: int = 128


@dataclass(frozen=True, kw_only=True)
class IVF_SQ8(VectorIndex):  # noqa: N801
    """Clusters of numbers of 8 bits. `nlist`: number of clusters, 1 to 65,536."""

    TYPE = "IVF_SQ8"
    FIELDS = FLOATS
    SEARCH = frozenset({"nprobe"})

    nlist: int = 128


@dataclass(frozen=True, kw_only=True)
class IVF_PQ(VectorIndex):  # noqa: N801
    """Clusters with product quantization. `m`: number of parts of a vector (divides dim); `nbits`: bits of a part."""

    TYPE = "IVF_PQ"
    FIELDS = FLOATS
    SEARCH = frozenset({"nprobe"})

    nlist: int = 128
    m: int
    nbits: int = 8


@dataclass(frozen=True, kw_only=True)
class SCANN(VectorIndex):
    """Clusters with fast quantization. `nlist`: number of clusters; `with_raw_data`: keep vectors to rerank with."""

    TYPE = "SCANN"
    FIELDS = FLOATS
    SEARCH = frozenset({"nprobe", "reorder_k"})

    nlist: int = 128
    with_raw_data: bool | None = None


@dataclass(frozen=True, kw_only=True)
class HNSW(VectorIndex):
    """A graph. `m`: most edges of a node, 2 to 2,048; `ef_construction`: candidates while building, 1 to 512."""

    TYPE = "HNSW"
    FIELDS = FLOATS
    SEARCH = frozenset({"ef"})

    m: int = dataclasses.field(default=16, metadata={"key": "M"})
    ef_construction: int = dataclasses.field(default=200, metadata={"key": "efConstruction"})


@dataclass(frozen=True, kw_only=True)
class DISKANN(VectorIndex):
    """A graph on disk."""

    TYPE = "DISKANN"
    FIELDS = FLOATS
    SEARCH = frozenset({"search_list"})


@dataclass(frozen=True, kw_only=True)
class BIN_FLAT(VectorIndex):  # noqa: N801
    """No index on binary vectors: every vector is compared; exact."""

    TYPE = "BIN_FLAT"
    FIELDS = BINARY


@dataclass(frozen=True, kw_only=True)
class BIN_IVF_FLAT(VectorIndex):  # noqa: N801
    """Clusters of binary vectors. `nlist`: number of clusters, 1 to 65,536."""

    TYPE = "BIN_IVF_FLAT"
    FIELDS = BINARY
    SEARCH = frozenset({"nprobe"})

    nlist: int = 128


@dataclass(frozen=True, kw_only=True)
class MINHASH_LSH(VectorIndex):  # noqa: N801
    """Signatures in buckets, for finding duplicates (Milvus 2.6).

    `mh_lsh_band`: number of bands, more find less similar texts; `mh_element_bit_width`: bits of a hash, 32 for a
    `MinHash` function; `with_raw_data`: keep signatures to compute exact similarities with.
    """

    TYPE = "MINHASH_LSH"
    FIELDS = BINARY
    METRICS = ("MHJACCARD",)

    mh_element_bit_width: int = 32
    mh_lsh_band: int | None = None
    with_raw_data: bool | None = None


@dataclass(frozen=True, kw_only=True)
class SPARSE_INVERTED_INDEX(VectorIndex):  # noqa: N801
    """Inverted lists of sparse vectors. `k1`, `b`: of BM25 only."""

    TYPE = "SPARSE_INVERTED_INDEX"
    FIELDS = SPARSE
    SEARCH = frozenset({"drop_ratio_search"})

    inverted_index_algo: str | None = None
    k1: float | None = _key("bm25_k1")
    b: float | None = _key("bm25_b")


@dataclass(frozen=True, kw_only=True)
class INVERTED(Index):
    """Inverted lists of scalar values (Milvus 2.4)."""

    TYPE = "INVERTED"
    FIELDS = _SCALARS


@dataclass(frozen=True, kw_only=True)
class STL_SORT(Index):  # noqa: N801
    """Sorted numbers."""

    TYPE = "STL_SORT"
    FIELDS = _NUMBERS


@dataclass(frozen=True, kw_only=True)
class TRIE(Index):
    """A prefix tree of texts."""

    TYPE = "Trie"
    FIELDS = frozenset({DataType.VARCHAR})


@dataclass(frozen=True, kw_only=True)
class BITMAP(Index):
    """Bitmaps of values that few rows differ in (Milvus 2.5)."""

    TYPE = "BITMAP"
    FIELDS = _SCALARS - {DataType.FLOAT, DataType.DOUBLE, DataType.JSON}


def default_index(data_type: DataType) -> VectorIndex:
    """The index of a vector field that declares none."""
    if data_type in BINARY:
        return BIN_FLAT()
    return SPARSE_INVERTED_INDEX() if data_type in SPARSE else AUTOINDEX()


_VECTOR_TYPES: tuple[type[VectorIndex], ...] = (
    AUTOINDEX, FLAT, IVF_FLAT, IVF_SQ8, IVF_PQ, SCANN, HNSW, DISKANN, BIN_FLAT, BIN_IVF_FLAT, MINHASH_LSH,
    SPARSE_INVERTED_INDEX,
)  # fmt: skip


def search_params(index_type: str) -> frozenset[str]:
    """Names of the search parameters that an index type reads."""
    return next(kind.SEARCH for kind in _VECTOR_TYPES if index_type == kind.TYPE)
