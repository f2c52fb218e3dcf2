"""The arguments of reads, gathered from parameters and options."""

import time
from collections.abc import Mapping, Sequence
from typing import Any, cast

from vectorm.client.checks import as_names
from vectorm.client.consistency import consistency_level
from vectorm.client.options import (
    CollectionHybridOptions,
    CollectionQueryOptions,
    CollectionSearchOptions,
    ConsistencyOptions,
    GetOptions,
    GroupOptions,
    HybridOptions,
    QueryOptions,
    SearchOptions,
)
from vectorm.enums import ConsistencyLevel, DataType
from vectorm.errors import ParamError
from vectorm.records import dataclass
from vectorm.spec.read import ReadOptions

_LOGICAL_BITS = 18
"""A hybrid timestamp is a time in milliseconds, and a counter in these bits."""

_JSON_TYPES = {
    DataType.INT8: "Int8",
    DataType.INT16: "Int16",
    DataType.INT32: "Int32",
    DataType.INT64: "Int64",
    DataType.BOOL: "Bool",
    DataType.VARCHAR: "VarChar",
    DataType.STRING: "VarChar",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Read:
    """Where from and how fresh: what all reads have in common.

    Attributes:
        fields: Output fields.
        partitions: Partition names.
        values: Values for `{name}` in filters.
    """

    collection: str
    fields: object = None
    partitions: object = None
    consistency: ConsistencyOptions | GetOptions
    values: Mapping[str, Any] | None = None

    def options(self) -> ReadOptions:
        """As a spec.

        Raises:
            ParamError: A wrong argument.
        """
        level = consistency_level(self.consistency.get("consistency_level"))
        timestamp = self.consistency.get("guarantee_timestamp")
        grace = self.consistency.get("graceful_time")
        if timestamp is None and grace is not None and level is ConsistencyLevel.BOUNDED:
            timestamp = int((time.time() - grace) * 1000) << _LOGICAL_BITS
        return ReadOptions(
            partitions=as_names("partition_names", self.partitions),
            output_fields=as_names("output_fields", self.fields),
            consistency=level,
            guarantee_timestamp=timestamp,
            namespace=cast("Mapping[str, Any]", self.consistency).get("namespace"),
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Search:
    """The arguments of a search.

    Attributes:
        data: Query vectors or texts.
        ids: Keys of stored rows, in the place of `data`.
        param: `metric_type`, `params` and what may stand beside them.
        extra: Further parameters by their names on the wire; None ones are left out.
    """

    data: Any
    field: str
    param: Mapping[str, Any]
    limit: int
    filter: object = ""
    offset: int | None = None
    extra: Mapping[str, Any]
    round_decimal: int = -1
    ids: object = None
    ranker: object = None
    function_chains: object = None
    highlighter: object = None
    search_aggregation: object = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Bounds:
    """How many rows a query returns, from which segments, and how they are sorted and grouped.

    Attributes:
        extra: Further parameters by their names on the wire; None ones are left out.
    """

    limit: int | None = None
    offset: int | None = None
    ignore_growing: bool = False
    extra: Mapping[str, str | None] | None = None

    def params(self) -> dict[str, str]:
        """The parameters that travel beside limit and offset."""
        given = {**(self.extra or {}), "ignore_growing": "true" if self.ignore_growing else None}
        return {name: value for name, value in given.items() if value is not None}


def search_params(options: SearchOptions | CollectionSearchOptions) -> dict[str, Any]:
    """The options that travel as search parameters, by their names on the wire."""
    if not options:
        return {}
    return {
        **group_params(options),
        **time_params(options),
        "order_by_fields": order_fields(options.get("order_by_fields")),
        "ignore_growing": options.get("ignore_growing"),
        "page_retain_order": options.get("page_retain_order"),
    }


def hybrid_params(options: HybridOptions | CollectionHybridOptions) -> dict[str, Any]:
    """The options that travel as parameters of the ranking and of each search, by their names on the wire."""
    names = ("offset", "round_decimal", "rank_group_scorer", "ignore_growing")
    given = cast("Mapping[str, Any]", options)
    return {**group_params(options), **time_params(options), **{name: given.get(name) for name in names}}


def group_params(options: GroupOptions) -> dict[str, Any]:
    """How to group, by the names on the wire.

    Raises:
        ParamError: A wrong argument.
    """
    names = ("group_by_field", "group_size", "strict_group_size", "json_path", "strict_cast")
    given = cast("Mapping[str, Any]", options)
    json_type = options.get("json_type")
    if json_type is not None and json_type not in _JSON_TYPES:
        raise ParamError(message=f"json_type: values in JSON cannot be read as {json_type!r}")
    return {
        **{name: given.get(name) for name in names},
        "group_by_fields": group_fields(options.get("group_by_fields")),
        "json_type": None if json_type is None else _JSON_TYPES[json_type],
    }


def time_params(options: GetOptions) -> dict[str, str | None]:
    """How times are returned, by the names on the wire."""
    return {"timezone": options.get("timezone"), "time_fields": options.get("time_fields")}


def query_bounds(options: QueryOptions | CollectionQueryOptions) -> Bounds:
    """The options that bound, sort and group a query.

    Raises:
        ParamError: A wrong argument.
    """
    order = options.get("order_by_fields") or options.get("order_by")
    return Bounds(
        limit=options.get("limit"),
        offset=options.get("offset"),
        ignore_growing=options.get("ignore_growing", False),
        extra={
            **time_params(options),
            "order_by_fields": order_fields(order),
            "group_by_fields": group_fields(options.get("group_by_fields")),
        },
    )


def get_bounds(options: GetOptions) -> Bounds:
    """The options of reads by key."""
    return Bounds(extra=time_params(options))


def group_fields(given: object) -> str | None:
    """Fields to group by, as one text.

    Raises:
        ParamError: They are no list of str.
    """
    if isinstance(given, str):
        raise ParamError(message="group_by_fields must be a list of str, not a str")
    return ",".join(as_names("group_by_fields", given)) or None


def order_fields(given: object) -> str | None:
    """How rows are sorted, as one text: `year:desc,title:asc`.

    Raises:
        ParamError: It is neither a text nor a list of dicts or texts, or a direction is neither `asc` nor `desc`.
    """
    if given is None or isinstance(given, str):
        return given or None
    if not isinstance(given, list | tuple):
        raise ParamError(message=f"order_by_fields must be a list, not {type(given).__name__}")
    return ",".join(map(_order_field, cast("Sequence[object]", given))) or None


def _order_field(item: object) -> str:
    if isinstance(item, str):
        return item
    if isinstance(item, Mapping):
        told = cast("Mapping[str, object]", item)
        field, order = told.get("field"), told.get("order", "asc")
        if isinstance(field, str) and field and order in ("asc", "desc"):
            return f"{field}:{order}"
    raise ParamError(
        message=f"order_by_fields: {item!r} is no field to sort by", hint='{"field": "year", "order": "desc"}'
    )
