"""Names, parameters and defaults are PyMilvus's."""

import inspect
from collections.abc import Callable
from importlib import import_module
from typing import Any

import pytest

from vectorm import bulk_writer
from vectorm.bulk_writer import volume_restful

theirs: Any = pytest.importorskip("pymilvus.bulk_writer")

METHODS = {
    "LocalBulkWriter": ["__init__", "append_row", "commit"],
    "RemoteBulkWriter": ["__init__", "append_row", "commit"],
    "VolumeBulkWriter": ["__init__", "append_row", "commit", "get_volume_upload_result"],
    "VolumeManager": ["__init__", "create_volume", "delete_volume", "describe_volume", "list_volumes"],
    "VolumeFileManager": ["__init__", "upload_file_to_volume"],
    "UploadProgress": ["__init__"],
    "UploadPolicy": ["should_skip"],
}
PROPERTIES = ["batch_files", "buffer_row_count", "buffer_size", "chunk_size", "data_path", "total_row_count", "uuid"]
FUNCTIONS = ["bulk_import", "get_import_progress", "list_import_jobs"]
VOLUME_CALLS = ["apply_volume", "create_volume", "delete_volume", "describe_volume", "list_volumes"]
MODULES = {
    "bulk_import": FUNCTIONS,
    "bulk_writer": ["BulkWriter"],
    "constants": ["BulkFileType", "ConnectType", "GB", "MB"],
    "local_bulk_writer": ["LocalBulkWriter"],
    "remote_bulk_writer": ["RemoteBulkWriter"],
    "upload_policy": ["UploadPolicy"],
    "volume_bulk_writer": ["VolumeBulkWriter"],
    "volume_file_manager": ["UploadProgress", "VolumeFileManager"],
    "volume_manager": ["VolumeManager"],
    "volume_restful": VOLUME_CALLS,
}


def test_every_public_name() -> None:
    assert set(theirs.__all__) <= set(bulk_writer.__all__)
    assert all(hasattr(bulk_writer, name) for name in bulk_writer.__all__)


@pytest.mark.parametrize("module", MODULES)
def test_module_paths(module: str) -> None:
    ours, wanted = import_module(f"vectorm.bulk_writer.{module}"), import_module(f"pymilvus.bulk_writer.{module}")
    for name in MODULES[module]:
        assert hasattr(ours, name)
        assert hasattr(wanted, name)


def parameters(function: Callable[..., object]) -> list[tuple[str, Any]]:
    """Those that can be given by position, with their defaults."""
    wanted = inspect.Parameter.POSITIONAL_OR_KEYWORD
    return [
        (each.name, each.default) for each in inspect.signature(function).parameters.values() if each.kind is wanted
    ]


@pytest.mark.parametrize(("cls", "method"), [(cls, method) for cls, methods in METHODS.items() for method in methods])
def test_methods(cls: str, method: str) -> None:
    ours, wanted = (getattr(getattr(package, cls), method) for package in (bulk_writer, theirs))
    assert comparable(parameters(ours)) == comparable(parameters(wanted))


@pytest.mark.parametrize("name", ["S3ConnectParam", "AzureConnectParam", "ConnectParam"])
def test_connect_params(name: str) -> None:
    ours, wanted = (getattr(package.RemoteBulkWriter, name) for package in (bulk_writer, theirs))
    assert parameters(ours.__init__) == parameters(wanted.__init__)


@pytest.mark.parametrize("name", FUNCTIONS)
def test_functions(name: str) -> None:
    assert parameters(getattr(bulk_writer, name)) == parameters(getattr(theirs, name))


@pytest.mark.parametrize("name", VOLUME_CALLS)
def test_calls_of_volumes(name: str) -> None:
    wanted = getattr(import_module("pymilvus.bulk_writer.volume_restful"), name)
    assert parameters(getattr(volume_restful, name)) == parameters(wanted)


def comparable(found: list[tuple[str, Any]]) -> list[tuple[str, Any]]:
    """Enumerations by their values: each package has its own."""
    return [(name, getattr(default, "value", default)) for name, default in found]


@pytest.mark.parametrize("name", PROPERTIES)
@pytest.mark.parametrize("cls", ["LocalBulkWriter", "RemoteBulkWriter", "VolumeBulkWriter"])
def test_properties(cls: str, name: str) -> None:
    for package in (bulk_writer, theirs):
        assert isinstance(getattr(getattr(package, cls), name), property)


@pytest.mark.parametrize("name", ["BulkFileType", "UploadPolicy", "ConnectType"])
def test_enumerations(name: str) -> None:
    wanted = getattr(theirs, name, None) or import_module("pymilvus.bulk_writer.constants").ConnectType
    ours: Any = getattr(bulk_writer, name)
    assert {key: each.value for key, each in ours.__members__.items()} == {
        key: each.value for key, each in wanted.__members__.items()
    }
