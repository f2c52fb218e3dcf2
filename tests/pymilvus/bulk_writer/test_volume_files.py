"""Uploads to a volume, beside PyMilvus's: REST interface and object store are a loopback server with TLS."""

import os
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

import vectorm
from tests.pymilvus.bulk_writer import collections
from tests.support.http_server import Server, serving
from vectorm import bulk_writer
from vectorm.bulk_writer import UploadPolicy, UploadProgress
from vectorm.bulk_writer.constants import ConnectType
from vectorm.bulk_writer.endpoint import storage_endpoint
from vectorm.errors import ConnectError, MilvusException, ParamError

pymilvus: Any = pytest.importorskip("pymilvus")
theirs: Any = pytest.importorskip("pymilvus.bulk_writer")

MB = 1024 * 1024
FIELDS: list[collections.Field] = [("s", "VARCHAR", {"max_length": 20})]


@pytest.fixture(scope="module")
def certificate(tmp_path_factory: pytest.TempPathFactory) -> Path:
    if shutil.which("openssl") is None:
        pytest.skip("openssl is not installed")
    folder = tmp_path_factory.mktemp("tls")
    arguments = "req -x509 -newkey rsa:2048 -nodes -keyout key.pem -out cert.pem -days 2 -subj /CN=127.0.0.1"
    command = ["openssl", *arguments.split(), "-addext", "subjectAltName=IP:127.0.0.1"]
    subprocess.run(command, cwd=folder, check=True, capture_output=True)
    return folder / "cert.pem"


@pytest.fixture
def cloud(certificate: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Server]:
    monkeypatch.setenv("SSL_CERT_FILE", str(certificate))
    monkeypatch.setenv("REQUESTS_CA_BUNDLE", str(certificate))
    with serving(certificate, certificate.with_name("key.pem")) as running:
        running.answers["/v2/volumes/apply"] = applied(running)
        yield running


