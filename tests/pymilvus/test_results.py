"""The same reply read by both libraries: results print, index, slice, iterate, compare and serialise alike."""

import copy
import json
import pickle
from collections.abc import Callable, Iterable, Sequence
from importlib import import_module
from types import SimpleNamespace
from typing import Any, cast

import pytest

pytest.importorskip("pymilvus")

from tests.pymilvus import result_replies as replies
from vectorm.client.mutation import MutationResult
from vectorm.client.query_result import ExtraList, QueryResult, query_result
from vectorm.client.search_result import SearchPage, SearchResult, search_result
from vectorm.columns.kinds import is_mapping
from vectorm.wire import read
from vectorm.wire.write import decode_mutation

grpc_handler: Any = import_module("pymilvus.client.grpc_handler")
their_iterators: Any = import_module("pymilvus.client.iterator")
their_abstract: Any = import_module("pymilvus.client.abstract")
their_types: Any = import_module("pymilvus.client.types")
their_results: Any = import_module("pymilvus.client.search_result")

ALL = list(replies.FIELDS)
SCALARS = ["int64", "varchar", "double"]


def searched(reply: bytes, round_decimal: int = -1) -> tuple[Any, SearchResult]:
    """What pymilvus and vectorm make of a reply to a search."""
    message = replies.milvus_pb2.SearchResults.FromString(reply)
    theirs = their_results.SearchResult(
        message.results, round_decimal, status=message.status, session_ts=message.session_ts
    )
    return theirs, search_result(read.decode_search(reply), pk_name="key", round_decimal=round_decimal)


def queried(reply: bytes) -> tuple[Any, QueryResult]:
    """What pymilvus and vectorm make of a reply to a query."""
    message = replies.milvus_pb2.QueryResults.FromString(reply)

    def answer(*_args: object, **_keywords: object) -> Any:
        return message

    stub = SimpleNamespace(Query=answer)
    theirs = grpc_handler.GrpcHandler.query(SimpleNamespace(_stub=stub, server_address=""), "c", "id > 0")
    return theirs, query_result(read.decode_rows(reply))


def plain(value: object) -> Any:
    """A value with its types, protobuf's lists as lists; dicts in no order."""
    if is_mapping(value):
        return {key: plain(each) for key, each in value.items()}
    if not isinstance(value, str | bytes) and isinstance(value, Sequence | Iterable):
        return [plain(each) for each in cast("Iterable[object]", value)]
    return type(value).__name__, value


def outcome(operation: Callable[[Any], Any], result: Any) -> Any:
    """What an operation comes to: its value, or the class of what it raises."""
    try:
        return plain(operation(result))
    except (LookupError, AttributeError, TypeError, ValueError) as error:
        return type(error).__name__


def materialized(result: Any) -> Any:
    result.materialize()
    return result


ON_SEARCHES: dict[str, Callable[[Any], Any]] = {
    "len": lambda found: [len(found), *map(len, found)],
    "values": lambda found: found,
    "index": lambda found: [found[0][0], found[1][-1], found[-1][2]],
    "index error": lambda found: found[0][100],
    "slice": lambda found: [found[0][1:3], found[:1], found[0][::-1], type(found[0][:2]).__name__],
    "iterate": lambda found: [hit["key"] for hits in found for hit in hits],
    "in": lambda found: [found[0][0] in found[0], "distance" in found[0][0], "int64" in found[0][0], 5 in found[0]],
    "ids and distances": lambda found: [[hits.ids, hits.distances] for hits in found],
    "keys": lambda found: [list(hit) for hits in found for hit in hits],
    "items": lambda found: [dict(hit.items()) for hits in found for hit in hits],
    "splat": lambda found: {**found[0][0], **found[0][0]["entity"]},
    "copy": lambda found: [dict(found[0][0]), found[0][0].copy(), copy.copy(found[0][0]["entity"])],
    "deep copy": lambda found: copy.deepcopy(found[0][0]["entity"]),
    "pickle": lambda found: pickle.loads(pickle.dumps(found[0][0]["entity"])),
    "entity": lambda found: [found[0][0].entity.get(name) for name in ("int64", "varchar", "color", "nothing")],
    "get": lambda found: [found[0][0].get("int64"), found[0][0].get("nothing"), found[0][0].get("nothing", 3)],
    "item of the entity": lambda found: found[0][0]["int64"],
    "missing item": lambda found: found[0][0]["nothing"],
    "missing attribute": lambda found: found[0][0].nothing,
    "attributes": lambda found: [found[0][1].id, found[0][1].pk, found[0][1].distance, found[0][1].score],
    "fields": lambda found: [found[0][1].fields, found[0][1].to_dict(), found[0][1].highlight],
    "set": lambda found: found[0][0].update(mark=1) or found[0][0]["mark"],
    "equal": lambda found: [found[0][0] == dict(found[0][0]), found[0] == found[0][:], found[0][0] == found[0][1]],
    "sorted": lambda found: sorted(hit["distance"] for hit in found[0]),
    "boolean": lambda found: [bool(found), *map(bool, found)],
    "extra": lambda found: found.extra,
    "recalls": lambda found: found.recalls,
    "session": lambda found: found.get_session_ts(),
    "iterator": lambda found: [
        found.get_search_iterator_v2_results_info().token,
        found.get_search_iterator_v2_results_info().last_bound,
    ],
    "buckets": lambda found: found.agg_buckets,
    "raw item": lambda found: found[0].get_raw_item(1)["key"],
}

