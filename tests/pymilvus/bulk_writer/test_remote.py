"""Objects that a remote writer uploads are those of PyMilvus's: S3 and Azure, on a loopback server."""

import json
import sys
from importlib import import_module
from itertools import chain
from pathlib import Path
from typing import Any

import pytest

import vectorm
from tests.pymilvus.bulk_writer import collections
from tests.support.http_server import Server
from vectorm import bulk_writer
from vectorm.errors import MilvusException, ParamError

pymilvus: Any = pytest.importorskip("pymilvus")
theirs: Any = pytest.importorskip("pymilvus.bulk_writer")

FIELDS: list[collections.Field] = [("s", "VARCHAR", {"max_length": 20})]
Objects = dict[str, Any]


def s3(writers: Any, server: Server, **options: Any) -> Any:
    given = {"bucket_name": "bucket", "access_key": "access", "secret_key": "very secret", **options}
    return writers.RemoteBulkWriter.S3ConnectParam(endpoint=server.host, **given)


def azure(writers: Any, server: Server, **options: Any) -> Any:
    text = f"DefaultEndpointsProtocol=http;AccountName=account;AccountKey=c2VjcmV0;BlobEndpoint={server.url}/account;"
    return writers.RemoteBulkWriter.AzureConnectParam(**{"container_name": "container", "conn_str": text, **options})


def azure_by_url(writers: Any, server: Server) -> Any:
    return azure(writers, server, conn_str="", account_url=f"{server.url}/account", credential="c2VjcmV0")


def uploaded(package: Any, writers: Any, param: Any, server: Server, folder: Path, file_type: str) -> Objects:
    """The objects of two chunks of rows, with UUID in the place of the writer's own."""
    server.objects.clear()
    schema = collections.schema(package, FIELDS)
    kind = writers.BulkFileType[file_type]
    with writers.RemoteBulkWriter(schema, "a/b", param, file_type=kind, local_path=str(folder)) as writer:
        for numbers in (range(3), range(3, 5)):
            for number in numbers:
                writer.append_row({"id": number, "s": f"é{number}"})
            writer.commit()
        (bucket,) = {name.partition("/")[0] for name in server.objects}
        batches = [[f"{bucket}/{key}" for key in batch] for batch in writer.batch_files]
        assert sorted(chain.from_iterable(batches)) == sorted(server.objects)
        assert writer.data_path == Path("/a/b") / writer.uuid
        found = {name.replace(writer.uuid, "UUID"): content(name, body) for name, body in server.objects.items()}
    assert not folder.exists()
    return found


def content(name: str, body: bytes) -> Any:
    if name.endswith(".jsonl"):
        return [json.loads(line) for line in body.splitlines()]
    if name.endswith(".parquet"):
        arrow, parquet = import_module("pyarrow"), import_module("pyarrow.parquet")
        return parquet.read_table(arrow.BufferReader(body)).to_pylist()
    return json.loads(body) if name.endswith(".json") else body


@pytest.mark.parametrize("file_type", ["PARQUET", "JSON", "JSONL", "CSV", "NUMPY"])
@pytest.mark.parametrize("connect", [s3, azure, azure_by_url], ids=lambda connect: connect.__name__)
def test_the_same_objects(connect: Any, file_type: str, server: Server, tmp_path: Path) -> None:
    expected = uploaded(pymilvus, theirs, connect(theirs, server), server, tmp_path / "theirs", file_type)
    actual = uploaded(vectorm, bulk_writer, connect(bulk_writer, server), server, tmp_path / "ours", file_type)
    assert actual == expected
    assert len(actual) == (4 if file_type == "NUMPY" else 2)


@pytest.mark.parametrize(
    ("connect", "bucket", "told"),
    [
        (s3, {"bucket_name": "other"}, "there is no bucket other at 127"),
        (azure, {"container_name": "other"}, "there is no container other at http"),
    ],
    ids=["s3", "azure"],
)
def test_a_bucket_that_is_not_there(
    connect: Any, bucket: dict[str, str], told: str, server: Server, tmp_path: Path
) -> None:
    writer = ours(connect(bulk_writer, server, **bucket), tmp_path)
    writer.append_row({"id": 1, "s": ""})
    with pytest.raises(MilvusException, match=told):
        writer.commit()
    assert writer.batch_files == []


def test_a_failed_upload_leaves_the_file(server: Server, tmp_path: Path) -> None:
    writer = ours(s3(bulk_writer, server), tmp_path)
    writer.append_row({"id": 1, "s": ""})
    server.answers[f"/bucket/a/{writer.uuid}/1.jsonl"] = 403
    with pytest.raises(MilvusException, match=r"1\.jsonl failed") as caught:
        writer.commit()
    assert "secret" not in str(caught.value)
    assert str(tmp_path / writer.uuid) in caught.value.hint
    assert (tmp_path / writer.uuid / "1.jsonl").exists()


def test_the_callback_gets_the_keys(server: Server, tmp_path: Path) -> None:
    writer = ours(s3(bulk_writer, server), tmp_path)
    writer.append_row({"id": 1, "s": ""})
    called: list[list[str]] = []
    writer.commit(call_back=called.append)
    assert called == writer.batch_files == [[f"a/{writer.uuid}/1.jsonl"]]


def ours(param: Any, folder: Path) -> bulk_writer.RemoteBulkWriter:
    schema = collections.schema(vectorm, FIELDS)
    return bulk_writer.RemoteBulkWriter(
        schema, "a", param, file_type=bulk_writer.BulkFileType.JSONL, local_path=str(folder)
    )


def test_wrong_connect_params(server: Server, tmp_path: Path) -> None:
    with pytest.raises(ParamError, match="must be an S3ConnectParam or an AzureConnectParam, not NoneType"):
        ours(None, tmp_path)
    with pytest.raises(ParamError, match="needs an endpoint"):
        ours(bulk_writer.RemoteBulkWriter.ConnectParam(), tmp_path)
    with pytest.raises(ParamError, match="needs a conn_str or an account_url"):
        ours(azure(bulk_writer, server, conn_str=""), tmp_path)
    assert list(tmp_path.iterdir()) == []


def test_no_secret_is_printed(server: Server) -> None:
    assert "secret" not in repr(s3(bulk_writer, server, session_token="very secret"))
    assert "c2VjcmV0" not in repr(azure(bulk_writer, server, credential="c2VjcmV0"))


@pytest.mark.parametrize("package", ["minio", "azure"])
def test_a_missing_package_is_named_with_its_extra(
    package: str, server: Server, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    module = {"minio": "s3_store", "azure": "azure_store"}[package]
    monkeypatch.delitem(sys.modules, f"vectorm.bulk_writer.{module}", raising=False)
    for name in [name for name in sys.modules if name.partition(".")[0] == package]:
        monkeypatch.delitem(sys.modules, name)
    monkeypatch.setitem(sys.modules, package, None)
    param = s3(bulk_writer, server) if package == "minio" else azure(bulk_writer, server)
    with pytest.raises(ModuleNotFoundError, match=rf"{package}.* is not installed.*vectorm\[remote\]"):
        ours(param, tmp_path)
