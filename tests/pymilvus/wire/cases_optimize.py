"""Optimizations and compactions."""

from importlib import import_module
from typing import Any

from tests.pymilvus.wire.harness import Cases

CASES = Cases(__name__)


@CASES.sync_client  # pymilvus's async client does not reload
def optimize(lib: Any, client: Any) -> None:
    client.optimize("plain")
    client.optimize("plain", target_size="1.5GB")


@CASES.client
def compact(lib: Any, client: Any) -> None:
    client.compact("plain", is_l0=True)
    client.compact("plain", target_size=512)
    client.compact("plain", False, False, 2, "gb")


@CASES.orm
def compact_collection(lib: Any) -> None:
    collection = lib.Collection("plain")
    collection.compact(is_l0=True)
    collection.compact(target_size=512)


@CASES.client
def list_segments(lib: Any, client: Any) -> None:
    client.list_segments("plain")
    states = import_module(f"{lib.__name__}.client.types").SegmentState
    client.list_segments("plain", [states.Growing])
