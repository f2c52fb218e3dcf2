"""`VolumeFileManager`: uploads files to a volume of Zilliz Cloud."""

from importlib import import_module
from pathlib import Path

from vectorm.bulk_writer.constants import ConnectType
from vectorm.bulk_writer.extras import missing
from vectorm.bulk_writer.upload_policy import UploadPolicy
from vectorm.bulk_writer.upload_progress import OnProgress, UploadProgress
from vectorm.client.checks import as_int
from vectorm.client.keywords import checked_methods
from vectorm.errors import ParamError

__all__ = ["UploadProgress", "VolumeFileManager"]


@checked_methods
class VolumeFileManager:
    """Uploads files and folders to a volume.

    Args:
        cloud_endpoint: `https://api.cloud.zilliz.com`, in China `https://api.cloud.zilliz.com.cn`.
        api_key: API key of the organisation.
        volume_name: The volume.
        connect_type: Which address of an Alibaba Cloud bucket is used.

    Raises:
        ModuleNotFoundError: A package is not installed; says which extra has it.
    """

    def __init__(
        self, cloud_endpoint: str, api_key: str, volume_name: str, connect_type: ConnectType = ConnectType.AUTO
    ) -> None:
        self.cloud_endpoint = cloud_endpoint
        self.api_key = api_key
        self.volume_name = volume_name
        self.connect_type = connect_type
        try:
            import_module("vectorm.bulk_writer.volume_upload")  # says what is missing before there is work to lose
        except ModuleNotFoundError as error:
            raise missing(error, "remote") from None

    def upload_file_to_volume(
        self,
        source_file_path: str,
        target_volume_path: str,
        upload_concurrency: int = 5,
        max_retries: int = 5,
        retry_interval: float = 5.0,
        progress_callback: OnProgress | None = None,
        part_size: int = 0,
        upload_policy: UploadPolicy = UploadPolicy.SKIP_IF_SAME_SIZE,
        temporary_directory: str | None = None,  # noqa: ARG002
    ) -> dict[str, str]:
        """Upload a file, or all files of a folder.

        Args:
            source_file_path: File or folder.
            target_volume_path: Folder in the volume.
            upload_concurrency: How many files are sent at the same time.
            max_retries: How many more tries a file has after the first.
            retry_interval: Seconds between two tries.
            progress_callback: Told how far the upload is, every 5 seconds and at the end, from any thread.
            part_size: Bytes of a part of a large file, 5 MB at least; 0 to choose by its size.
            upload_policy: Which files need not be sent.
            temporary_directory: Not used: the list of files is kept in memory.

        Returns:
            `volumeName`, `volume_name` and `path`.

        Raises:
            ParamError: A wrong path, or more than the volume takes.
            MilvusException: A file could not be uploaded.
        """
        from vectorm.bulk_writer.volume_storage import Volume
        from vectorm.bulk_writer.volume_upload import UploadOptions, upload

        path = _volume_path(target_volume_path)
        options = UploadOptions(
            concurrency=as_int("upload_concurrency", upload_concurrency, least=1),
            max_retries=as_int("max_retries", max_retries, least=0),
            retry_interval=retry_interval,
            part_size=as_int("part_size", part_size, least=0),
            policy=UploadPolicy(upload_policy),
            on_progress=progress_callback,
        )
        volume = Volume(self.cloud_endpoint, self.api_key, self.volume_name, self.connect_type)
        name = upload(Path(source_file_path).absolute(), volume, path, options)
        return {"volumeName": name, "volume_name": name, "path": path}


def _volume_path(given: str) -> str:
    """A path in a volume: no slash before it, one behind it."""
    parts = given.replace("\\", "/").split("/")
    if ".." in parts:
        raise ParamError(message=f"{given!r} leads out of the volume")
    return "".join(f"{part}/" for part in parts if part not in {"", "."})
