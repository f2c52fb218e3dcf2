"""Differences between the requests of pymilvus and vectorm that we chose, each with its reason."""

import json
from collections.abc import Callable
from dataclasses import dataclass
from fnmatch import fnmatchcase
from typing import Any

from tests.pymilvus.wire.compare import ABSENT, Difference


def always(_theirs: Any, _ours: Any) -> bool:
    return True


def ours_absent(_theirs: Any, ours: Any) -> bool:
    return bool(ours == ABSENT)


def theirs_absent(theirs: Any, _ours: Any) -> bool:
    return bool(theirs == ABSENT)


def same_json(theirs: Any, ours: Any) -> bool:
    """Texts that mean the same JSON value."""
    try:
        return bool(json.loads(theirs) == json.loads(ours))
    except ValueError:
        return False


def same_boolean(theirs: Any, ours: Any) -> bool:
    """`True` and `true`."""
    return str(theirs).lower() == ours and ours in {"true", "false"}


def is_default_database(theirs: Any, ours: Any) -> bool:
    return bool(theirs == "default" and ours == ABSENT)


def same_keys(theirs: Any, ours: Any) -> bool:
    """Filters that differ in blanks and in the kind of quotes."""
    return bool(theirs.replace(" ", "").replace("'", '"') == ours.replace(" ", ""))


def same_but_options(theirs: Any, ours: Any) -> bool:
    """Search parameters with and without those that stand beside them too."""
    beside = {"metric_type", "hints", "ignore_growing", "offset", "analyzer_name"}
    wanted = {key: value for key, value in json.loads(theirs).items() if key not in beside}
    return bool(wanted == json.loads(ours))


def is_encoded_twice(theirs: Any, ours: Any) -> bool:
    """JSON text within JSON text."""
    return bool(json.loads(theirs) == ours)


def same_repr(theirs: Any, ours: Any) -> bool:
    """`{'a': [1]}` and `{"a": [1]}`."""
    return bool(theirs == str(json.loads(ours)))


def not_rounded(_theirs: Any, ours: Any) -> bool:
    return bool(ours == "-1")


def is_zero(theirs: Any, ours: Any) -> bool:
    return bool(theirs == "0" and ours == ABSENT)


def is_first_page(theirs: Any, ours: Any) -> bool:
    """The request of pymilvus's iterator that makes no page."""
    return bool(ours == ABSENT and "iterator" in theirs["query_params"])


def says_false(theirs: Any, ours: Any) -> bool:
    return bool(theirs == "False" and ours == ABSENT)


@dataclass(frozen=True, slots=True)
class Chosen:
    """A difference that is meant.

    Attributes:
        method: Name of the method; a pattern for headers only.
        path: The field, or a pattern; "" is the whole request, `@dbname` a header.
        reason: Why.
        when: Whether two values differ in this way.
        cases: Names of the cases in which it may occur, patterns.
    """

    method: str
    path: str
    reason: str
    when: Callable[[Any, Any], bool] = always
    cases: tuple[str, ...] = ("*",)

    def explains(self, case: str, difference: Difference) -> bool:
        """Whether it is this one."""
        return (
            fnmatchcase(difference.method, self.method)
            and fnmatchcase(difference.path, self.path)
            and any(fnmatchcase(case, pattern) for pattern in self.cases)
            and self.when(difference.theirs, difference.ours)
        )


TRUE = "`true`, not `True`, as everywhere: Milvus Lite takes the text `False` for true"
FALSE = "false is left out: Milvus Lite takes the text `False` for true"
ROUNDED = "distances are rounded here, alike on all engines"
BESIDE = "the metric and these options stand beside the parameters already"
MERGED = "belongs to the merged hits: `rank_params`"
BLANKS = "the same JSON, without blanks"
NESTED = "build parameters travel as one JSON text: Milvus Lite drops flat ones"
ELEMENTS = "tells the type of empty arrays too"
KEYS = "keys are escaped literals, so that any text can be a key"
CLOCK = "the clock of the client, for the server's log"

READS = ("hybrid.*", "search.*", "search_features.*", "types.*search*")
ORM = ("*[[]orm]",)

HEADERS = [
    Chosen("*", "@client-request-id", "an id for the server's log with every call; pymilvus's is only the user's own"),
    Chosen("*", "@client-request-unixmsec", CLOCK, ours_absent),
    Chosen("*", "@identifier", "the number of the Connect reply, for the server's log", ours_absent),
    Chosen("*", "@dbname", "no name means the default database; pymilvus's ORM says `default`", is_default_database),
    Chosen("Connect", "@dbname", "all calls have the same headers", theirs_absent),
    Chosen("Connect", "client_info.sdk_version", "our own version"),
    Chosen("Connect", "client_info.local_time", CLOCK, ours_absent),
    Chosen("Connect", "client_info.user", "the user's name, for the server's list of clients", theirs_absent),
]

