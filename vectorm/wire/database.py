"""Databases."""

from collections.abc import Mapping, Sequence
from typing import Any

from vectorm.wire.messages import (
    AlterDatabaseRequest,
    CreateDatabaseRequest,
    DescribeDatabaseRequest,
    DescribeDatabaseResponse,
    DropDatabaseRequest,
    ListDatabasesRequest,
    ListDatabasesResponse,
)
from vectorm.wire.params import mapping, pairs
from vectorm.wire.status import check


def encode_create(name: str, properties: Mapping[str, Any]) -> bytes:
    """Create a database."""
    return CreateDatabaseRequest(db_name=name, properties=pairs(properties)).SerializeToString()


def encode_drop(name: str) -> bytes:
    """Drop an empty database."""
    return DropDatabaseRequest(db_name=name).SerializeToString()


def encode_list_names() -> bytes:
    """Ask for all databases."""
    return ListDatabasesRequest().SerializeToString()


def decode_list_names(data: bytes) -> list[str]:
    """Names of databases."""
    reply = ListDatabasesResponse.FromString(data)
    check(reply.status)
    return list(reply.db_names)


def encode_describe(name: str) -> bytes:
    """Ask for a database's properties."""
    return DescribeDatabaseRequest(db_name=name).SerializeToString()


def decode_describe(data: bytes) -> dict[str, str]:
    """Properties of a database."""
    reply = DescribeDatabaseResponse.FromString(data)
    check(reply.status)
    return mapping(reply.properties)


def encode_alter(name: str, properties: Mapping[str, Any], delete_keys: Sequence[str]) -> bytes:
    """Set and delete properties of a database."""
    request = AlterDatabaseRequest(db_name=name, properties=pairs(properties), delete_keys=delete_keys)
    return request.SerializeToString()
