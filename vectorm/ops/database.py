"""Databases."""

from collections.abc import Mapping, Sequence
from typing import Any

from vectorm.errors import DatabaseNotExistException, ErrorCode
from vectorm.ops.context import Context
from vectorm.ops.names import closest
from vectorm.ops.policy import send
from vectorm.ops.step import Op, Rpc
from vectorm.spec.feature import Feature
from vectorm.wire import database as wire
from vectorm.wire.status import decode_status


def create(_ctx: Context, name: str, properties: Mapping[str, Any] | None = None) -> Op[None]:
    """Create a database."""
    yield from send(Rpc("CreateDatabase", wire.encode_create(name, properties or {}), decode_status))


def drop(_ctx: Context, name: str) -> Op[None]:
    """Drop an empty database."""
    yield from send(Rpc("DropDatabase", wire.encode_drop(name), decode_status))


def list_names(_ctx: Context) -> Op[list[str]]:
    """Names of all databases."""
    return (yield from send(Rpc("ListDatabases", wire.encode_list_names(), wire.decode_list_names)))


def check_exists(ctx: Context, name: str) -> Op[None]:
    """Make sure that there is a database of that name.

    Raises:
        DatabaseNotExistException: There is none.
    """
    known = yield from list_names(ctx)
    if name not in known:
        raise DatabaseNotExistException(
            ErrorCode.DATABASE_NOT_FOUND,
            f"there is no database {name!r}",
            hint=closest(name, known) or f"databases: {', '.join(sorted(known))}",
        )


def describe(ctx: Context, name: str) -> Op[dict[str, str]]:
    """Properties of a database."""
    _require_properties(ctx)
    return (yield from send(Rpc("DescribeDatabase", wire.encode_describe(name), wire.decode_describe)))


def alter(ctx: Context, name: str, properties: Mapping[str, Any], delete_keys: Sequence[str] = ()) -> Op[None]:
    """Set and delete properties of a database."""
    _require_properties(ctx)
    yield from send(Rpc("AlterDatabase", wire.encode_alter(name, properties, delete_keys), decode_status))


def _require_properties(ctx: Context) -> None:
    ctx.capabilities.require(Feature.DESCRIBE_DATABASE)
