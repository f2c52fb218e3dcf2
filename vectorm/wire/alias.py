"""Aliases of collections."""

from vectorm.spec.alias import Alias, Aliases
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


def decode_describe(data: bytes) -> Alias:
    """What an alias stands for."""
    reply = DescribeAliasResponse.FromString(data)
    check(reply.status)
    return Alias(collection=reply.collection, database=reply.db_name)


def encode_list(collection: str) -> bytes:
    """Ask for the aliases of a collection; "" asks for all."""
    return ListAliasesRequest(collection_name=collection).SerializeToString()


def decode_list(data: bytes) -> Aliases:
    """Names of aliases."""
    reply = ListAliasesResponse.FromString(data)
    check(reply.status)
    return Aliases(names=tuple(reply.aliases), collection=reply.collection_name, database=reply.db_name)
