"""Echo: one line for each request, and no secret in it."""

import logging
import subprocess
import sys

import numpy as np
import pytest

from tests.unit.ops.support import context, lite
from vectorm.enums import DataType
from vectorm.errors import MilvusUnavailableException
from vectorm.ops import access, read, write
from vectorm.ops.echo import LOGGER, echoed, line_of
from vectorm.ops.step import gather
from vectorm.spec.read import QuerySpec, ReadOptions, SearchSpec, Vectors
from vectorm.spec.write import WriteResult
from vectorm.transport.recorded import Recorded
from vectorm.wire.messages import MutationResult, QueryResults, Status
from vectorm.wire.outline import outline
from vectorm.wire.read import encode_search

DONE = MutationResult().SerializeToString()


@pytest.fixture
def lines(caplog: pytest.LogCaptureFixture) -> pytest.LogCaptureFixture:
    caplog.set_level(logging.INFO, LOGGER.name)
    return caplog


def test_a_line_for_each_request(lines: pytest.LogCaptureFixture) -> None:
    options = ReadOptions(output_fields=("id", "title"), partitions=("p",))
    spec = QuerySpec(collection="docs", filter="year > 3", limit=5, options=options)
    Recorded([QueryResults().SerializeToString()]).run(echoed(read.query(context(), spec)))
    [line] = lines.messages
    assert line.startswith("Query docs filter='year > 3' limit=5 partitions=p fields=id,title ")
    assert line.endswith(" ms")


def test_requests_side_by_side_are_told_too(lines: pytest.LogCaptureFixture) -> None:
    deletes = [write.delete(lite(), "docs", filter=f"id == {number}") for number in range(2)]
    results = Recorded([DONE, DONE]).run(echoed(gather(deletes)))
    assert [type(result) for result in results] == [WriteResult, WriteResult]
    assert [line.partition("'")[2].partition("'")[0] for line in lines.messages] == ["id == 0", "id == 1"]


def test_a_request_that_failed_is_told_and_sent_again(lines: pytest.LogCaptureFixture) -> None:
    spec = QuerySpec(collection="docs", filter="id > 3")
    recorded = Recorded([MilvusUnavailableException(14, "reset"), QueryResults().SerializeToString()])
    recorded.run(echoed(read.query(lite(), spec)))
    assert [line.partition(" ms")[2] for line in lines.messages] == [" failed: MilvusUnavailableException", ""]


def test_secrets_and_vectors_are_not_told(lines: pytest.LogCaptureFixture) -> None:
    done = Status().SerializeToString()
    Recorded([done]).run(echoed(access.create_user(context(), "ann", "s3cret")))
    assert lines.messages[0].startswith("CreateCredential ")
    vectors = Vectors(type=DataType.FLOAT_VECTOR, values=[np.array([0.125], np.float32).tobytes()])
    request = encode_search(SearchSpec(collection="docs", field="v", vectors=vectors), guarantee_timestamp=1)
    told = line_of(outline("Search", request))
    assert told.startswith("Search docs field=v rows=1 topk=10 ")
    for line in (*lines.messages, told):
        assert "s3cret" not in line
        assert "ann" not in line
        assert "0.125" not in line


def test_importing_sets_up_no_log() -> None:
    code = "import logging, vectorm.ops.echo as e; print(e.LOGGER.handlers, logging.root.handlers, e.LOGGER.level)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[] [] 0"
