"""Names that Milvus Lite does not check.

Of a partition or field that does not exist it gives nothing, without an error. So an answer that lacks something is
looked at once more; Milvus itself refuses such names.
"""

from collections.abc import Iterable

from vectorm.columns.batch import ColumnBatch
from vectorm.errors import ParamError, PartitionNotExistException
from vectorm.ops import collection as collections_
from vectorm.ops import partition as partitions_
from vectorm.ops.context import Context
from vectorm.ops.step import Op
from vectorm.spec.capabilities import Engine
from vectorm.spec.collection import CollectionSpec
from vectorm.spec.read import ReadOptions


def check_answer(ctx: Context, collection: str, options: ReadOptions, batch: ColumnBatch) -> Op[None]:
    """Refuse partitions and output fields that are not there.

    Args:
        ctx: The connection.
        collection: Name of the collection.
        options: What was asked for.
        batch: The answer.

    Raises:
        PartitionNotExistException: The collection has no such partition.
        ParamError: The collection has no such field.
    """
    if ctx.capabilities.engine is not Engine.LITE:
        return
    if options.partitions and (not len(batch) or len(options.partitions) > 1):
        yield from _check_partitions(ctx, collection, options.partitions)
    missing = [name for name in options.output_fields if name.isidentifier() and name not in batch]
    if len(batch) and missing:
        yield from _check_fields(ctx, collection, missing)


def _check_partitions(ctx: Context, collection: str, names: Iterable[str]) -> Op[None]:
    known = yield from partitions_.list_names(ctx, collection)
    for name in names:
        if name not in known:
            message = f"collection {collection!r} has no partition {name!r}"
            raise PartitionNotExistException(200, message, hint=closest(name, known))


def _check_fields(ctx: Context, collection: str, names: Iterable[str]) -> Op[None]:
    info = yield from collections_.cached(ctx, collection)
    if _unknown(info.spec, names):  # or the collection is another one by now
        info = yield from collections_.describe(ctx, collection)
    for name in _unknown(info.spec, names):
        hint = closest(name, [field.name for field in info.spec.fields])
        raise ParamError(message=f"collection {collection!r} has no field {name!r}", hint=hint)


def _unknown(spec: CollectionSpec, names: Iterable[str]) -> list[str]:
    """Names that are no field, where rows have none but declared ones."""
    if spec.enable_dynamic_field:
        return []
    known = {field.name for field in spec.fields} | {struct.name for struct in spec.structs}
    return [name for name in names if name not in known]


def closest(name: str, known: Iterable[str]) -> str:
    """`did you mean 'titles'?`, or nothing."""
    import difflib  # takes milliseconds to load, and is for errors only

    found = difflib.get_close_matches(name, list(known), n=1)
    return f"did you mean {found[0]!r}?" if found else ""
