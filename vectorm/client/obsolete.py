"""Enumerations that only old programs name. Nothing here is sent: index and metric types are texts today."""

from enum import IntEnum


class _Named(IntEnum):
    """Shown by its name, as PyMilvus does."""

    def __repr__(self) -> str:
        return f"<{type(self).__name__}: {self.name}>"

    def __str__(self) -> str:
        return self.name


class IndexType(_Named):
    """Index types of Milvus 1."""

    INVALID = 0
    FLAT = 1
    IVFLAT = 2
    IVF_SQ8 = 3
    RNSG = 4
    IVF_SQ8H = 5
    IVF_PQ = 6
    HNSW = 11
    ANNOY = 12
    IVF_FLAT = 2
    IVF_SQ8_H = 5


class RangeType(IntEnum):
    """How a value is compared in a range."""

    LT = 0
    LTE = 1
    EQ = 2
    GT = 3
    GTE = 4
    NE = 5


class IndexState(IntEnum):
    """How far the build of an index is."""

    IndexStateNone = 0
    Unissued = 1
    InProgress = 2
    Finished = 3
    Failed = 4
    Deleted = 5


class PlaceholderType(IntEnum):
    """What the query vectors of a search are."""

    NoneType = 0
    BinaryVector = 100
    FloatVector = 101
    FLOAT16_VECTOR = 102
    BFLOAT16_VECTOR = 103
    SparseFloatVector = 104
    Int8Vector = 105
    VARCHAR = 21
    EmbListBinaryVector = 300
    EmbListFloatVector = 301
    EmbListFloat16Vector = 302
    EmbListBFloat16Vector = 303
    EmbListSparseFloatVector = 304
    EmbListInt8Vector = 305
