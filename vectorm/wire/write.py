"""Insert, upsert, delete."""

from collections.abc import Mapping

from vectorm.columns.batch import ColumnBatch
from vectorm.columns.dense import DenseColumn
from vectorm.enums import FieldOpType
from vectorm.spec.read import TemplateValue
from vectorm.spec.write import WriteResult
from vectorm.wire.fields import decode_fields, encode_fields
from vectorm.wire.frames import chained, pieces
from vectorm.wire.memory import keep_memory
from vectorm.wire.messages import (
    DeleteRequest,
    FieldPartialUpdateOp,
    InsertRequest,
    MutationResult,
    UpsertRequest,
)
from vectorm.wire.replies import cost, decode_ids
from vectorm.wire.status import check
from vectorm.wire.template import template_messages

_FIELDS_DATA = 5  # in InsertRequest and in UpsertRequest


def encode_insert(
    collection: str,
    batch: ColumnBatch,
    *,
    partition: str = "",
    namespace: str | None = None,
    schema_timestamp: int = 0,
) -> bytes:
    """Rows to insert."""
    head = InsertRequest(
        collection_name=collection,
        partition_name=partition,
        num_rows=len(batch),
        schema_timestamp=schema_timestamp,
        namespace=namespace,
    )
    return _joined(head, batch)


def encode_upsert(
    collection: str,
    batch: ColumnBatch,
    *,
    partition: str = "",
    partial: bool = False,
    field_ops: Mapping[str, FieldOpType] | None = None,
    schema_timestamp: int = 0,
) -> bytes:
    """Rows to insert or replace; with `partial` only the columns of the batch change."""
    head = UpsertRequest(
        collection_name=collection,
        partition_name=partition,
        num_rows=len(batch),
        schema_timestamp=schema_timestamp,
        partial_update=partial,
        field_ops=[FieldPartialUpdateOp(field_name=name, op=op) for name, op in (field_ops or {}).items()],
    )
    return _joined(head, batch)


def _joined(head: InsertRequest | UpsertRequest, batch: ColumnBatch) -> bytes:
    """The request. The vectors of the batch lie in it from now on: who keeps them keeps what was sent, uncopied."""
    opened = pieces(head.SerializeToString())
    fields = encode_fields(batch, _FIELDS_DATA)
    message = chained((opened, *fields))
    keep_memory(message.size)
    request = message.join()
    end = opened.size
    for column, field in zip(batch.columns, fields, strict=True):
        end += field.size
        if isinstance(column, DenseColumn) and column.valid is None:
            column.lie_in(request, end)  # they are the end of their field
    return request


def encode_delete(
    collection: str, filter: str, *, partition: str = "", values: Mapping[str, TemplateValue] | None = None
) -> bytes:
    """Rows to delete, by filter; `values` are those of `{name}` in it."""
    return DeleteRequest(
        collection_name=collection,
        partition_name=partition,
        expr=filter,
        expr_template_values=template_messages(values or {}),
    ).SerializeToString()


def decode_rows(method: str, request: bytes) -> ColumnBatch:
    """The rows of an encoded "Insert" or "Upsert"."""
    message = (InsertRequest if method == "Insert" else UpsertRequest).FromString(request)
    return decode_fields(message.fields_data, [], message.num_rows)


def decode_mutation(reply: bytes) -> WriteResult:
    """What a write came to.

    Raises:
        MilvusException: The server refused it.
    """
    message = MutationResult.FromString(reply)
    check(message.status)
    return WriteResult(
        ids=decode_ids(message.IDs),
        insert_count=message.insert_cnt,
        upsert_count=message.upsert_cnt,
        delete_count=message.delete_cnt,
        timestamp=message.timestamp,
        cost=cost(message.status),
    )