ON_QUERIES: dict[str, Callable[[Any], Any]] = {
    "len": len,
    "values": list,
    "index": lambda found: [found[0], found[-1]],
    "index error": lambda found: found[100],
    "slice": lambda found: [found[1:3], found[::-1], type(found[:2]).__name__],
    "iterate": lambda found: [sorted(row) for row in found],
    "in": lambda found: [found[0] in found, 5 in found],
    "copy": lambda found: [dict(found[0]), found[0].copy(), copy.deepcopy(found[0])],
    "splat": lambda found: {**found[0]},
    "pickle": lambda found: pickle.loads(pickle.dumps(found[0])),
    "get": lambda found: [found[0].get("int64"), found[0].get("nothing"), found[0].get("nothing", 3)],
    "missing item": lambda found: found[0]["nothing"],
    "equal": lambda found: [found[0] == dict(found[0]), found[0] == found[1]],
    "boolean": bool,
    "extra": lambda found: found.extra,
    "extra as text": lambda found: [str(found.extra), repr(found.extra), found.extra.omit_zero_len()],
    "materialized": lambda found: list(found.materialize()),
}

AS_TEXT: dict[str, Callable[[Any], str]] = {
    "str": str,
    "repr": repr,
    "json": lambda found: json.dumps(list(found)),
    "format": lambda found: f"{found}",
}
"""What depends on the order of keys too: for results of scalars, whose order is the same."""

SEARCHES: dict[str, tuple[bytes, int]] = {
    **{field: (replies.search_reply(["int64", field] if field != "int64" else [field]), -1) for field in ALL},
    "all": (replies.search_reply(ALL), -1),
    "text keys": (replies.search_reply(SCALARS, text_keys=True), -1),
    "one undeclared key": (replies.search_reply(["int64", "undeclared"], output_fields=["int64", "color"]), -1),
    "rounded": (replies.search_reply(SCALARS), 2),
    "rounded to 0": (replies.search_reply(SCALARS), 0),
    "no output fields": (replies.search_reply([]), -1),
    "many hits": (replies.search_reply(SCALARS, tops=(12,)), -1),
    "no hits": (replies.search_reply([], tops=(0, 0)), -1),
    "hits of one query only": (replies.search_reply(SCALARS, tops=(0, 12)), -1),
    "grouped": (replies.search_reply(SCALARS, group_by_field_value=replies.FIELDS["varchar"]), -1),
    "recalls": (replies.search_reply(SCALARS, recalls=[0.5, 1.0]), -1),
    "cost": (replies.search_reply(SCALARS, extra_info={"report_value": "6"}), -1),
    "usage": (
        replies.search_reply(
            SCALARS,
            extra_info={
                "report_value": "6",
                "scanned_remote_bytes": "0",
                "scanned_total_bytes": "512",
                "cache_hit_ratio": "0.25",
            },
        ),
        -1,
    ),
    "page of an iterator": (
        replies.search_reply(
            SCALARS,
            search_iterator_v2_results=replies.schema_pb2.SearchIteratorV2Results(token="abc", last_bound=0.1),
        ),
        -1,
    ),
    "elements": (
        replies.search_reply(SCALARS, element_indices=replies.schema_pb2.LongArray(data=[2, 0, 1] * 4)),
        -1,
    ),
    "highlights": (
        replies.search_reply(
            SCALARS,
            highlight_results=[
                replies.common_pb2.HighlightResult(
                    field_name="varchar",
                    datas=[
                        replies.common_pb2.HighlightData(fragments=[f"<b>{n}</b>"], scores=[n / 3]) for n in range(12)
                    ],
                )
            ],
        ),
        -1,
    ),
}

QUERIES: dict[str, bytes] = {
    **{field: replies.query_reply(["int64", field] if field != "int64" else [field]) for field in ALL},
    "all": replies.query_reply(ALL),
    "one undeclared key": replies.query_reply(["int64", "undeclared"], output_fields=["int64", "color"]),
    "cost": replies.query_reply(SCALARS, extra_info={"report_value": "6", "scanned_remote_bytes": "0"}),
    "elements": replies.query_reply(
        SCALARS,
        element_indices=[
            replies.milvus_pb2.ElementIndices(indices=replies.schema_pb2.LongArray(data=range(n % 3)))
            for n in range(12)
        ],
    ),
}


