"""Upload of many files to a volume, side by side, with retries."""

from concurrent.futures import FIRST_EXCEPTION, ThreadPoolExecutor, wait
from pathlib import Path
from threading import Event

from vectorm.bulk_writer.constants import MB
from vectorm.bulk_writer.upload_plan import SourceFile, check_limits, find_files, not_there_yet
from vectorm.bulk_writer.upload_policy import UploadPolicy
from vectorm.bulk_writer.upload_progress import FileProgress, OnProgress, Tracker
from vectorm.bulk_writer.volume_storage import Storage, Volume, VolumeStorage, may_pass
from vectorm.errors import MilvusException
from vectorm.records import dataclass

_LEAST_PART = 5 * MB
_PARTS = 1000
"""A file goes in parts of 5 MB at least, and in about so many at most; object stores take 10,000."""


@dataclass(frozen=True, slots=True, kw_only=True)
class UploadOptions:
    """How files are uploaded.

    Attributes:
        concurrency: How many files are sent at the same time.
        max_retries: How many more tries a file has after the first.
        retry_interval: Seconds between two tries.
        part_size: Bytes of a part of a large file; 0 to choose by its size.
    """

    concurrency: int
    max_retries: int
    retry_interval: float
    part_size: int
    policy: UploadPolicy
    on_progress: OnProgress | None


@dataclass(frozen=True, slots=True, kw_only=True)
class _Job:
    """What all files of an upload have in common."""

    storage: VolumeStorage
    prefix: str
    tracker: Tracker
    options: UploadOptions
    stop: Event


def upload(source: Path, volume: Volume, path: str, options: UploadOptions) -> str:
    """Upload a file, or all files of a folder, below a path of a volume; returns the volume's name.

    Raises:
        ParamError: There is no such file, or more than the volume takes.
        MilvusException: A file could not be uploaded.
    """
    files = find_files(source)
    storage = VolumeStorage(volume, path)
    first = storage.current()
    prefix = first.prefix + path
    wanted = not_there_yet(files, first, prefix, options.policy)
    check_limits(wanted, first)
    tracker = Tracker(sum(file.size for file in wanted), len(wanted), options.on_progress)
    _upload_all(wanted, _Job(storage=storage, prefix=prefix, tracker=tracker, options=options, stop=Event()))
    tracker.end()
    return str(first.info["volumeName"])


def _upload_all(files: list[SourceFile], job: _Job) -> None:
    """Upload the files side by side; the first failure ends the others."""
    with ThreadPoolExecutor(job.options.concurrency, "volume-upload") as pool:
        running = [pool.submit(_upload, file, job) for file in files]
        done, others = wait(running, return_when=FIRST_EXCEPTION)
        if others:
            job.stop.set()
            pool.shutdown(cancel_futures=True)
        for future in done:
            future.result()


def _upload(file: SourceFile, job: _Job) -> None:
    """Upload a file, in several tries if need be."""
    for tries_left in range(job.options.max_retries, -1, -1):
        storage = job.storage.current()
        try:
            file.check_unchanged()
            _put(file, job, storage)
            file.check_unchanged()
            break
        except MilvusException:
            raise
        except Exception as error:
            if not tries_left or not may_pass(error) or job.stop.wait(job.options.retry_interval):
                told = f"upload of {file.path} failed: {error}"
                raise MilvusException(message=told) from error
            job.storage.renew(storage)
    job.tracker.completed(str(file.path), file.size)


def _put(file: SourceFile, job: _Job, storage: Storage) -> None:
    progress = FileProgress(job.tracker, str(file.path), file.size, job.stop)
    storage.client.fput_object(
        bucket_name=storage.bucket,
        object_name=job.prefix + file.key,
        file_path=str(file.path),
        part_size=job.options.part_size or _part_size(file.size),
        progress=progress,
    )


def _part_size(size: int) -> int:
    """Whole megabytes."""
    return max(_LEAST_PART, -(-size // _PARTS // MB) * MB)
