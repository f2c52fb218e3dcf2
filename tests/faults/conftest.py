from collections.abc import Callable, Iterator

import pytest

from tests.faults.peer import Answer, Peer, echo


@pytest.fixture
def peer() -> "Iterator[Callable[..., tuple[Peer, int]]]":
    """Starts servers: `server, port = peer(answer)`."""
    started: list[Peer] = []

    def start(answer: Answer = echo, port: int = 0, credentials: object = None) -> tuple[Peer, int]:
        server = Peer(answer)
        started.append(server)
        return server, server.start(port, credentials)

    yield start
    for server in started:
        server.stop()
