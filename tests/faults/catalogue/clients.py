"""The clients that the catalogue is run with: vectorm, PyMilvus, and a vectorm that is broken on purpose."""

import importlib
from collections.abc import Callable
from dataclasses import dataclass
from types import ModuleType
from typing import Any

from tests.faults.catalogue.case import CORE, EVERY_WAY
from tests.faults.catalogue.ways import AsyncWay, ClientWay, CollectionWay, Way


@dataclass(frozen=True, slots=True)
class Library:
    """A client under test."""

    name: str
    module: ModuleType

    @property
    def is_ours(self) -> bool:
        """Whether it has vectorm's classes of errors."""
        return self.name != "pymilvus"

    def way(self, name: str, collection: str, *, auto_id: bool) -> Way:
        """The way of a name, not open yet."""
        return way_class(name)(self.module, collection, auto_id=auto_id)


def way_class(name: str) -> type[Way]:
    """The class of a way. That of the object mapper is imported for vectorm only."""
    core: dict[str, type[Way]] = {"client": ClientWay, "async": AsyncWay, "collection": CollectionWay}
    if name in core:
        return core[name]
    orm = importlib.import_module("tests.faults.catalogue.orm_ways")
    found: type[Way] = {"session": orm.SessionWay, "async_session": orm.AsyncSessionWay}[name]
    return found


def ways_of(library: str) -> tuple[str, ...]:
    """What a client has."""
    return CORE if library == "pymilvus" else EVERY_WAY


def load(name: str) -> Library:
    """Import a client."""
    if name == "pymilvus":
        return Library(name, importlib.import_module("pymilvus"))
    module = importlib.import_module("vectorm")
    if name == "broken":
        for spoil in (resend_inserts, escape_nothing, swallow_errors):
            spoil()
    return Library(name, module)


def resend_inserts() -> None:
    """An insert whose answer is lost is sent again, as PyMilvus does it."""
    policy: Any = importlib.import_module("vectorm.ops.policy")
    unavailable = policy.MilvusUnavailableException
    keep: Callable[..., bool] = policy.is_retryable

    def is_retryable(error: Exception, resend: object) -> bool:
        return isinstance(error, unavailable) or keep(error, resend)

    policy.is_retryable = is_retryable


def escape_nothing() -> None:
    """Texts go into filters as they are."""
    literal: Any = importlib.import_module("vectorm.expr.literal")
    literal._ESCAPES = {}


def swallow_errors() -> None:
    """A failed delete is called done."""
    client: Any = importlib.import_module("vectorm.client.sync.client")
    write = client.MilvusClient.delete

    def delete(self: Any, *args: Any, **keywords: Any) -> Any:
        try:
            return write(self, *args, **keywords)
        except Exception:  # noqa: BLE001  # that is what is broken
            return {"delete_count": 0}

    client.MilvusClient.delete = delete
