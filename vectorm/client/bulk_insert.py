"""`BulkInsertState`: how far an import of files is."""

import time
from typing import ClassVar

from vectorm.errors import ServerError
from vectorm.spec.bulk_insert import ImportTask


class BulkInsertState:
    """How far an import is: `state` is one of the numbers below."""

    ImportPending = 0
    ImportFailed = 1
    ImportStarted = 2
    ImportPersisted = 5
    ImportCompleted = 6
    ImportFailedAndCleaned = 7
    ImportUnknownState = 100

    FAILED_REASON = "failed_reason"
    IMPORT_FILES = "files"
    IMPORT_COLLECTION = "collection"
    IMPORT_PARTITION = "partition"
    IMPORT_PROGRESS = "progress_percent"

    state_2_name: ClassVar[dict[int, str]] = {
        ImportPending: "Pending",
        ImportFailed: "Failed",
        ImportStarted: "Started",
        ImportPersisted: "Persisted",
        ImportCompleted: "Completed",
        ImportFailedAndCleaned: "Failed and cleaned",
        ImportUnknownState: "Unknown",
    }

    def __init__(self, task: ImportTask) -> None:
        self.task_id = task.id
        self.row_count = task.rows
        self.id_ranges = list(task.id_ranges)
        self.infos = dict(task.infos)
        self.create_timestamp = task.created
        self._state = task.state

    @property
    def state(self) -> int:
        """`BulkInsertState.ImportCompleted`, ...; what a newer server says is `ImportUnknownState`."""
        return self._state if self._state in self.state_2_name else self.ImportUnknownState

    @property
    def state_name(self) -> str:
        """The state as text."""
        return self.state_2_name.get(self._state, "unknown state")

    @property
    def ids(self) -> list[int]:
        """Keys that the server made: what `id_ranges` stand for, each range without its end.

        Raises:
            ServerError: A range has no end.
        """
        if len(self.id_ranges) % 2:
            raise ServerError(message=f"import {self.task_id}: the server sent a range of ids without an end")
        starts, ends = self.id_ranges[::2], self.id_ranges[1::2]
        return [each for start, end in zip(starts, ends, strict=True) for each in range(start, end)]

    @property
    def failed_reason(self) -> str:
        """Why it failed ("" if it did not)."""
        return self.infos.get(self.FAILED_REASON, "")

    @property
    def files(self) -> str:
        """The files, in one text."""
        return self.infos.get(self.IMPORT_FILES, "")

    @property
    def collection_name(self) -> str:
        """The collection."""
        return self.infos.get(self.IMPORT_COLLECTION, "")

    @property
    def partition_name(self) -> str:
        """The partition."""
        return self.infos.get(self.IMPORT_PARTITION, "")

    @property
    def create_time_str(self) -> str:
        """When it was made, in local time."""
        return time.strftime("%Y-%m-%d %H:%M:%S", time.localtime(self.create_timestamp))

    @property
    def progress(self) -> int:
        """Percent done."""
        return int(self.infos.get(self.IMPORT_PROGRESS, "0"))

    def __repr__(self) -> str:
        shown = {
            "taskID": self.task_id,
            "state": self.state_name,
            "row_count": self.row_count,
            "infos": self.infos,
            "id_ranges": self.id_ranges,
            "create_ts": self.create_time_str,
        }
        lines = ",\n".join(f"    - {name:<16}: {value}" for name, value in shown.items())
        return f"<Bulk insert state:\n{lines}\n>"
