"""Which partition a changed row goes back to."""

from collections.abc import Sequence

from vectorm.enums import ConsistencyLevel
from vectorm.expr.keys import render_keys
from vectorm.model import Model
from vectorm.ops import partition as ops
from vectorm.ops import read, write
from vectorm.ops.context import Context
from vectorm.ops.step import Op
from vectorm.session.naming import spec_of
from vectorm.session.plan import StoredKey, Work, stored_keys_of
from vectorm.spec.collection import CollectionSpec
from vectorm.spec.read import QuerySpec, ReadOptions


def placed(ctx: Context, work: Work) -> Op[list[Work]]:
    """A work as one for each partition that its rows are in.

    A session knows the partition of what it wrote, and of rows that were read from one named partition. For other
    changed rows it asks the server, unless the collection has one partition only, or a partition key. Names of
    partitions are asked for each time: a row may be in one that was made after the last time.
    """
    if work.partition is not None:
        return [work]
    work.partition = ""
    spec = spec_of(ctx, work.model)
    if any(field.is_partition_key for field in spec.fields):
        return [work]
    names = yield from ops.list_names(ctx, spec.name)
    if len(names) < 2:
        return [work]
    return _split(work, (yield from _places(ctx, spec, names, work)))


def _places(ctx: Context, spec: CollectionSpec, names: Sequence[str], work: Work) -> Op[dict[StoredKey, str]]:
    """The partition of each changed row, by its key."""
    primary = spec.primary
    keys = [key for _, objects in work.batches() for key in stored_keys_of(objects)]
    places: dict[StoredKey, str] = {}
    for name in names:
        options = ReadOptions(output_fields=(primary.name,), partitions=(name,), consistency=ConsistencyLevel.STRONG)
        for start in range(0, len(keys), write.MOST_KEYS):
            expr = render_keys(primary.name, keys[start : start + write.MOST_KEYS], primary.data_type)
            rows = yield from read.query(ctx, QuerySpec(collection=spec.name, filter=expr, options=options))
            places.update(dict.fromkeys(rows[primary.name].to_list() if len(rows) else [], name))
    return places


def _split(work: Work, places: dict[StoredKey, str]) -> list[Work]:
    """A work as one for each partition."""
    parts: dict[str, Work] = {}

    def part(obj: Model) -> Work:
        place = places.get(stored_keys_of([obj])[0], "")
        return parts.setdefault(place, Work(work.model, place))

    for fields, objects in work.updates.items():
        for obj in objects:
            part(obj).updates.setdefault(fields, []).append(obj)
    for obj in work.upserts:
        part(obj).upserts.append(obj)
    return list(parts.values())
