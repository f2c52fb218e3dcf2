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


def has_values_written_in(theirs: Any, ours: Any) -> bool:
    """`id in {ids}` and `id in [1, 2]`."""
    return "{" in theirs and "{" not in ours


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


def says_false(theirs: Any, ours: Any) -> bool:
    return bool(theirs == "False" and ours == ABSENT)


@dataclass(frozen=True, slots=True)
class Chosen:
    """A difference that is meant.

    Attributes:
        method: Name of the method, or a pattern.
        path: The field, or a pattern; "" is the whole request, `@dbname` a header.
        reason: Why.
        when: Whether two values differ in this way.
    """

    method: str
    path: str
    reason: str
    when: Callable[[Any, Any], bool] = always

    def explains(self, difference: Difference) -> bool:
        """Whether it is this one."""
        return (
            fnmatchcase(difference.method, self.method)
            and fnmatchcase(difference.path, self.path)
            and self.when(difference.theirs, difference.ours)
        )


CHOSEN: list[Chosen] = [
    Chosen("*", "@client-request-id", "an id for the server's log with every call; pymilvus's is only the user's own"),
    Chosen("*", "@client-request-unixmsec", "the clock of the client, for the server's log", ours_absent),
    Chosen("*", "@identifier", "the number of the Connect reply, for the server's log", ours_absent),
    Chosen("*", "@dbname", "no name means the default database; pymilvus's ORM says `default`", is_default_database),
    Chosen(
        "HasCollection", "", "tells whether there is a collection without an error in the server's log", theirs_absent
    ),
    Chosen("DescribeCollection", "", "pymilvus describes a collection to learn whether there is one", ours_absent),
    Chosen("DescribeIndex", "field_name", "the wait for an index asks for that field's index only", theirs_absent),
    Chosen("DescribeCollection", "", "queries are checked and packed by the schema", theirs_absent),
    Chosen("ListDatabases", "", "`use_database` says at once that there is no such database", theirs_absent),
    Chosen("Connect", "client_info.sdk_version", "our own version"),
    Chosen("Connect", "client_info.local_time", "the clock of the client, for the server's log", ours_absent),
    Chosen("Connect", "client_info.user", "the user's name, for the server's list of clients", theirs_absent),
    Chosen("Connect", "@dbname", "all calls have the same headers", theirs_absent),
    Chosen(
        "CreateCollection",
        "schema.struct_array_fields.*.type_params.*",
        "the text itself, as in other fields: pymilvus encodes it twice",
        is_encoded_twice,
    ),
    Chosen("CreateCollection", "schema.functions.*.params.*", "JSON: pymilvus writes Python's repr", same_repr),
    Chosen("CreateDatabase", "properties.*", "`true`, not `True`: Lite takes the text `False` for true", same_boolean),
    Chosen("Search", "search_params.ignore_growing", "false is left out: Lite takes `False` for true", says_false),
    Chosen(
        "HybridSearch", "*.search_params.ignore_growing", "false is left out: Lite takes `False` for true", says_false
    ),
    Chosen("Search", "search_params.ignore_growing", "`true`: Lite takes `False` for true", same_boolean),
    Chosen("Search", "search_params.strict_group_size", "`true`: Lite takes `False` for true", same_boolean),
    Chosen("Search", "search_params.strict_cast", "`true`: Lite takes `False` for true", same_boolean),
    Chosen("Search", "function_score.*.params.*", "the same JSON, without blanks", same_json),
    Chosen("HybridSearch", "function_score.*.params.*", "the same JSON, without blanks", same_json),
    Chosen("Search", "highlighter.params.*", "the same JSON, without blanks", same_json),
    Chosen("Search", "highlighter.params.*", "`true`: as everywhere", same_boolean),
    Chosen("Search", "search_params.params", "these stand beside the parameters already", same_but_options),
    Chosen("Search", "search_params.anns_field", "the only vector field is named too", theirs_absent),
    Chosen("Search", "search_params.round_decimal", "distances are rounded here, alike on all engines"),
    Chosen("Query", "query_params.ignore_growing", "false is left out: Lite takes `False` for true", says_false),
    Chosen("Query", "query_params.ignore_growing", "`true`: Lite takes `False` for true", same_boolean),
    Chosen("Query", "query_params.reduce_stop_for_best", "false is left out: Lite takes `False` for true", says_false),
    Chosen("Query", "query_params.offset", "0 is left out", lambda theirs, ours: (theirs, ours) == ("0", ABSENT)),
    Chosen(
        "Query",
        "",
        "pymilvus's iterator asks for one row first, for the timestamp of its pages: here the first page tells it",
        lambda theirs, ours: ours == ABSENT and "iterator" in theirs["query_params"],
    ),
    Chosen("Query", "expr", "keys are escaped literals, so that any text can be a key", same_keys),
    Chosen("RunAnalyzer", "analyzer_params", "the same JSON, with blanks", same_json),
    Chosen("AlterCollectionField", "properties.*", "`true`: as everywhere", same_boolean),
    Chosen("DescribeIndex", "", "`optimize` finds the vector indexes by one request", ours_absent),
    Chosen("ManualCompaction", "collectionID", "Milvus 2.3 knows the collection by its number only", theirs_absent),
    Chosen("DescribeDatabase", "", "`use_database` looks into the list: Milvus 2.3 describes none", ours_absent),
    Chosen(
        "HybridSearch", "*.search_params.params", "the metric stands beside the parameters already", same_but_options
    ),
    Chosen(
        "HybridSearch", "requests.*.search_params.round_decimal", "distances are rounded here, alike on all engines"
    ),
    Chosen("HybridSearch", "rank_params.round_decimal", "distances are rounded here, alike on all engines"),
    Chosen("HybridSearch", "requests.*.strict_group_size", "`true`: Lite takes `False` for true", same_boolean),
    Chosen("HybridSearch", "rank_params.strict_group_size", "`true`: Lite takes `False` for true", same_boolean),
    Chosen("HybridSearch", "requests.*.search_params.offset", "belongs to the merged hits: `rank_params`", ours_absent),
    Chosen(
        "DescribeIndex", "", "the wait for indexes asks for each field's index; pymilvus asks for all", theirs_absent
    ),
    Chosen("AlterCollectionField", "properties.*", "`true`: Lite takes `False` for true", same_boolean),
    Chosen("AlterIndex", "extra_params.*", "`true`, not `True`: Lite takes the text `False` for true", same_boolean),
    Chosen(
        "DropIndex", "field_name", "an index is dropped by its name; Milvus does not look at the field", ours_absent
    ),
    Chosen("CreateIndex", "extra_params.*", "build parameters travel as JSON: Lite drops flat ones", ours_absent),
    Chosen(
        "CreateIndex", "extra_params.params", "build parameters travel as JSON: Lite drops flat ones", theirs_absent
    ),
    Chosen(
        "CreateCollection", "properties.*", "`true`, not `True`: Lite takes the text `False` for true", same_boolean
    ),
    Chosen("AlterCollection", "properties.*", "`true`, not `True`: Lite takes the text `False` for true", same_boolean),
    Chosen(
        "CreateCollection",
        "schema.fields.d_int8.default_value.*",
        "Milvus refuses the default of an INT8 field in the slot for INT64, where pymilvus puts it",
    ),
    Chosen("Upsert", "fields_data.*.array_data.element_type", "tells the type of empty arrays too", theirs_absent),
    Chosen("Insert", "fields_data.*.array_data.element_type", "tells the type of empty arrays too", theirs_absent),
    Chosen(
        "Insert",
        "fields_data.*.sparse_float_vector.dim",
        "rows get the dimension of sparse vectors too, as pymilvus has it for columns",
        theirs_absent,
    ),
    Chosen("Delete", "expr", "keys are escaped literals, so that any text can be a key", same_keys),
    Chosen("Delete", "expr", "values are written into the filter: that works on every server", has_values_written_in),
    Chosen("Delete", "expr_template_values", "values are written into the filter: that works on every server"),
]
"""A test fails when an entry explains nothing any more."""
