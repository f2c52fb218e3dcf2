"""The REST calls send what PyMilvus's send."""

import json
from collections.abc import Callable
from typing import Any

import pytest

from tests.support.http_server import Request, Server
from vectorm import bulk_writer
from vectorm.bulk_writer import volume_restful
from vectorm.errors import AuthenticationError, ConnectError, DeadlineExceeded, MilvusException, ServerError

theirs: Any = pytest.importorskip("pymilvus.bulk_writer")
their_volumes: Any = pytest.importorskip("pymilvus.bulk_writer.volume_restful")

HEADERS = ("accept", "authorization", "content-type", "db-name")
OK = {"code": 0, "data": {"jobId": "5"}}
Call = tuple[str, tuple[Any, ...], dict[str, Any]]

IMPORTS: list[Call] = [
    ("bulk_import", ("docs",), {"files": [["a.parquet"], ["b/id.npy", "b/v.npy"]]}),
    ("bulk_import", ("docs", "db", [["a.json"]]), {"api_key": "user:pass", "partition_name": "p", "timeout": 5}),
    ("bulk_import", ("docs",), {"options": {"timeout": "300s"}, "object_urls": [["s3://b/c/"]], "access_key": "a"}),
    (
        "bulk_import",
        ("docs",),
        {"secret_key": "s", "token": "t", "object_url": "s3://b/c/1.json", "cluster_id": "in01"},
    ),
    ("bulk_import", ("docs",), {"volume_name": "v", "data_paths": [["x/"]], "project_id": "p", "region_id": "r"}),
    ("get_import_progress", ("5",), {}),
    ("get_import_progress", ("5", "in01", "p", "r", "key", "db"), {}),
    ("list_import_jobs", (), {}),
    ("list_import_jobs", ("docs", "db", "in01"), {"api_key": "k", "page_size": 3, "current_page": 2}),
]
VOLUMES: list[Call] = [
    ("list_volumes", ("key", "proj"), {}),
    ("list_volumes", ("key", "proj", 2, 50, "MANAGED"), {}),
    ("create_volume", ("key", "proj", "region", "vol"), {}),
    ("create_volume", ("key", "proj", "region", "vol", "EXTERNAL", "si-1", "a/b/"), {"timeout": 5}),
    ("delete_volume", ("key", "vol"), {}),
    ("describe_volume", ("key", "vol"), {}),
    ("apply_volume", ("key", "vol", "a/b/"), {}),
]
MANAGER: list[Call] = [
    ("create_volume", ("proj", "region", "vol"), {"volume_type": "MANAGED"}),
    ("list_volumes", ("proj",), {"page_size": 5}),
    ("describe_volume", ("vol",), {}),
    ("delete_volume", ("vol",), {}),
]


def answer_all(server: Server) -> None:
    for name in ("create", "describe", "list"):
        server.answers[f"/v2/vectordb/jobs/import/{name}"] = OK
    for path in ("", "/create", "/apply", "/vol"):
        server.answers[f"/v2/volumes{path}"] = OK


def sent(server: Server) -> tuple[Any, ...]:
    """The one request since the last look, as far as a server reads it."""
    (request,) = server.requests
    server.requests.clear()
    body: Any = json.loads(request.body) if request.body else None
    return (request.method, request.path, request.query, told_headers(request), body)


def told_headers(request: Request) -> dict[str, str]:
    return {name: request.headers[name] for name in HEADERS if name in request.headers}


def label(call: Call) -> str:
    return call[0]


@pytest.mark.parametrize("call", IMPORTS, ids=label)
def test_imports(call: Call, server: Server) -> None:
    name, args, options = call
    answer_all(server)
    expected = getattr(theirs, name)(server.url, *args, **options)
    wanted = sent(server)
    actual = getattr(bulk_writer, name)(server.url, *args, **options)
    assert sent(server) == wanted
    assert actual.json() == expected.json() == OK
    assert type(actual) is type(expected)


@pytest.mark.parametrize("call", VOLUMES, ids=label)
def test_volumes(call: Call, server: Server) -> None:
    name, args, options = call
    answer_all(server)
    getattr(their_volumes, name)(server.url, *args, **options)
    wanted = sent(server)
    getattr(volume_restful, name)(server.url, *args, **options)
    assert sent(server) == wanted


@pytest.mark.parametrize("call", MANAGER, ids=label)
def test_the_volume_manager(call: Call, server: Server) -> None:
    name, args, options = call
    answer_all(server)
    results: list[Any] = []
    requests: list[Any] = []
    for package in (theirs, bulk_writer):
        results.append(getattr(package.VolumeManager(server.url, "key"), name)(*args, **options))
        requests.append(sent(server))
    assert requests[0] == requests[1]
    assert [result and result.json() for result in results] in ([OK, OK], [None, None])


ERRORS: list[tuple[Any, type[MilvusException], str]] = [
    ({"code": 1100, "message": "no such collection"}, ServerError, "code 1100: no such collection"),
    (401, AuthenticationError, "refused the API key"),
    (500, ServerError, "HTTP status 500"),
    ({"message": "hello"}, ServerError, "no answer of Milvus"),
]


@pytest.mark.parametrize(("answer", "kind", "told"), ERRORS)
def test_refusals(answer: Any, kind: type[MilvusException], told: str, server: Server) -> None:
    server.answers["/v2/vectordb/jobs/import/create"] = answer
    with pytest.raises(kind, match=told) as caught:
        bulk_writer.bulk_import(server.url, "docs", api_key="very secret")
    assert "secret" not in str(caught.value)
    if isinstance(answer, dict) and "code" in answer:
        assert caught.value.code == answer["code"]


def test_no_server() -> None:
    with pytest.raises(ConnectError, match="jobs/import/list"):
        bulk_writer.list_import_jobs("http://127.0.0.1:1")


def test_no_answer_in_time(server: Server, monkeypatch: pytest.MonkeyPatch) -> None:
    def wait(_request: Request) -> tuple[int, dict[str, str], bytes]:
        import time

        time.sleep(0.5)
        return 200, {}, b"{}"

    monkeypatch.setattr(server, "answer", wait)
    with pytest.raises(DeadlineExceeded, match=r"no answer in 0\.1 s"):
        bulk_writer.get_import_progress(server.url, "5", timeout=0.1)


@pytest.mark.parametrize(
    "call", [bulk_writer.bulk_import, bulk_writer.list_import_jobs], ids=lambda call: call.__name__
)
def test_an_unknown_keyword(call: Callable[..., object]) -> None:
    with pytest.raises(TypeError, match="did you mean `collection_name`"):
        call("http://127.0.0.1:1", colection_name="docs")