@pytest.mark.parametrize("operation", ON_SEARCHES)
@pytest.mark.parametrize("reply", SEARCHES)
def test_searches(reply: str, operation: str) -> None:
    theirs, ours = searched(*SEARCHES[reply])
    assert outcome(ON_SEARCHES[operation], ours) == outcome(ON_SEARCHES[operation], theirs)


@pytest.mark.parametrize("operation", ON_QUERIES)
@pytest.mark.parametrize("reply", QUERIES)
def test_queries(reply: str, operation: str) -> None:
    theirs, ours = queried(QUERIES[reply])
    assert outcome(ON_QUERIES[operation], ours) == outcome(ON_QUERIES[operation], theirs)


@pytest.mark.parametrize("operation", AS_TEXT)
@pytest.mark.parametrize("reply", SEARCHES)
def test_texts_of_searches(reply: str, operation: str) -> None:
    theirs, ours = searched(*SEARCHES[reply])
    assert outcome(AS_TEXT[operation], ours) == outcome(AS_TEXT[operation], theirs)


@pytest.mark.parametrize("operation", AS_TEXT)
@pytest.mark.parametrize("reply", QUERIES)
def test_texts_of_queries(reply: str, operation: str) -> None:
    theirs, ours = queried(QUERIES[reply])
    assert outcome(AS_TEXT[operation], ours) == outcome(AS_TEXT[operation], theirs)


COUNTS = ("insert_count", "delete_count", "upsert_count", "timestamp", "succ_count", "err_count", "cost")


@pytest.mark.parametrize("text_keys", [False, True])
def test_writes(text_keys: bool) -> None:
    keys: dict[str, Any] = {"str_id": replies.schema_pb2.StringArray(data=["a", "b"])}
    if not text_keys:
        keys = {"int_id": replies.schema_pb2.LongArray(data=[5, 6])}
    message = replies.milvus_pb2.MutationResult(
        IDs=replies.schema_pb2.IDs(**keys),
        insert_cnt=2,
        upsert_cnt=2,
        timestamp=99,
        succ_index=[0, 1],
        status=replies.common_pb2.Status(extra_info={"report_value": "4"}),
    )
    theirs = their_abstract.MutationResult(message)
    ours = MutationResult(decode_mutation(message.SerializeToString()), 2)
    for name in (*COUNTS, "primary_keys", "succ_index", "err_index"):
        assert plain(getattr(ours, name)) == plain(getattr(theirs, name)), name
    assert str(ours) == str(theirs)
    message.status.Clear()
    ours, theirs = (
        MutationResult(decode_mutation(message.SerializeToString()), 2),
        their_abstract.MutationResult(message),
    )
    assert str(ours) == str(theirs) + ")", "pymilvus does not close its parenthesis where there is no cost"


PAGE_OPERATIONS: dict[str, Callable[[Any], Any]] = {
    "len": len,
    "hits": lambda page: [page[number] for number in range(len(page))],
    "last": lambda page: page[-1],
    "slice": lambda page: page[2:4],
    "index error": lambda page: page[50],
    "iterate": lambda page: [hit["key"] for hit in page],
    "ids and distances": lambda page: [page.ids(), page.distances()],
    "text": str,
    "session": lambda page: page.get_session_ts(),
    "inside": lambda page: page.get_res(),
    "merge": lambda page: page.merge([page[:2]]) or [hit["key"] for hit in page],
    "boolean": bool,
}


@pytest.mark.parametrize("operation", PAGE_OPERATIONS)
@pytest.mark.parametrize("reply", ["all", "no hits"])
def test_pages_of_search_iterators(reply: str, operation: str) -> None:
    theirs, ours = searched(*SEARCHES[reply])
    read_page = PAGE_OPERATIONS[operation]
    if (reply, operation) == ("no hits", "inside"):
        assert read_page(SearchPage(ours[0])) == [], "pymilvus has an empty list in it"
    elif (reply, operation) == ("no hits", "last"):
        assert outcome(read_page, SearchPage(ours[0])) == "IndexError", "pymilvus gives None"
    else:
        theirs_page = their_iterators.SearchPage(materialized(theirs)[0], 8)
        assert outcome(read_page, SearchPage(ours[0], 8)) == outcome(read_page, theirs_page)


@pytest.mark.parametrize("extra", [None, {"cost": 0}, {"cost": 3}, {"scanned_total_bytes": 0}])
@pytest.mark.parametrize("length", [0, 2, 11])
def test_lists_with_more(length: int, extra: dict[str, Any] | None) -> None:
    items = list(range(length))
    theirs, ours = their_types.ExtraList(items, extra=extra), ExtraList(items, extra=extra)
    assert (str(ours), repr(ours), str(ours.extra)) == (str(theirs), repr(theirs), str(theirs.extra))
    assert (ours, ours[1:], ours == items, ours.extra) == (theirs, theirs[1:], theirs == items, theirs.extra)
