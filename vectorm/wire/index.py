"""Indexes: specs to and from key-value parameters."""

from collections.abc import Mapping, Sequence
from typing import Any

from vectorm.enums import IndexState
from vectorm.spec.index import IndexInfo, IndexSpec
from vectorm.wire.messages import (
    AlterIndexRequest,
    CreateIndexRequest,
    DescribeIndexRequest,
    DescribeIndexResponse,
    DropIndexRequest,
    IndexDescription,
)
from vectorm.wire.params import mapping, number_or_text, pairs
from vectorm.wire.status import check


def encode_create(collection: str, index: IndexSpec) -> bytes:
    """Create an index. Build parameters travel as one JSON text."""
    params: dict[str, Any] = {"index_type": index.index_type, "metric_type": index.metric_type}
    params = {key: value for key, value in params.items() if value}
    if index.params:
        params["params"] = dict(index.params)
    return CreateIndexRequest(
        collection_name=collection, field_name=index.field, index_name=index.name, extra_params=pairs(params)
    ).SerializeToString()


def encode_describe(collection: str, field: str, name: str, timestamp: int = 0) -> bytes:
    """Ask for the indexes of a collection, of a field, or the one of that name.

    With a hybrid timestamp, only the rows that were there then count for the state of the build.
    """
    return DescribeIndexRequest(
        collection_name=collection, field_name=field, index_name=name, timestamp=timestamp
    ).SerializeToString()


def decode_describe(data: bytes) -> list[IndexInfo]:
    """Indexes as the server has them."""
    reply = DescribeIndexResponse.FromString(data)
    check(reply.status)
    return [_index_info(item) for item in reply.index_descriptions]


def encode_drop(collection: str, field: str, name: str) -> bytes:
    """Drop an index by its name or by its field."""
    return DropIndexRequest(collection_name=collection, field_name=field, index_name=name).SerializeToString()


def encode_alter(collection: str, name: str, properties: Mapping[str, Any], delete_keys: Sequence[str]) -> bytes:
    """Set and delete properties of an index."""
    return AlterIndexRequest(
        collection_name=collection, index_name=name, extra_params=pairs(properties), delete_keys=delete_keys
    ).SerializeToString()


def _index_info(item: IndexDescription) -> IndexInfo:
    told = mapping(item.params)
    params: dict[str, Any] = {key: number_or_text(value) for key, value in told.items()}
    nested = params.pop("params", None)
    index_type, metric_type = str(params.pop("index_type", "")), str(params.pop("metric_type", ""))
    build: dict[str, Any] = params | (nested if isinstance(nested, dict) else {})
    return IndexInfo(
        spec=IndexSpec(
            field=item.field_name,
            index_type=index_type,
            metric_type=metric_type,
            name=item.index_name,
            params=build,
        ),
        state=IndexState(item.state),
        indexed_rows=item.indexed_rows,
        total_rows=item.total_rows,
        pending_rows=item.pending_index_rows,
        fail_reason=item.index_state_fail_reason,
        told=told,
    )
