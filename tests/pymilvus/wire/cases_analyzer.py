"""Analyzers."""

from typing import Any

from tests.pymilvus.wire.harness import Cases

CASES = Cases(__name__)


@CASES.client
def of_params(lib: Any, client: Any) -> None:
    client.run_analyzer("a text")
    client.run_analyzer("größer", {"tokenizer": "standard", "filter": ["lowercase", {"type": "length", "max": 9}]})
    client.run_analyzer(["one", "two"], '{"type": "english"}', with_hash=True, with_detail=True)


@CASES.client
def of_a_field(lib: Any, client: Any) -> None:
    client.run_analyzer("a text", collection_name="plain", field_name="title")
    client.run_analyzer(["a", "b"], collection_name="plain", field_name="title", analyzer_names=["english", "default"])
    client.run_analyzer("a", collection_name="plain", field_name="title", analyzer_names="english")
