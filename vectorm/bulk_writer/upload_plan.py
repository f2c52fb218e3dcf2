"""Which files an upload has, and which of them the volume has already."""

import stat
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

from vectorm.bulk_writer.upload_policy import UploadPolicy
from vectorm.bulk_writer.volume_storage import Storage
from vectorm.errors import MilvusException, ParamError
from vectorm.records import dataclass


@dataclass(frozen=True, slots=True)
class SourceFile:
    """A file to upload.

    Attributes:
        key: Its path from the source, with slashes.
        size: Bytes, when it was found.
        mtime_ns: When it was changed last, when it was found.
    """

    path: Path
    key: str
    size: int
    mtime_ns: int

    def check_unchanged(self) -> None:
        """Raise `MilvusException` if the file is another one by now."""
        now = self.path.stat()
        if (now.st_size, now.st_mtime_ns) != (self.size, self.mtime_ns):
            raise MilvusException(message=f"{self.path} was changed during the upload")


def find_files(source: Path) -> list[SourceFile]:
    """The file, or all files below the folder; links are followed.

    Raises:
        ParamError: There is no such file, a folder is linked into itself, or something is neither file nor folder.
    """
    try:
        return [*_walk(source, source.name if source.is_file() else "", ())]
    except FileNotFoundError as error:
        raise ParamError(message=f"there is no file {error.filename}") from None


def _walk(path: Path, key: str, above: tuple[Path, ...]) -> Iterator[SourceFile]:
    status = path.stat()
    if stat.S_ISREG(status.st_mode):
        yield SourceFile(path, key, status.st_size, status.st_mtime_ns)
        return
    real = path.resolve()
    if not stat.S_ISDIR(status.st_mode):
        raise ParamError(message=f"{path} is neither a file nor a folder")
    if real in above:
        raise ParamError(message=f"{path} links to a folder that it is in")
    for child in sorted(path.iterdir()):
        yield from _walk(child, f"{key}/{child.name}" if key else child.name, (*above, real))


def not_there_yet(files: list[SourceFile], storage: Storage, prefix: str, policy: UploadPolicy) -> list[SourceFile]:
    """The files that the policy wants to be uploaded, by a listing of the objects whose keys begin with `prefix`."""
    if policy is UploadPolicy.OVERWRITE or not files:
        return files
    waiting = {prefix + file.key: file for file in files}
    listed = prefix + files[0].key if len(files) == 1 else prefix
    for item in storage.client.list_objects(bucket_name=storage.bucket, prefix=listed, recursive=True):
        file = waiting.get(item.object_name or "")
        if file and policy.should_skip(file.size, file.mtime_ns, item.size, _nanoseconds(item.last_modified)):
            del waiting[prefix + file.key]
    return [*waiting.values()]


def check_limits(files: list[SourceFile], storage: Storage) -> None:
    """Refuse more than the volume takes at once.

    Raises:
        ParamError: Too many bytes or files.
    """
    size, count = sum(file.size for file in files), len(files)
    for given, unit, key in ((size, "bytes", "maxContentLength"), (count, "files", "maxFileNumber")):
        limit = storage.limit(key)
        if limit is not None and given > limit:
            hint = "a volume of the free tier takes less than others"
            raise ParamError(message=f"{given} {unit} are more than the {limit} that the volume takes", hint=hint)


def _nanoseconds(moment: datetime | None) -> int | None:
    return None if moment is None else round(moment.timestamp() * 1000) * 1_000_000
