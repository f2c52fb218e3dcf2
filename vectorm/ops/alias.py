"""Aliases of collections."""

from vectorm.ops.context import Context
from vectorm.ops.policy import send
from vectorm.ops.step import Op, Rpc
from vectorm.spec.alias import Alias, Aliases
from vectorm.wire import alias as wire
from vectorm.wire.status import decode_status


def create(_ctx: Context, collection: str, alias: str) -> Op[None]:
    """Create an alias of a collection."""
    yield from send(Rpc("CreateAlias", wire.encode_create(collection, alias), decode_status))


def alter(ctx: Context, collection: str, alias: str) -> Op[None]:
    """Point an alias to another collection."""
    ctx.forget(alias)
    yield from send(Rpc("AlterAlias", wire.encode_alter(collection, alias), decode_status))


def drop(ctx: Context, alias: str) -> Op[None]:
    """Drop an alias; a missing one is no error."""
    ctx.forget(alias)
    yield from send(Rpc("DropAlias", wire.encode_drop(alias), decode_status))


def describe(_ctx: Context, alias: str) -> Op[Alias]:
    """What an alias stands for."""
    return (yield from send(Rpc("DescribeAlias", wire.encode_describe(alias), wire.decode_describe)))


def list_all(_ctx: Context, collection: str = "") -> Op[Aliases]:
    """The aliases of a collection; "" lists all."""
    return (yield from send(Rpc("ListAliases", wire.encode_list(collection), wire.decode_list)))
