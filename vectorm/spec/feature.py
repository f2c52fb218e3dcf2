"""What each engine can do: one line per feature. `docs/explanation/engines.md` shows these tables.

Milvus Lite 3.2.2, Milvus Lite 2.5.1 and Milvus 2.3.5 were tried. The versions from 2.4 on are those that the
documentation of Milvus names.
"""

from enum import Enum

from vectorm.enums import DataType
from vectorm.records import dataclass

Version = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Support:
    """Who has a feature.

    Attributes:
        what: The feature, as in "this engine has no ...".
        since: The first version of Milvus that has it.
        lite: Whether Milvus Lite 3 has it.
        lite2: Whether Milvus Lite 2.4 and 2.5 have it: the C++ core of Milvus in a wheel.
    """

    what: str
    since: Version
    lite: bool = False
    lite2: bool = False


class Feature(Enum):
    """What some engine lacks, by the name to ask for."""

    SEVERAL_VECTORS = Support("several vector fields in a collection", (2, 4), lite=True, lite2=True)
    NULLABLE = Support("nullable fields: it would drop the mark silently", (2, 5), lite=True)
    NULLABLE_VECTORS = Support("nullable vectors: it would store zeros, and find them", (2, 6))
    FUNCTIONS = Support("functions such as BM25", (2, 5), lite=True, lite2=True)
    TEXT_EMBEDDING = Support("functions that ask model services for vectors", (2, 6), lite=True)
    MINHASH = Support("MinHash functions", (3, 0))
    VARCHAR_AUTO_ID = Support("ids of its own for VARCHAR keys", (2, 2))
    AUTO_ID_UPSERT = Support("upsert of rows whose keys it made", (2, 5), lite=True)
    AUTO_ID_GIVEN = Support("keys given by the client where it makes them itself", (2, 6))
    PARTIAL_UPSERT = Support("partial upsert", (2, 6), lite=True)
    # Milvus 2.3 up to 2.3.10 takes another field for the partition key: https://github.com/milvus-io/milvus/pull/30772.
    PARTITION_KEY_UPSERT = Support("upsert into the partition of a row's partition key", (2, 4), lite=True, lite2=True)
    # Milvus before 2.4.4 ends a page where one segment ends: https://github.com/milvus-io/milvus/pull/33422.
    FULL_PAGES = Support("pages of a query that are full while there are more rows", (2, 5), lite=True)
    FIELD_OPS = Support("upsert that appends to arrays or removes from them", (3, 0))
    STRUCT_ARRAYS = Support("fields that hold structs", (2, 6))
    STRUCT_MATCH = Support("conditions on the structs in a field", (3, 0))
    GEOMETRY_PREDICATES = Support("st_equals, st_touches, st_overlaps, st_crosses; st_dwithin in metres", (2, 6))
    FLUSH_ALL = Support("flush of all collections in one call", (2, 2))
    PARTITION_LOAD = Support("loading of single partitions", (2, 2))
    HYBRID = Support("hybrid search", (2, 4), lite=True, lite2=True)
    SEARCH_PAGES = Support("search iterators of its own", (2, 5))
    GROUP_BY = Support("group by in a search: it would ignore it", (2, 4), lite=True, lite2=True)
    GROUP_SIZE = Support("groups of several hits: it would ignore their size", (2, 5), lite=True)
    GROUP_SCORER = Support("choice of a group's score: it would take that of its best hit", (2, 5))
    GROUP_BY_SEVERAL = Support("group by of several fields in a search: it would ignore it", (3, 0))
    GROUP_BY_JSON = Support("group by of values in JSON: it would group by something else", (2, 6))
    SEARCH_ORDER_BY = Support("order by in a search: it would ignore it", (3, 0))
    QUERY_ORDER_BY = Support("order by in a query: it would ignore it", (3, 0))
    QUERY_GROUP_BY = Support("group by and aggregates but count(*) in a query", (3, 0))
    IGNORE_GROWING = Support("growing segments to leave out: it would read all rows", (2, 2))
    FUNCTION_SCORE = Support("rankers as functions: it would ignore them", (2, 6), lite=True)
    FUNCTION_CHAINS = Support("function chains: it would ignore them", (3, 0), lite=True)
    HIGHLIGHT = Support("highlighters: it would ignore them", (2, 6))
    AGGREGATION = Support("aggregation of a search: it would ignore it", (3, 0))
    SEARCH_BY_IDS = Support("search by ids", (3, 0))
    FILTER_TEMPLATES = Support("values beside the filter; they are written into it", (2, 5))
    MEMBERSHIP = Support("Bloom filters and Roaring bitmaps in filters", (3, 0))
    PHRASE_MATCH = Support("phrase_match in filters", (2, 6))
    TEXT_MATCH_MINIMUM = Support("minimum_should_match in text_match", (2, 6))
    TEXT_MATCH_FUZZY = Support("text_match_fuzzy in filters", (3, 0))
    RANDOM_SAMPLE = Support("random_sample in filters", (2, 6))
    TIMEZONE = Support("times in a zone of the reader's: it would ignore it", (2, 6), lite=True)
    ANALYZER_NAME = Support("choice of the analyzer of query texts: it would ignore it", (2, 6))
    NAMESPACES = Support("namespaces: it would read all rows", (3, 0))
    # Milvus 2.3.5 compares the bytes of the vectors as if they were float32.
    FLOAT16_SEARCH = Support("search in FLOAT16_VECTOR fields: it would give wrong hits", (2, 4), lite2=True)
    DESCRIBE_DATABASE = Support("properties of databases", (2, 4), lite=True)
    ACCESS = Support("users and roles", (2, 2))
    ACCESS_DESCRIPTIONS = Support("descriptions of users and roles", (3, 0))
    PRIVILEGE_GROUPS = Support("privilege groups", (2, 5))
    PRIVILEGES_V2 = Support("privileges of the second form; use grant_privilege", (2, 5))
    RESOURCE_GROUPS = Support("resource groups", (2, 2))
    RESOURCE_GROUP_CONFIGS = Support("configs of resource groups", (2, 4))
    SEGMENTS = Support("segments to tell of", (2, 2))
    REPLICAS = Support("replicas to tell of", (2, 2))
    COMPACTION_PLANS = Support("plans of a compaction to tell of", (2, 2))
    COMPACTION_TASKS = Support("list of the compactions of one collection", (3, 0))
    BULK_INSERT = Support("import of files over gRPC", (2, 2))
    CLUSTERING = Support("clustering compaction: it would do an ordinary one", (2, 4))
    COMPACTION_LEVEL_ZERO = Support("compaction of deletes alone: it would do an ordinary one", (2, 6))
    COMPACTION_TARGET_SIZE = Support("target size of a compaction: it would ignore it", (2, 6))
    ANALYZERS = Support("analyzers to run", (2, 5))
    ANALYZER_FILTERS = Support("filters of analyzers but lists of stop words: it would ignore them", (2, 5), lite2=True)
    MATCH_ANALYZERS = Support("text_match by analyzers but the standard one: it would use that", (2, 5), lite2=True)
    LANGUAGE_ANALYZERS = Support("analyzers by language: it would ignore them", (2, 6))
    FIELD_ANALYZERS = Support("analyzers of fields to run", (2, 6))
    ALTER_FIELD = Support("properties of fields to change", (2, 5))
    ADD_FIELD = Support("fields to add to a collection that exists", (2, 6))
    ALTER_FUNCTIONS = Support("functions to change in a collection that exists", (2, 6))
    ALTER_SCHEMA = Support("fields to drop, or to add together with a function or a struct", (3, 0))
    SNAPSHOTS = Support("snapshots", (3, 0))
    FILE_RESOURCES = Support("file resources", (3, 0))
    EXTERNAL_COLLECTIONS = Support("external collections", (3, 0))
    REPLICATION = Support("replication between clusters", (2, 6))
    CLUSTER_READS = Support("reads of another cluster: it would read its own", (3, 0))
    DUMP_MESSAGES = Support("dump of messages", (3, 0))


