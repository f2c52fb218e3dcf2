"""`UploadPolicy`: which files need not be uploaded again."""

from enum import Enum

_MILLISECOND = 1_000_000  # nanoseconds


class UploadPolicy(str, Enum):
    """When an object that is there already takes the place of an upload.

    Sizes and times tell of a change only by and large: they are no checksums.

    OVERWRITE uploads always; SKIP_IF_EXISTS not if there is an object of that key; SKIP_IF_SAME_SIZE not if it has the
    same size; SIZE_AND_MTIME not if it also is as new as the local file, in milliseconds.
    """

    OVERWRITE = "OVERWRITE"
    SKIP_IF_EXISTS = "SKIP_IF_EXISTS"
    SKIP_IF_SAME_SIZE = "SKIP_IF_SAME_SIZE"
    SIZE_AND_MTIME = "SIZE_AND_MTIME"

    def should_skip(
        self, local_size: int, local_mtime_ns: int, remote_size: int | None, remote_mtime_ns: int | None
    ) -> bool:
        """Whether a file need not be uploaded.

        Args:
            local_size: Bytes of the file.
            local_mtime_ns: When it was changed last; nanoseconds since 1970.
            remote_size: Bytes of the object; None if unknown.
            remote_mtime_ns: When the server stored it; None if unknown.
        """
        if self in {UploadPolicy.OVERWRITE, UploadPolicy.SKIP_IF_EXISTS}:
            return self is UploadPolicy.SKIP_IF_EXISTS
        if remote_size != local_size:
            return False
        if self is UploadPolicy.SKIP_IF_SAME_SIZE:
            return True
        return remote_mtime_ns is not None and local_mtime_ns // _MILLISECOND <= remote_mtime_ns // _MILLISECOND
