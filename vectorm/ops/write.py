"""Insert, upsert and delete."""

import os
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from typing import Any, cast

import numpy as np

from vectorm.columns.batch import ColumnBatch
from vectorm.enums import DataType, FieldOpType
from vectorm.errors import MilvusException, OutcomeUnknown, ParamError, ServerError
from vectorm.expr.keys import field_of_keys, render_keys
from vectorm.ops import collection as collections_
from vectorm.ops.connect import alloc_timestamp
from vectorm.ops.context import Context
from vectorm.ops.keys import check_distinct, check_keys, last_of_each
from vectorm.ops.policy import send
from vectorm.ops.read import query
from vectorm.ops.read_support import filled_filter
from vectorm.ops.rows import batch_from_columns, batch_from_rows
from vectorm.ops.step import Op, Resend, Rpc
from vectorm.spec.capabilities import Engine
from vectorm.spec.collection import CollectionSpec
from vectorm.spec.feature import Feature
from vectorm.spec.read import QuerySpec, ReadOptions, TemplateValue
from vectorm.spec.write import WriteResult
from vectorm.wire import write as wire

MOST_BYTES = 48 * 1024 * 1024
"""Most encoded bytes of one request: below the 64 MB of Milvus's `proxy.grpc.serverMaxRecvSize`."""

MOST_KEYS = 50_000
"""Most keys in one delete expression: 100,000 took a second to parse on Milvus 2.3.5."""

TAKES_KEYS = "collection.insert.idempotency.enabled"
"""The property of collections whose inserts carry an `idempotency-key`."""

_STORE_AGAIN = 'upsert the same rows again (a session: resolve("upsert"), flush), else they are lost'

Rows = Sequence[Mapping[str, Any]]
Columns = Mapping[str, Sequence[Any]]
FieldOps = Mapping[str, FieldOpType]


def insert(
    ctx: Context, collection: str, batch: ColumnBatch, *, partition: str = "", namespace: str | None = None
) -> Op[WriteResult]:
    """Insert rows. A row whose key is stored already becomes a second row: use `upsert` for keys of your own.

    Raises:
        OutcomeUnknown: The answer was lost. An insert is never sent twice.
    """

    def one(part: ColumnBatch) -> Rpc[WriteResult]:
        request = wire.encode_insert(collection, part, partition=partition, namespace=namespace)
        return Rpc("Insert", request, wire.decode_mutation, Resend.UNSENT, collection, key=_batch_key(ctx, collection))

    return (yield from _write(ctx, collection, batch, one))


def upsert(
    ctx: Context,
    collection: str,
    batch: ColumnBatch,
    *,
    partition: str = "",
    partial: bool = False,
    field_ops: FieldOps | None = None,
) -> Op[WriteResult]:
    """Insert rows or replace those of the same key; with `partial`, change only the columns of the batch.

    Raises:
        Unsupported: The engine has no partial upsert, or none with `field_ops`; nothing was sent.
        OutcomeUnknown: The answer of an upsert with `field_ops` was lost: it would append twice if it were sent again.
    """
    if partial:
        ctx.capabilities.require(Feature.PARTIAL_UPSERT)
    if field_ops:
        ctx.capabilities.require(Feature.FIELD_OPS)
    resend = Resend.UNSENT if field_ops else Resend.ALWAYS

    def one(part: ColumnBatch) -> Rpc[WriteResult]:
        request = wire.encode_upsert(collection, part, partition=partition, partial=partial, field_ops=field_ops)
        return Rpc("Upsert", request, wire.decode_mutation, resend, collection)

    return (yield from _write(ctx, collection, batch, one))


