"""The closest existing name, for errors about something that is not there: one more request, after the failure."""

from collections.abc import Sequence

from vectorm.errors import (
    AliasNotExistException,
    Asked,
    DatabaseNotExistException,
    FlushError,
    IndexNotExistException,
    MilvusException,
    PartitionNotExistException,
)
from vectorm.ops import alias, collection, database, index, partition
from vectorm.ops.context import Context
from vectorm.ops.names import closest
from vectorm.ops.step import Op


def missing_in(error: MilvusException) -> MilvusException | None:
    """The error, or the first failure of a flush, if a name is not there and the hint tells no other."""
    cause = error.__cause__ if isinstance(error, FlushError) else error
    if not isinstance(cause, MilvusException) or cause.asked is None or "did you mean" in str(cause):
        return None
    return cause


def add_hint(ctx: Context, error: MilvusException, missing: MilvusException) -> Op[None]:
    """Ask for the names that there are, and put the closest one into the hints of both errors."""
    asked = missing.asked or Asked()
    names, known = yield from _names(ctx, missing, asked)
    hint = next(filter(None, (closest(name, known) for name in names if name not in known)), "")
    for each in {error, missing} if hint else ():
        each.hint = f"{hint} {each.hint}".strip()


def _names(ctx: Context, missing: MilvusException, asked: Asked) -> Op[tuple[Sequence[str], Sequence[str]]]:
    """The names of the kind that is missing: those asked for, and those that there are."""
    where = asked.collections[0] if asked.collections else ""
    if asked.fields:
        spec = (yield from collection.cached(ctx, where)).spec
        return asked.fields, [field.name for field in spec.fields]
    if isinstance(missing, PartitionNotExistException):
        return asked.partitions, (yield from partition.list_names(ctx, where))
    if isinstance(missing, IndexNotExistException):
        return asked.indexes, [info.spec.name for info in (yield from index.describe(ctx, where))]
    if isinstance(missing, AliasNotExistException):
        return asked.aliases, (yield from alias.list_all(ctx)).names
    if isinstance(missing, DatabaseNotExistException):
        return asked.databases, (yield from database.list_names(ctx))
    return asked.collections, (yield from collection.list_names(ctx))