def applied(server: Server, **changed: Any) -> dict[str, Any]:
    """What the REST interface answers to `apply`."""
    credentials = {"tmpAK": "ak", "tmpSK": "sk", "sessionToken": "token", "expireTime": "2099-01-01T00:00:00Z"}
    data: dict[str, Any] = {
        "endpoint": server.host,
        "cloud": "aws",
        "region": "us-west-2",
        "bucketName": "bucket",
        "volumePrefix": "vol-1/",
        "volumeName": "vol",
        "condition": {},
        "credentials": credentials | changed.pop("credentials", {}),
    }
    return {"code": 0, "data": data | changed}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Some files, one of them in two parts."""
    top = tmp_path / "source"
    (top / "sub" / "deep").mkdir(parents=True)
    (top / "a.json").write_text("{}")
    (top / "sub" / "b c+é.json").write_bytes(b"bb")
    (top / "sub" / "deep" / "large").write_bytes(os.urandom(6 * MB))
    (top / "linked").symlink_to(top / "sub" / "deep")
    return top


def manager(package: Any, server: Server) -> Any:
    return package.VolumeFileManager(server.url, "key", "vol")


def uploaded(package: Any, server: Server, source: Path, target: str, **options: Any) -> tuple[Any, dict[str, bytes]]:
    server.objects.clear()
    result = manager(package, server).upload_file_to_volume(str(source), target, **options)
    return result, dict(server.objects)


@pytest.mark.parametrize("target", ["", "/", "x/y", "./x//y/"])
def test_the_same_objects(target: str, cloud: Server, folder: Path) -> None:
    expected = uploaded(theirs, cloud, folder, target)
    actual = uploaded(bulk_writer, cloud, folder, target)
    assert actual == expected
    assert len(actual[1]) == 4


def test_one_file(cloud: Server, folder: Path) -> None:
    found = [uploaded(package, cloud, folder / "a.json", "t", part_size=5 * MB) for package in (theirs, bulk_writer)]
    assert found[0] == found[1]
    assert found[1][1] == {"bucket/vol-1/t/a.json": b"{}"}


@pytest.mark.parametrize("policy", [each.value for each in UploadPolicy])
def test_what_is_there_already(policy: str, cloud: Server, folder: Path) -> None:
    there = {"bucket/vol-1/a.json": b"xx", "bucket/vol-1/sub/b c+é.json": b"another", "bucket/vol-1/other": b"o"}
    os.utime(folder / "a.json", (1, 1))
    found: list[set[str]] = []
    for package in (theirs, bulk_writer):
        cloud.objects.clear()
        cloud.objects.update(there)
        cloud.requests.clear()
        kind = package.UploadPolicy(policy)
        manager(package, cloud).upload_file_to_volume(str(folder), "", upload_policy=kind)
        found.append({each.path for each in cloud.requests if each.method == "PUT"})
    assert found[0] == found[1]
    assert ("/bucket/vol-1/a.json" in found[1]) is (policy == "OVERWRITE")


def test_should_skip_is_pymilvuss() -> None:
    times = [None, 0, 999_999, 1_000_000, 2_000_000]
    for policy in UploadPolicy:
        for size in (None, -1, 5, 6):
            for modified in times:
                wanted = theirs.UploadPolicy(policy.value).should_skip(5, 1_000_000, size, modified)
                assert policy.should_skip(5, 1_000_000, size, modified) is wanted


def test_progress(cloud: Server, folder: Path) -> None:
    last: list[Any] = []
    for package in (theirs, bulk_writer):
        seen: list[Any] = []
        manager(package, cloud).upload_file_to_volume(
            str(folder), "", progress_callback=seen.append, upload_policy=package.UploadPolicy.OVERWRITE
        )
        last.append(vars(seen[-1]))
    assert last[0] == last[1]
    size = 2 * 6 * MB + 4
    assert last[1] == vars(UploadProgress(size, size, 4, 4, "", 0, 0, 100.0))


def test_a_busy_store_is_tried_again(cloud: Server, folder: Path) -> None:
    cloud.failures = 2
    made = bulk_writer.VolumeFileManager(cloud.url, "key", "vol")
    made.upload_file_to_volume(str(folder / "a.json"), "", retry_interval=0.01)
    assert cloud.objects == {"bucket/vol-1/a.json": b"{}"}


def test_a_store_that_refuses_is_not(cloud: Server, folder: Path) -> None:
    cloud.answers["/bucket/vol-1/a.json"] = 403
    made = bulk_writer.VolumeFileManager(cloud.url, "key", "vol")
    with pytest.raises(MilvusException, match=r"upload of .*a\.json failed"):
        made.upload_file_to_volume(str(folder), "", retry_interval=0.01)
    assert len([each for each in cloud.requests if each.path == "/bucket/vol-1/a.json"]) == 1


def test_credentials_that_expire_are_renewed(cloud: Server, folder: Path) -> None:
    cloud.answers["/v2/volumes/apply"] = applied(cloud, credentials={"expireTime": "2020-01-01T00:00:00Z"})
    made = bulk_writer.VolumeFileManager(cloud.url, "key", "vol")
    made.upload_file_to_volume(str(folder / "a.json"), "", upload_policy=UploadPolicy.OVERWRITE)
    assert len([each for each in cloud.requests if each.path == "/v2/volumes/apply"]) > 1


def test_googles_store_gets_a_bearer_token(cloud: Server, folder: Path) -> None:
    cloud.answers["/v2/volumes/apply"] = applied(cloud, cloud="gcp")
    sent: list[set[str]] = []
    for package in (theirs, bulk_writer):
        cloud.requests.clear()
        uploaded(package, cloud, folder / "a.json", "")
        sent.append({each.headers["authorization"] for each in cloud.requests if each.path.startswith("/bucket")})
    assert sent == [{"Bearer token"}] * 2


@pytest.mark.parametrize(
    ("condition", "told"),
    [({"maxFileNumber": 3}, "4 files are more than the 3"), ({"maxContentLength": 9}, "bytes are more than the 9")],
)
def test_limits(condition: dict[str, int], told: str, cloud: Server, folder: Path) -> None:
    cloud.answers["/v2/volumes/apply"] = applied(cloud, condition=condition)
    with pytest.raises(ParamError, match=told):
        uploaded(bulk_writer, cloud, folder, "")


def test_wrong_paths(cloud: Server, folder: Path) -> None:
    with pytest.raises(ParamError, match="leads out of the volume"):
        uploaded(bulk_writer, cloud, folder, "a/../../b")
    with pytest.raises(ParamError, match=r"there is no file .*missing"):
        uploaded(bulk_writer, cloud, folder / "missing", "")
    (folder / "sub" / "cycle").symlink_to(folder)
    with pytest.raises(ParamError, match="cycle links to a folder that it is in"):
        uploaded(bulk_writer, cloud, folder, "")


def test_the_volume_writer(cloud: Server, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    found: list[Any] = []
    for package, writers in ((pymilvus, theirs), (vectorm, bulk_writer)):
        cloud.objects.clear()
        schema = collections.schema(package, FIELDS)
        kind = writers.BulkFileType.JSON
        with writers.VolumeBulkWriter(schema, "data", cloud.url, "key", "vol", file_type=kind) as writer:
            for number in range(3):
                writer.append_row({"id": number, "s": "x"})
                writer.commit()
            texts = (writer.data_path, writer.batch_files, writer.get_volume_upload_result(), [*cloud.objects])
            found.append(str(texts).replace(writer.uuid, "UUID"))
        assert list(tmp_path.iterdir()) == []
    assert found[0] == found[1]
    assert "bucket/vol-1/data/UUID/3.json" in found[1]


def test_numpy_files_of_a_volume_keep_their_folder(
    cloud: Server, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """PyMilvus reports `1/id.npy` and uploads `id.npy`, so that a second chunk takes the place of the first."""
    monkeypatch.chdir(tmp_path)
    schema = collections.schema(vectorm, FIELDS)
    kind = bulk_writer.BulkFileType.NUMPY
    with bulk_writer.VolumeBulkWriter(schema, "data", cloud.url, "key", "vol", file_type=kind) as writer:
        for number in range(2):
            writer.append_row({"id": number, "s": "x"})
            writer.commit()
        assert sorted(cloud.objects) == sorted(f"bucket/vol-1/{file}" for files in writer.batch_files for file in files)
        assert len(cloud.objects) == 4


def test_the_address_of_a_store(monkeypatch: pytest.MonkeyPatch) -> None:
    up: set[str] = set()
    monkeypatch.setattr("vectorm.bulk_writer.endpoint._answers", up.__contains__)
    assert storage_endpoint("s3.host", "aws", "r", ConnectType.AUTO) == "s3.host"
    with pytest.raises(ConnectError, match=r"oss-r\.aliyuncs\.com does not answer"):
        storage_endpoint("x", "ali", "r", ConnectType.AUTO)
    up.add("oss-r.aliyuncs.com")
    assert storage_endpoint("x", "ali", "r", ConnectType.AUTO) == "oss-r.aliyuncs.com"
    with pytest.raises(ConnectError, match=r"oss-r-internal\.aliyuncs\.com does not answer"):
        storage_endpoint("x", "ali", "r", ConnectType.INTERNAL)
    up.add("oss-r-internal.aliyuncs.com")
    assert storage_endpoint("x", "ali", "r", ConnectType.AUTO) == "oss-r-internal.aliyuncs.com"
    assert storage_endpoint("x", "ali", "r", ConnectType.PUBLIC) == "oss-r.aliyuncs.com"
