# Generated from vectorm/client/aio/write.py by tools/make_sync.py: do not edit.
"""Insert, upsert, delete."""

from collections.abc import Mapping, Sequence
from typing import Any

from vectorm.client.checks import as_filter, as_rows
from vectorm.client.field_ops import FieldOps, field_ops_of
from vectorm.client.keywords import checked_methods
from vectorm.client.mutation import Key, delete_result, insert_dict, upsert_dict
from vectorm.client.query_result import OmitZeroDict
from vectorm.client.requests import keys_to_delete
from vectorm.client.sync.base import Base
from vectorm.expr.template import template_values
from vectorm.ops import write


@checked_methods
class WriteMethods(Base):
    """Write rows."""

    def insert(
        self,
        collection_name: str,
        data: Mapping[str, Any] | Sequence[Mapping[str, Any]],
        timeout: float | None = None,
        partition_name: str | None = "",
        *,
        namespace: str | None = None,
    ) -> dict[str, Any]:
        """Insert rows, in several requests when they are large.

        Args:
            collection_name: Collection or alias.
            data: A dict, or a list of them.
            timeout: Seconds; 600 if None.
            partition_name: Partition; "" is the default one, or that of the partition key.
            namespace: Namespace of the rows, in a collection that has them.

        Returns:
            `{"insert_count": 2, "ids": [1, 2], "cost": 0}`.

        Raises:
            DataNotMatchException: A row does not fit: names collection, field, row and reason; nothing was sent.
            OutcomeUnknown: The answer was lost: the rows may or may not be stored.
        """
        rows = as_rows(collection_name, data)
        if not rows:
            return {"insert_count": 0, "ids": []}
        partition = partition_name or ""
        result = self._run_long(
            lambda ctx: write.insert_rows(ctx, collection_name, rows, partition=partition, namespace=namespace), timeout
        )
        return insert_dict(result)

    def upsert(
        self,
        collection_name: str,
        data: Mapping[str, Any] | Sequence[Mapping[str, Any]],
        timeout: float | None = None,
        partition_name: str | None = "",
        *,
        partial_update: bool = False,
        field_ops: FieldOps | None = None,
    ) -> dict[str, Any]:
        """Insert rows, or replace those of the same key.

        Args:
            collection_name: Collection or alias.
            data: A dict, or a list of them.
            timeout: Seconds; 600 if None.
            partition_name: Partition; "" is the default one, or that of the partition key.
            partial_update: Whether only the given fields change; all rows must have the same ones.
            field_ops: What to do with stored arrays, by field: `{"tags": FieldOp.array_append()}` or
                `{"tags": "array_remove"}`. Only the given fields change then.

        Returns:
            `{"upsert_count": 2, "cost": 0, "ids": [1, 2]}`.

        Raises:
            DataNotMatchException: A row does not fit: names collection, field, row and reason; nothing was sent.
            ParamError: `field_ops` of a field that is no ARRAY, or an unknown operation.
            Unsupported: `partial_update` or `field_ops` on a server without it.
            OutcomeUnknown: The answer of an upsert with `field_ops` was lost.
        """
        rows = as_rows(collection_name, data)
        if not rows:
            return {"upsert_count": 0, "ids": []}
        partition, ops = partition_name or "", field_ops_of(field_ops)
        partial = partial_update or bool(ops)
        result = self._run_long(
            lambda ctx: write.upsert_rows(
                ctx, collection_name, rows, partition=partition, partial=partial, field_ops=ops
            ),
            timeout,
        )
        return upsert_dict(result)

    def delete(
        self,
        collection_name: str,
        ids: Sequence[Key] | Key | None = None,
        timeout: float | None = None,
        filter: str | None = None,
        partition_name: str | None = None,
        *,
        pks: Sequence[Key] | Key | None = None,
        filter_params: Mapping[str, Any] | None = None,
    ) -> OmitZeroDict | list[Key]:
        """Delete rows by keys or by a filter.

        Args:
            collection_name: Collection or alias.
            ids: A key, or a list of them; any text is escaped.
            timeout: Seconds.
            filter: Filter, instead of keys.
            partition_name: Partition; all if None.
            pks: Older name of `ids`.
            filter_params: Values for `{name}` in the filter.

        Returns:
            `{"delete_count": 2, "cost": 0}`; on Milvus Lite the list of the deleted keys, as PyMilvus has it.

        Raises:
            ParamError: Both keys and a filter, or neither; a key of another type than the key field.
        """
        keys = keys_to_delete(collection_name, ids, pks)
        expr = as_filter(collection_name, filter)
        values = template_values(expr, filter_params)
        if ids is not None and not keys and not expr:
            return OmitZeroDict(delete_count=0, cost=0)
        partition = partition_name or ""
        result = self._run(
            lambda ctx: write.delete(ctx, collection_name, filter=expr, ids=keys, partition=partition, values=values),
            timeout,
        )
        return delete_result(result)