REQUESTS = [
    Chosen(
        "HasCollection",
        "",
        "tells whether there is a collection without an error in the server's log",
        theirs_absent,
        ("collection.has*", *ORM),
    ),
    Chosen(
        "DescribeCollection",
        "",
        "pymilvus describes a collection to learn whether there is one",
        ours_absent,
        ("collection.has*", "collection.orm_create*", "collection.utility*"),
    ),
    Chosen(
        "DescribeCollection",
        "",
        "queries are checked and packed by the schema; the number of the collection stands in it",
        theirs_absent,
        (*READS, "*.compact[[]sync]"),
    ),
    Chosen(
        "ListDatabases",
        "",
        "`use_database` looks into the list, to say that there is no such database: Milvus 2.3 describes none",
        theirs_absent,
        ("database.use*",),
    ),
    Chosen("DescribeDatabase", "", "`use_database` looks into the list", ours_absent, ("database.use*",)),
    Chosen(
        "DescribeIndex",
        "",
        "the wait for indexes, and a list of one field's, ask for that field's; pymilvus asks for all",
        theirs_absent,
        ("index.create_several*", "index.list_all*", "types.index_of_a_struct*"),
    ),
    Chosen(
        "DescribeIndex", "", "`optimize` finds the vector indexes by one request", ours_absent, ("optimize.optimize*",)
    ),
    Chosen(
        "Query",
        "",
        "pymilvus's iterator asks for one row first, for the timestamp of its pages: here the first page tells it",
        is_first_page,
        ("iterators.query*",),
    ),
]

SCHEMAS = [
    Chosen("CreateCollection", "properties.*", TRUE, same_boolean),
    Chosen("AlterCollection", "properties.*", TRUE, same_boolean),
    Chosen("AlterCollectionField", "properties.*", TRUE, same_boolean),
    Chosen("CreateDatabase", "properties.*", TRUE, same_boolean),
    Chosen("AlterIndex", "extra_params.*", TRUE, same_boolean),
    Chosen(
        "CreateCollection",
        "schema.struct_array_fields.*.type_params.*",
        "the text itself, as in other fields: pymilvus encodes it twice",
        is_encoded_twice,
    ),
    Chosen("Upsert", "fields_data.$meta", "a partial upsert without undeclared keys leaves them alone", ours_absent),
    Chosen("CreateCollection", "schema.functions.*.params.*", "JSON: pymilvus writes Python's repr", same_repr),
    Chosen(
        "CreateCollection",
        "schema.fields.d_int8.default_value.*",
        "Milvus refuses the default of an INT8 field in the slot for INT64, where pymilvus puts it",
    ),
    Chosen("CreateIndex", "extra_params.*", NESTED, ours_absent),
    Chosen("CreateIndex", "extra_params.params", NESTED, theirs_absent),
    Chosen("DescribeIndex", "field_name", "the wait for an index asks for that field's index only", theirs_absent),
    Chosen(
        "DropIndex", "field_name", "an index is dropped by its name; Milvus does not look at the field", ours_absent
    ),
    Chosen("ManualCompaction", "collectionID", "Milvus 2.3 knows the collection by its number only", theirs_absent),
]

ROWS = [
    Chosen("Insert", "fields_data.(order)", "a given key of an auto-id field stands where the schema has it"),
    Chosen("Insert", "fields_data.*.array_data.element_type", ELEMENTS, theirs_absent),
    Chosen("Upsert", "fields_data.*.array_data.element_type", ELEMENTS, theirs_absent),
    Chosen(
        "Insert",
        "fields_data.*.sparse_float_vector.dim",
        "rows get the dimension of sparse vectors too, as pymilvus has it for columns",
        theirs_absent,
    ),
    Chosen("Delete", "expr", KEYS, same_keys),
]

SEARCHES = [
    Chosen("Search", "search_params.ignore_growing", FALSE, says_false),
    Chosen("Search", "search_params.ignore_growing", TRUE, same_boolean),
    Chosen("Search", "search_params.strict_group_size", TRUE, same_boolean),
    Chosen("Search", "search_params.strict_cast", TRUE, same_boolean),
    Chosen("Search", "search_params.params", BESIDE, same_but_options),
    Chosen("Search", "search_params.anns_field", "the only vector field is named too", theirs_absent),
    Chosen("Search", "search_params.round_decimal", ROUNDED, not_rounded),
    Chosen("Search", "function_score.*.params.*", BLANKS, same_json),
    Chosen("Search", "highlighter.params.*", BLANKS, same_json),
    Chosen("Search", "highlighter.params.*", TRUE, same_boolean),
    Chosen("HybridSearch", "*.search_params.ignore_growing", FALSE, says_false),
    Chosen("HybridSearch", "*.search_params.params", BESIDE, same_but_options),
    Chosen("HybridSearch", "requests.*.search_params.round_decimal", ROUNDED, not_rounded),
    Chosen("HybridSearch", "rank_params.round_decimal", ROUNDED, not_rounded),
    Chosen("HybridSearch", "requests.*.strict_group_size", TRUE, same_boolean),
    Chosen("HybridSearch", "rank_params.strict_group_size", TRUE, same_boolean),
    Chosen("HybridSearch", "requests.*.search_params.offset", MERGED, ours_absent),
    Chosen("HybridSearch", "function_score.*.params.*", BLANKS, same_json),
    Chosen("Query", "query_params.ignore_growing", FALSE, says_false),
    Chosen("Query", "query_params.ignore_growing", TRUE, same_boolean),
    Chosen("Query", "query_params.reduce_stop_for_best", FALSE, says_false),
    Chosen("Query", "query_params.offset", "0 is left out", is_zero),
    Chosen("Query", "expr", KEYS, same_keys),
]

CHOSEN: list[Chosen] = [*HEADERS, *REQUESTS, *SCHEMAS, *ROWS, *SEARCHES]
"""A test fails when an entry explains nothing any more."""
