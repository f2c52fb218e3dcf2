"""The names in a request that was refused, read from its bytes: what they are close to is looked up then."""

from typing import Any

from vectorm.errors import Asked
from vectorm.wire import messages
from vectorm.wire.walk import length_delimited

_SLOTS = {
    "collection_name": "collections",
    "collectionName": "collections",
    "collection_names": "collections",
    "oldName": "collections",
    "partition_name": "partitions",
    "partition_names": "partitions",
    "alias": "aliases",
    "index_name": "indexes",
    "db_name": "databases",
}
"""What the fields of Milvus's messages name."""


def asked_of(method: str, request: bytes) -> Asked:
    """The names in a request. Only its outermost fields are looked at: an insert may be large."""
    kind: Any = getattr(messages, f"{method}Request", None)
    found: dict[str, tuple[str, ...]] = {}
    if kind is not None:
        slots = {field.number: _SLOTS.get(field.name) for field in kind.DESCRIPTOR.fields}
        for number, value in length_delimited(request):
            slot = slots.get(number)
            if slot is not None and len(value):
                found[slot] = (*found.get(slot, ()), bytes(value).decode())
    return Asked(**found)