def store(
    ctx: Context, spec: CollectionSpec, batch: ColumnBatch, *, partition: str = "", partial: bool = False
) -> Op[WriteResult]:
    """Upsert rows by their keys, of rows with one key the last.

    Where that would put them into wrong partitions: delete the old ones, insert anew.

    Milvus 2.3.5 chooses the partition of an upserted row by another field than its partition key: reads by that key
    would not find it.

    Raises:
        OutcomeUnknown: Where rows are inserted anew: the old ones are deleted, and the new ones were refused or their
            answer was lost; store them again.
    """
    check_keys(ctx, spec, batch)
    batch = last_of_each(spec, batch)
    is_keyed = any(field.is_partition_key for field in spec.fields) and not spec.primary.auto_id
    if partial or not is_keyed or ctx.capabilities.can(Feature.PARTITION_KEY_UPSERT):
        return (yield from upsert(ctx, spec.name, batch, partition=partition, partial=partial))
    yield from delete(ctx, spec.name, ids=batch[spec.primary.name].to_list())
    try:
        inserted = yield from insert(ctx, spec.name, batch, partition=partition)
    except MilvusException as error:
        message = f"upsert into {spec.name}: the old rows are deleted, the new ones not known to be stored"
        raise OutcomeUnknown(error.code, f"{message}: {error.message}", hint=_STORE_AGAIN) from error
    return replace(inserted, upsert_count=len(batch))


def sent_again(ctx: Context, collection: str, requests: Sequence[tuple[str, bytes]]) -> Op[None]:
    """Send writes as they were encoded once, in order: upserts, deletes by key, and the inserts that follow these.

    Args:
        ctx: The connection.
        collection: The collection that they are about.
        requests: Methods and encoded requests.

    Raises:
        OutcomeUnknown: An answer was lost; the requests may be sent again, all of them.
    """
    for method, request in requests:
        resend = Resend.UNSENT if method == "Insert" else Resend.ALWAYS
        result = yield from send(Rpc(method, request, wire.decode_mutation, resend, collection))
        yield from _dated(ctx, collection, result)


def cut(batch: ColumnBatch, most_bytes: int = MOST_BYTES, most_rows: int | None = None) -> list[ColumnBatch]:
    """A batch as parts of at most `most_bytes` encoded bytes and `most_rows` rows; a single larger row stays whole."""
    if not len(batch):
        return []
    if batch.most_bytes() <= most_bytes and len(batch) <= (most_rows or len(batch)):
        return [batch]
    ends = np.cumsum(batch.row_bytes())
    parts: list[ColumnBatch] = []
    start = 0
    while start < len(batch):
        before = int(ends[start - 1]) if start else 0
        stop = max(start + 1, int(np.searchsorted(ends, before + most_bytes, side="right")))
        stop = min(stop, len(batch) if most_rows is None else start + most_rows)
        if start == 0 and stop >= len(batch):
            return [batch]
        parts.append(batch.select(slice(start, stop)))
        start = stop
    return parts


def insert_rows(
    ctx: Context, collection: str, rows: Rows, *, partition: str = "", namespace: str | None = None
) -> Op[WriteResult]:
    """Insert dict rows, checked and encoded by the collection's schema; a str in a JSON field is JSON text."""

    def start(spec: CollectionSpec) -> Op[WriteResult]:
        batch = _to_insert(ctx, spec, batch_from_rows(spec, rows, json_text=True))
        return insert(ctx, collection, batch, partition=partition, namespace=namespace)

    return (yield from _with_schema(ctx, collection, start))


def insert_columns(ctx: Context, collection: str, columns: Columns, *, partition: str = "") -> Op[WriteResult]:
    """Insert columns, checked and encoded by the collection's schema."""

    def start(spec: CollectionSpec) -> Op[WriteResult]:
        batch = _to_insert(ctx, spec, batch_from_columns(spec, columns, json_text=True))
        return insert(ctx, collection, batch, partition=partition)

    return (yield from _with_schema(ctx, collection, start))


