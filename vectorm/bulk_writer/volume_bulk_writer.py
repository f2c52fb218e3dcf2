"""`VolumeBulkWriter`: files in a volume of Zilliz Cloud."""

from collections.abc import Mapping
from pathlib import Path, PurePosixPath
from types import TracebackType
from typing import Any

from vectorm.bulk_writer.constants import MB, BulkFileType, ConnectType
from vectorm.bulk_writer.local_bulk_writer import LocalBulkWriter, remove_if_empty
from vectorm.bulk_writer.remote_bulk_writer import remove_folders
from vectorm.bulk_writer.upload_policy import UploadPolicy
from vectorm.bulk_writer.volume_file_manager import VolumeFileManager
from vectorm.client.keywords import checked_methods
from vectorm.client.schema import CollectionSchema


@checked_methods
class VolumeBulkWriter(LocalBulkWriter):
    """Writes rows to files that Milvus imports, and brings them to a volume.

    Each file is written to `bulk_writer` in the working directory, uploaded and removed.

    Args:
        schema: The collection that the files are for.
        remote_path: Folder in the volume; the writer makes one below it that is named by its `uuid`.
        cloud_endpoint: `https://api.cloud.zilliz.com`, in China `https://api.cloud.zilliz.com.cn`.
        api_key: API key of the organisation.
        volume_name: The volume.
        chunk_size: Bytes of rows in a file, about.
        file_type: What files are written.
        config: `sep` and `nullkey` of CSV files.
        connect_type: Which address of an Alibaba Cloud bucket is used.
        segment_size: Older name of `chunk_size`.

    Raises:
        SchemaNotReadyException: The schema is not complete, or such files cannot hold it.
        ParamError: A wrong argument.
    """

    def __init__(
        self,
        schema: CollectionSchema,
        remote_path: str,
        cloud_endpoint: str,
        api_key: str,
        volume_name: str,
        chunk_size: int = 1024 * MB,
        file_type: BulkFileType = BulkFileType.PARQUET,
        config: Mapping[str, Any] | None = None,
        connect_type: ConnectType = ConnectType.AUTO,
        *,
        segment_size: int = 0,
    ) -> None:
        self._parent = Path.cwd() / "bulk_writer"
        super().__init__(schema, str(self._parent), chunk_size, file_type, config, segment_size=segment_size)
        self._remote_path = f"{PurePosixPath(remote_path, self.uuid)}/"
        self._volume_name = volume_name
        self._manager = VolumeFileManager(cloud_endpoint, api_key, volume_name, connect_type)

    @property
    def data_path(self) -> str:
        """The folder in the volume, with a slash behind it."""
        return self._remote_path

    def get_volume_upload_result(self) -> dict[str, str]:
        """Where the files are: `volume_name`, `volumeName` and `path`."""
        return {"volume_name": self._volume_name, "volumeName": self._volume_name, "path": self._remote_path}

    def _store(self, files: list[Path]) -> list[str]:
        stored: list[str] = []
        for file in files:
            folder = self._remote_path + file.parent.relative_to(self._folder).as_posix()
            self._manager.upload_file_to_volume(str(file), folder, upload_policy=UploadPolicy.OVERWRITE)
            stored.append(self._remote_path + file.relative_to(self._folder).as_posix())
            file.unlink()
        remove_folders(files, self._folder)
        return stored

    def __exit__(
        self, exc_type: type[BaseException] | None, exc_val: BaseException | None, exc_tb: TracebackType | None
    ) -> None:
        try:
            super().__exit__(exc_type, exc_val, exc_tb)
        finally:
            remove_if_empty(self._parent)
