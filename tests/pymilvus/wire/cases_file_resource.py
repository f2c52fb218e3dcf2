"""File resources."""

from typing import Any

from tests.pymilvus.wire.harness import Cases

CASES = Cases(__name__)


@CASES.client
def resources(lib: Any, client: Any) -> None:
    client.add_file_resource("words", "files/stop_words.txt")
    client.list_file_resources()
    client.remove_file_resource("words")