def upsert_rows(
    ctx: Context,
    collection: str,
    rows: Rows,
    *,
    partition: str = "",
    partial: bool = False,
    field_ops: FieldOps | None = None,
) -> Op[WriteResult]:
    """Upsert dict rows, checked and encoded by the collection's schema."""

    def start(spec: CollectionSpec) -> Op[WriteResult]:
        _check_field_ops(spec, field_ops)
        batch = batch_from_rows(spec, rows, partial=partial, upsert=True, json_text=True)
        if not field_ops:
            return store(ctx, replace(spec, name=collection), batch, partition=partition, partial=partial)
        check_distinct(spec, batch)
        return upsert(ctx, collection, batch, partition=partition, partial=partial, field_ops=field_ops)

    return (yield from _with_schema(ctx, collection, start))


def upsert_columns(
    ctx: Context,
    collection: str,
    columns: Columns,
    *,
    partition: str = "",
    partial: bool = False,
    field_ops: FieldOps | None = None,
) -> Op[WriteResult]:
    """Upsert columns, checked and encoded by the collection's schema."""

    def start(spec: CollectionSpec) -> Op[WriteResult]:
        _check_field_ops(spec, field_ops)
        batch = batch_from_columns(spec, columns, upsert=True, partial=partial, json_text=True)
        if not field_ops:
            return store(ctx, replace(spec, name=collection), batch, partition=partition, partial=partial)
        check_distinct(spec, batch)
        return upsert(ctx, collection, batch, partition=partition, partial=partial, field_ops=field_ops)

    return (yield from _with_schema(ctx, collection, start))


def _to_insert(ctx: Context, spec: CollectionSpec, batch: ColumnBatch) -> ColumnBatch:
    check_keys(ctx, spec, batch)
    check_distinct(spec, batch)
    return batch


def _check_field_ops(spec: CollectionSpec, field_ops: FieldOps | None) -> None:
    for name in field_ops or {}:
        field = spec.find(name)
        if field is None or field.data_type is not DataType.ARRAY:
            what = "is no ARRAY" if field else "is not a field"
            raise ParamError(message=f"upsert into {spec.name}: {name} of field_ops {what}")


def delete(
    ctx: Context,
    collection: str,
    *,
    filter: str = "",
    ids: Sequence[Any] = (),
    partition: str = "",
    values: Mapping[str, TemplateValue] | None = None,
) -> Op[WriteResult]:
    """Delete rows by filter or by primary keys (which may be any text: they are escaped).

    Raises:
        ParamError: Both or neither of filter and ids, or a key of the wrong type.
        Unsupported: One of the values of `{name}` in the filter is bytes, and the engine takes none.
    """
    if bool(filter) == (len(ids) > 0):
        raise ParamError(message=f"delete from {collection}: give either a filter or ids")
    filter, values = filled_filter(ctx.capabilities, filter, values or {})
    if partition and ctx.capabilities.engine is Engine.LITE:
        return (yield from _delete_in_partition_on_lite(ctx, collection, filter, ids, partition))
    if filter:
        request = wire.encode_delete(collection, filter, partition=partition, values=values)
        resend = Resend.ALWAYS if _lists_keys(ctx, collection, filter) else Resend.UNSENT
        result = yield from send(Rpc("Delete", request, wire.decode_mutation, resend, collection))
        return (yield from _dated(ctx, collection, result))
    info = yield from collections_.cached(ctx, collection)
    primary = info.spec.primary
    results: list[WriteResult] = []
    for start in range(0, len(ids), MOST_KEYS):
        expr = render_keys(primary.name, ids[start : start + MOST_KEYS], primary.data_type)
        request = wire.encode_delete(collection, expr, partition=partition)
        is_last = start + MOST_KEYS >= len(ids)
        rpc = Rpc("Delete", request, wire.decode_mutation, collection=collection, is_last=is_last)
        results.append((yield from send(rpc)))
    return (yield from _dated(ctx, collection, merge(results)))


def _lists_keys(ctx: Context, collection: str, filter: str) -> bool:
    """Whether a filter lists primary keys and says no more: PyMilvus's `Collection.delete` takes keys only so.

    Of a collection that was not described yet nobody knows; it is not described for that.
    """
    known = ctx.schemas.get(collection)
    return known is not None and field_of_keys(filter) == known.spec.primary.name


