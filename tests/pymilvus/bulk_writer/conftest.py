"""The loopback server of a test."""

from collections.abc import Iterator

import pytest

from tests.support.http_server import Server, serving


@pytest.fixture
def server() -> Iterator[Server]:
    with serving() as running:
        yield running
