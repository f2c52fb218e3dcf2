"""Aliases of collections."""

from vectorm.wire.messages import (
    AlterAliasRequest,
    CreateAliasRequest,
    DescribeAliasRequest,
    DescribeAliasResponse,
    DropAliasRequest,
    ListAliasesRequest,
    ListAliasesResponse,
)
from vectorm.wire.status import check


def encode_create(collection: str, alias: str) -> bytes:
    """Create an alias of a collection."""
    return CreateAliasRequest(collection_name=collection, alias=alias).SerializeToString()


def encode_alter(collection: str, alias: str) -> bytes:
    """Point an alias to another collection."""
    return AlterAliasRequest(collection_name=collection, alias=alias).SerializeToString()


def encode_drop(alias: str) -> bytes:
    """Drop an alias."""
    return DropAliasRequest(alias=alias).SerializeToString()


def encode_describe(alias: str) -> bytes:
    """Ask what an alias stands for."""
    return DescribeAliasRequest(alias=alias).SerializeToString()


def decode_describe(data: bytes) -> str:
    """The collection an alias stands for."""
    reply = DescribeAliasResponse.FromString(data)
    check(reply.status)
    return reply.collection


def encode_list_names(collection: str) -> bytes:
    """Ask for the aliases of a collection; "" asks for all."""
    return ListAliasesRequest(collection_name=collection).SerializeToString()


def decode_list_names(data: bytes) -> list[str]:
    """Names of aliases."""
    reply = ListAliasesResponse.FromString(data)
    check(reply.status)
    return list(reply.aliases)