def _delete_in_partition_on_lite(
    ctx: Context, collection: str, filter: str, ids: Sequence[Any], partition: str
) -> Op[WriteResult]:
    """Milvus Lite 3.2.2 deletes the matching rows of all partitions: find the keys in the one that is meant first."""
    primary = (yield from collections_.cached(ctx, collection)).spec.primary
    expr = filter or render_keys(primary.name, ids, primary.data_type)
    options = ReadOptions(partitions=(partition,), output_fields=(primary.name,))
    found = yield from query(ctx, QuerySpec(collection=collection, filter=expr, options=options))
    keys = found[primary.name].to_list() if len(found) else []
    return (yield from delete(ctx, collection, ids=keys)) if keys else WriteResult()


def _dated(ctx: Context, collection: str, result: WriteResult) -> Op[WriteResult]:
    """A delete with its timestamp. Milvus 2.3 tells none: a later one is as good for reading one's own writes."""
    if not result.timestamp and ctx.capabilities.engine is Engine.MILVUS:
        try:
            timestamp = yield from alloc_timestamp(ctx)
        except MilvusException as error:
            message = f"delete from {collection}: done, but reads may still see the rows, for its time is not known"
            hint = "read at consistency Strong to see the collection without them"
            raise OutcomeUnknown(error.code, f"{message} ({error.message})", hint=hint) from error
        result = replace(result, timestamp=timestamp)
    ctx.note_write(collection, result.timestamp)
    return result


def merge(results: Sequence[WriteResult]) -> WriteResult:
    """The results of several requests as one."""
    if len(results) == 1:
        return results[0]
    return WriteResult(
        ids=cast("list[int]", [each for result in results for each in result.ids]),
        insert_count=sum(result.insert_count for result in results),
        upsert_count=sum(result.upsert_count for result in results),
        delete_count=sum(result.delete_count for result in results),
        timestamp=max((result.timestamp for result in results), default=0),
        cost=sum(result.cost for result in results),
    )


def _write(
    ctx: Context, collection: str, batch: ColumnBatch, request: Callable[[ColumnBatch], Rpc[WriteResult]]
) -> Op[WriteResult]:
    results: list[WriteResult] = []
    parts = cut(batch)
    for part in parts:
        try:
            results.append((yield from send(replace(request(part), is_last=part is parts[-1]))))
        except MilvusException as error:
            if results:
                error.hint = _stored_hint(parts, len(results), error.hint)
            raise
        ctx.note_write(collection, results[-1].timestamp)
    return merge(results)


def _batch_key(ctx: Context, collection: str) -> str:
    """A key by which the server knows a batch again, for collections that say that they take keys.

    Milvus 3 refuses inserts with a key where it is off, and where it is on drops an insert without one that equals an
    earlier insert (milvus pull request 50007). Older servers and Milvus Lite have no such property.
    """
    known = ctx.schemas.get(collection)
    takes_keys = known is not None and known.spec.properties.get(TAKES_KEYS, "").lower() == "true"
    return os.urandom(16).hex() if takes_keys else ""


def _stored_hint(parts: Sequence[ColumnBatch], done: int, hint: str) -> str:
    stored = sum(len(part) for part in parts[:done])
    return f"the first {stored} rows are stored (the call was cut into {len(parts)} requests). {hint}".strip()


def _with_schema(ctx: Context, collection: str, start: Callable[[CollectionSpec], Op[WriteResult]]) -> Op[WriteResult]:
    """Run a write by the remembered schema; when it is refused and the schema was stale, once more by the new one."""
    remembered = ctx.schemas.get(collection)
    info = yield from collections_.cached(ctx, collection)
    try:
        return (yield from start(info.spec))
    except (ParamError, ServerError, OutcomeUnknown) as error:
        refusal = error.__cause__ if isinstance(error, OutcomeUnknown) else error  # of `store`, after its delete
        if remembered is None or not isinstance(refusal, ParamError | ServerError):
            raise
        fresh = yield from collections_.describe(ctx, collection)
        if fresh == remembered:
            raise
        return (yield from start(fresh.spec))
