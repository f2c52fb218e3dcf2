"""Milvus's enumerations, with the numbers of its protocol."""

from enum import Enum, IntEnum


class DataType(IntEnum):
    """The type of a field. Numbers: `schema.proto` of milvus-proto."""

    NONE = 0
    BOOL = 1
    INT8 = 2
    INT16 = 3
    INT32 = 4
    INT64 = 5
    FLOAT = 10
    DOUBLE = 11
    STRING = 20
    VARCHAR = 21
    ARRAY = 22
    JSON = 23
    GEOMETRY = 24
    TEXT = 25
    TIMESTAMPTZ = 26
    BINARY_VECTOR = 100
    FLOAT_VECTOR = 101
    FLOAT16_VECTOR = 102
    BFLOAT16_VECTOR = 103
    SPARSE_FLOAT_VECTOR = 104
    INT8_VECTOR = 105
    ARRAY_OF_VECTOR = 106
    ARRAY_OF_STRUCT = 200
    STRUCT = 201
    UNKNOWN = 999
    _ARRAY_OF_VECTOR = ARRAY_OF_VECTOR
    _ARRAY_OF_STRUCT = ARRAY_OF_STRUCT

    @classmethod
    def _missing_(cls, value: object) -> "DataType | None":
        """A type of a newer server is UNKNOWN: its collection can be described, its field not read."""
        return cls.UNKNOWN if isinstance(value, int) else None

    def __str__(self) -> str:
        return str(self.value)  # as PyMilvus's, on every Python

    @property
    def is_vector(self) -> bool:
        """Whether values of the type can be searched."""
        return 100 <= self <= 105

    @property
    def is_integer(self) -> bool:
        """Whether values of the type are whole numbers."""
        return self in _INTEGERS

    @property
    def is_text(self) -> bool:
        """Whether values of the type are Python strings on our side."""
        return self in _TEXTS


_INTEGERS = frozenset({DataType.INT8, DataType.INT16, DataType.INT32, DataType.INT64})
_TEXTS = frozenset({DataType.STRING, DataType.VARCHAR, DataType.TEXT, DataType.GEOMETRY, DataType.TIMESTAMPTZ})


class ConsistencyLevel(IntEnum):
    """How fresh a read must be: https://milvus.io/docs/consistency.md."""

    STRONG = 0
    SESSION = 1
    BOUNDED = 2
    EVENTUALLY = 3
    CUSTOMIZED = 4
    # PyMilvus's spelling
    Strong = 0
    Session = 1
    Bounded = 2
    Eventually = 3
    Customized = 4


class FunctionType(IntEnum):
    """What a schema function computes."""

    UNKNOWN = 0
    BM25 = 1
    TEXTEMBEDDING = 2
    RERANK = 3
    MINHASH = 4


class FunctionChainStage(IntEnum):
    """When a function chain runs."""

    UNSPECIFIED = 0
    INGESTION = 1
    PRE_PROCESS = 2
    L0_RERANK = 3
    L1_RERANK = 4
    L2_RERANK = 5
    POST_PROCESS = 6


class HighlightType(IntEnum):
    """How words are found that a highlighter marks: by the analyzer, or by meaning."""

    LEXICAL = 0
    SEMANTIC = 1


class FieldOpType(IntEnum):
    """What an upsert does with the stored value of a field."""

    REPLACE = 0
    ARRAY_APPEND = 1
    ARRAY_REMOVE = 2


class IndexState(IntEnum):
    """How far the build of an index is."""

    NONE = 0
    UNISSUED = 1
    IN_PROGRESS = 2
    FINISHED = 3
    FAILED = 4
    RETRY = 5


class LoadState(IntEnum):
    """Whether a collection can be searched."""

    NotExist = 0
    NotLoad = 1
    Loading = 2
    Loaded = 3

    def __repr__(self) -> str:
        return f"<LoadState: {self.name}>"

    def __str__(self) -> str:
        return self.name


class MetricType(str, Enum):
    """How two vectors, or two lists of vectors (`MAX_SIM`), are compared: https://milvus.io/docs/metric.md."""

    L2 = "L2"
    IP = "IP"
    COSINE = "COSINE"
    HAMMING = "HAMMING"
    JACCARD = "JACCARD"
    BM25 = "BM25"
    MHJACCARD = "MHJACCARD"
    MAX_SIM = "MAX_SIM"
    MAX_SIM_COSINE = "MAX_SIM_COSINE"
    MAX_SIM_IP = "MAX_SIM_IP"
    MAX_SIM_L2 = "MAX_SIM_L2"
    MAX_SIM_HAMMING = "MAX_SIM_HAMMING"
    MAX_SIM_JACCARD = "MAX_SIM_JACCARD"


class CompactionState(IntEnum):
    """How far a compaction is."""

    UNDEFINED = 0
    EXECUTING = 1
    COMPLETED = 2


class _Told(IntEnum):
    """Enums of what a server tells: a number of a newer server is the first member; shown as PyMilvus does."""

    @classmethod
    def _missing_(cls, value: object) -> "_Told | None":
        return next(iter(cls)) if isinstance(value, int) else None

    def __repr__(self) -> str:
        return f"<{type(self).__name__}: {self.name}>"

    def __str__(self) -> str:
        return self.name


class CompactionType(_Told):
    """Why segments are rewritten."""

    UndefinedCompaction = 0
    MergeCompaction = 2
    MixCompaction = 3
    SingleCompaction = 4
    MinorCompaction = 5
    MajorCompaction = 6
    Level0DeleteCompaction = 7
    ClusteringCompaction = 8
    SortCompaction = 9
    PartitionKeySortCompaction = 10
    ClusteringPartitionKeySortCompaction = 11
    BumpSchemaVersionCompaction = 12


class CompactionTaskState(_Told):
    """How far one plan of a compaction is."""

    Unknown = 0
    Executing = 1
    Pipelining = 2
    Completed = 3
    Failed = 4
    Timeout = 5
    Analyzing = 6
    Indexing = 7
    Cleaned = 8
    MetaSaved = 9
    Statistic = 10


class SegmentState(_Told):
    """What is going on with a segment."""

    SegmentStateNone = 0
    NotExist = 1
    Growing = 2
    Sealed = 3
    Flushed = 4
    Flushing = 5
    Dropped = 6
    Importing = 7


class SegmentLevel(_Told):
    """What a segment holds: L0 deletes, L1 rows as they came, L2 rows sorted by a key."""

    Legacy = 0
    L0 = 1
    L1 = 2
    L2 = 3

    def __str__(self) -> str:
        return str(self.value)  # PyMilvus shows the number, and the name as `level_name`


class RestoreSnapshotState(_Told):
    """How far a snapshot is restored."""

    RestoreSnapshotNone = 0
    RestoreSnapshotPending = 1
    RestoreSnapshotExecuting = 2
    RestoreSnapshotCompleted = 3
    RestoreSnapshotFailed = 4


class RefreshExternalCollectionState(_Told):
    """How far the data of an external collection is read anew."""

    RefreshPending = 0
    RefreshInProgress = 1
    RefreshCompleted = 2
    RefreshFailed = 3


class WALName(_Told):
    """What holds the write-ahead log of a cluster."""

    Unknown = 0
    RocksMQ = 1
    Pulsar = 2
    Kafka = 3
    WoodPecker = 4
    Test = 999
