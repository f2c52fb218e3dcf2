"""The engines themselves: they start, and vectorm sees what they are."""

import socket

from tests.fix_engines import Engine, connected_capabilities
from tests.support.milvus23 import is_free, take_slot


def test_milvus_listens_on_the_port_of_its_uri(milvus: Engine) -> None:
    host, port = milvus.uri.rpartition("/")[2].split(":")
    with socket.create_connection((host, int(port)), 5):
        pass
    assert not is_free(int(port))


def test_two_test_runs_get_other_ports() -> None:
    first_lock, first = take_slot()
    second_lock, second = take_slot()
    first_lock.close()
    second_lock.close()
    assert first != second
    assert is_free(first)
    assert is_free(second)


def test_connect_tells_the_capabilities_that_the_tests_assume(engine: Engine) -> None:
    assert connected_capabilities(engine.uri) == engine.capabilities
