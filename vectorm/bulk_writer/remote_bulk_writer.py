"""`RemoteBulkWriter`: files in an object store."""

import sys
from collections.abc import Mapping
from pathlib import Path, PurePath, PurePosixPath
from types import TracebackType
from typing import Any, TypeAlias

from vectorm.bulk_writer import connect_params
from vectorm.bulk_writer.constants import MB, BulkFileType
from vectorm.bulk_writer.local_bulk_writer import LocalBulkWriter, remove_if_empty
from vectorm.bulk_writer.object_store import open_store
from vectorm.client.keywords import checked_methods
from vectorm.client.schema import CollectionSchema
from vectorm.errors import MilvusException


@checked_methods
class RemoteBulkWriter(LocalBulkWriter):
    """Writes rows to files that Milvus imports, and brings them to an object store.

    Each file is written locally, uploaded and removed. `batch_files` has the keys of the objects.

    Args:
        schema: The collection that the files are for.
        remote_path: Folder in the bucket; the writer makes one below it that is named by its `uuid`.
        connect_param: The bucket or container.
        chunk_size: Bytes of rows in a file, about.
        file_type: What files are written.
        config: `sep` and `nullkey` of CSV files.
        segment_size: Older name of `chunk_size`.
        local_path: Folder of the files until they are uploaded; `bulk_writer` beside the running script if None.

    Raises:
        SchemaNotReadyException: The schema is not complete, or such files cannot hold it.
        ParamError: A wrong argument.
        ModuleNotFoundError: A package is not installed; says which extra has it.
    """

    S3ConnectParam: TypeAlias = connect_params.S3ConnectParam
    ConnectParam: TypeAlias = connect_params.S3ConnectParam
    AzureConnectParam: TypeAlias = connect_params.AzureConnectParam

    def __init__(
        self,
        schema: CollectionSchema,
        remote_path: str,
        connect_param: S3ConnectParam | AzureConnectParam | None,
        chunk_size: int = 1024 * MB,
        file_type: BulkFileType = BulkFileType.PARQUET,
        config: Mapping[str, Any] | None = None,
        *,
        segment_size: int = 0,
        local_path: str | None = None,
    ) -> None:
        self._object_store = open_store(connect_param)
        self._parent = Path(local_path) if local_path else Path(sys.argv[0]).resolve().parent / "bulk_writer"
        super().__init__(schema, str(self._parent), chunk_size, file_type, config, segment_size=segment_size)
        self._remote_path = PurePosixPath("/", remote_path, self.uuid)

    @property
    def data_path(self) -> PurePath:
        """The folder in the bucket, with a slash before it."""
        return self._remote_path

    def _store(self, files: list[Path]) -> list[str]:
        keys = [str(self._remote_path / file.relative_to(self._folder).as_posix())[1:] for file in files]
        try:
            self._object_store.check()
            for file, key in zip(files, keys, strict=True):
                self._object_store.upload(file, key)
                file.unlink()
        except MilvusException:
            raise
        except Exception as error:  # clients of object stores have errors of many kinds
            told = f"upload of {', '.join(keys)} failed: {error}"
            raise MilvusException(message=told, hint=f"what is not uploaded is still in {self._folder}") from error
        remove_folders(files, self._folder)
        return keys

    def __exit__(
        self, exc_type: type[BaseException] | None, exc_val: BaseException | None, exc_tb: TracebackType | None
    ) -> None:
        try:
            super().__exit__(exc_type, exc_val, exc_tb)
        finally:
            remove_if_empty(self._parent)


def remove_folders(files: list[Path], top: Path) -> None:
    """Remove the folders of files that are gone, but not `top`."""
    for folder in {file.parent for file in files} - {top}:
        remove_if_empty(folder)