def _type(data_type: DataType, since: Version = (2, 2), *, lite: bool = False, lite2: bool = False) -> Support:
    return Support(f"fields of type {data_type.name}", since, lite=lite, lite2=lite2)


_EVERYWHERE = (
    DataType.BOOL, DataType.INT8, DataType.INT16, DataType.INT32, DataType.INT64, DataType.FLOAT, DataType.DOUBLE,
    DataType.VARCHAR, DataType.JSON, DataType.ARRAY, DataType.FLOAT_VECTOR,
)  # fmt: skip

DATA_TYPES: dict[DataType, Support] = {
    **{each: _type(each, lite=True, lite2=True) for each in _EVERYWHERE},
    DataType.BINARY_VECTOR: _type(DataType.BINARY_VECTOR, lite2=True),
    DataType.FLOAT16_VECTOR: _type(DataType.FLOAT16_VECTOR, (2, 3), lite2=True),
    DataType.BFLOAT16_VECTOR: _type(DataType.BFLOAT16_VECTOR, (2, 4), lite2=True),
    DataType.SPARSE_FLOAT_VECTOR: _type(DataType.SPARSE_FLOAT_VECTOR, (2, 4), lite=True, lite2=True),
    DataType.INT8_VECTOR: _type(DataType.INT8_VECTOR, (2, 6)),
    DataType.TEXT: _type(DataType.TEXT, (3, 0)),
    DataType.GEOMETRY: _type(DataType.GEOMETRY, (2, 6), lite=True),
    DataType.TIMESTAMPTZ: _type(DataType.TIMESTAMPTZ, (2, 6), lite=True),
}
"""Types that are in no line are refused everywhere. A field type that Milvus 2.3.5 does not know kills it at load."""
