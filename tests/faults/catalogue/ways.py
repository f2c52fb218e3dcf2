"""The ways to use a client: the same few calls through each of its interfaces.

| way | what |
|---|---|
| `client` | `MilvusClient` |
| `async` | `AsyncMilvusClient` |
| `collection` | `connections` and `Collection` |
| `session` | `Session` of the object mapper |
| `async_session` | `AsyncSession` |
"""

import asyncio
from abc import ABC, abstractmethod
from collections.abc import Coroutine, Sequence
from functools import cached_property
from typing import Any, TypeVar

R = TypeVar("R")
Row = dict[str, Any]
ALIAS = "catalogue"


class Way(ABC):
    """An open connection to one collection.

    Args:
        lib: The library: `vectorm` or `pymilvus`.
        collection: Name of the collection.
        auto_id: Whether the server makes the keys.
    """

    def __init__(self, lib: Any, collection: str, *, auto_id: bool) -> None:
        self.lib = lib
        self.collection = collection
        self.auto_id = auto_id

    @abstractmethod
    def open(self, **address: Any) -> None:
        """Connect: keywords of `MilvusClient` or `connections.connect`."""

    @abstractmethod
    def insert(self, rows: Sequence[Row], timeout: float | None = None) -> None:
        """Write new rows."""

    @abstractmethod
    def upsert(self, rows: Sequence[Row], timeout: float | None = None) -> None:
        """Write rows over those of the same keys."""

    @abstractmethod
    def delete(self, keys: Sequence[Any], timeout: float | None = None) -> None:
        """Delete by key."""

    @abstractmethod
    def delete_where(self, expr: str, timeout: float | None = None) -> None:
        """Delete by filter text."""

    @abstractmethod
    def get(self, keys: Sequence[Any], timeout: float | None = None) -> list[Row]:
        """Rows by key."""

    @abstractmethod
    def query(self, expr: str, timeout: float | None = None) -> list[Row]:
        """Rows by filter text."""

    @abstractmethod
    def search(self, vector: Sequence[float], timeout: float | None = None) -> list[Any]:
        """Keys of the nearest ten rows."""

    @abstractmethod
    def close(self) -> None:
        """Let go of the connection."""


class ClientWay(Way):
    """`MilvusClient`."""

    def open(self, **address: Any) -> None:
        self.client = self.lib.MilvusClient(**address)

    def insert(self, rows: Sequence[Row], timeout: float | None = None) -> None:
        self.client.insert(self.collection, list(rows), timeout=timeout)

    def upsert(self, rows: Sequence[Row], timeout: float | None = None) -> None:
        self.client.upsert(self.collection, list(rows), timeout=timeout)

    def delete(self, keys: Sequence[Any], timeout: float | None = None) -> None:
        self.client.delete(self.collection, ids=list(keys), timeout=timeout)

    def delete_where(self, expr: str, timeout: float | None = None) -> None:
        self.client.delete(self.collection, filter=expr, timeout=timeout)

    def get(self, keys: Sequence[Any], timeout: float | None = None) -> list[Row]:
        return list(self.client.get(self.collection, ids=list(keys), timeout=timeout))

    def query(self, expr: str, timeout: float | None = None) -> list[Row]:
        return list(self.client.query(self.collection, filter=expr, output_fields=["number"], timeout=timeout))

    def search(self, vector: Sequence[float], timeout: float | None = None) -> list[Any]:
        hits = self.client.search(self.collection, data=[list(vector)], limit=10, timeout=timeout)[0]
        return [hit["id"] for hit in hits]

    def close(self) -> None:
        self.client.close()


class AsyncWay(Way):
    """`AsyncMilvusClient`, on an event loop of its own."""

    def __init__(self, lib: Any, collection: str, *, auto_id: bool) -> None:
        super().__init__(lib, collection, auto_id=auto_id)
        self.loop = asyncio.new_event_loop()

    def run(self, task: Coroutine[Any, Any, R]) -> R:
        return self.loop.run_until_complete(task)

    def open(self, **address: Any) -> None:
        async def connect() -> Any:
            client = self.lib.AsyncMilvusClient(**address)
            await client.list_collections()  # the first call is what connects
            return client

        self.client = self.run(connect())

    def insert(self, rows: Sequence[Row], timeout: float | None = None) -> None:
        self.run(self.client.insert(self.collection, list(rows), timeout=timeout))

    def upsert(self, rows: Sequence[Row], timeout: float | None = None) -> None:
        self.run(self.client.upsert(self.collection, list(rows), timeout=timeout))

    def delete(self, keys: Sequence[Any], timeout: float | None = None) -> None:
        self.run(self.client.delete(self.collection, ids=list(keys), timeout=timeout))

    def delete_where(self, expr: str, timeout: float | None = None) -> None:
        self.run(self.client.delete(self.collection, filter=expr, timeout=timeout))

    def get(self, keys: Sequence[Any], timeout: float | None = None) -> list[Row]:
        return list(self.run(self.client.get(self.collection, ids=list(keys), timeout=timeout)))

    def query(self, expr: str, timeout: float | None = None) -> list[Row]:
        call = self.client.query(self.collection, filter=expr, output_fields=["number"], timeout=timeout)
        return list(self.run(call))

    def search(self, vector: Sequence[float], timeout: float | None = None) -> list[Any]:
        hits = self.run(self.client.search(self.collection, data=[list(vector)], limit=10, timeout=timeout))[0]
        return [hit["id"] for hit in hits]

    def close(self) -> None:
        self.run(self.client.close())
        self.loop.close()


class CollectionWay(Way):
    """`connections` and `Collection`, as programs of the ORM-style API do it."""

    def open(self, **address: Any) -> None:
        self.lib.connections.connect(alias=ALIAS, **address)

    @cached_property
    def opened(self) -> Any:
        """The collection: looked up by the first call."""
        return self.lib.Collection(self.collection, using=ALIAS)

    def insert(self, rows: Sequence[Row], timeout: float | None = None) -> None:
        self.opened.insert(list(rows), timeout=timeout)

    def upsert(self, rows: Sequence[Row], timeout: float | None = None) -> None:
        self.opened.upsert(list(rows), timeout=timeout)

    def delete(self, keys: Sequence[Any], timeout: float | None = None) -> None:
        self.opened.delete(f"id in {list(keys)!r}", timeout=timeout)

    def delete_where(self, expr: str, timeout: float | None = None) -> None:
        self.opened.delete(expr, timeout=timeout)

    def get(self, keys: Sequence[Any], timeout: float | None = None) -> list[Row]:
        return self.query(f"id in {list(keys)!r}", timeout)

    def query(self, expr: str, timeout: float | None = None) -> list[Row]:
        return list(self.opened.query(expr, output_fields=["number"], timeout=timeout))

    def search(self, vector: Sequence[float], timeout: float | None = None) -> list[Any]:
        hits = self.opened.search([list(vector)], "vector", {"metric_type": "L2"}, 10, timeout=timeout)[0]
        return [hit.id for hit in hits]

    def close(self) -> None:
        self.lib.connections.disconnect(ALIAS)
