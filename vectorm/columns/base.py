"""What every column can do."""

from abc import ABC, abstractmethod
from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from vectorm.enums import DataType

Mask = NDArray[np.bool_]


class Column(ABC):
    """The values of one field, one entry per row.

    Attributes:
        name: Field name.
        data_type: Milvus type.
        valid: False where the row is null; None when no row is. Physical values at null rows are placeholders.
        is_dynamic: Whether this is the `$meta` column of undeclared keys.
    """

    __slots__ = ("data_type", "is_dynamic", "name", "valid")

    def __init__(self, name: str, data_type: DataType, valid: Mask | None = None, *, is_dynamic: bool = False) -> None:
        self.name = name
        self.data_type = data_type
        self.valid = valid
        self.is_dynamic = is_dynamic

    @abstractmethod
    def __len__(self) -> int:
        """Number of rows."""

    @abstractmethod
    def value(self, row: int) -> Any:
        """The Python value of a row that is not null: int, float, str, dict, list or a 1-D ndarray view."""

    @abstractmethod
    def select(self, rows: slice | NDArray[np.intp]) -> "Column":
        """A column of some of the rows; views where numpy gives views."""

    @abstractmethod
    def row_bytes(self) -> NDArray[np.int64]:
        """Encoded size of each row in bytes, about: what batches are cut by."""

    def __getitem__(self, row: int) -> Any:
        """The Python value of a row; None when it is null."""
        if self.valid is not None and not self.valid[row]:
            return None
        return self.value(row)

    def to_list(self) -> list[Any]:
        """All values as Python objects."""
        return [self[row] for row in range(len(self))]

    def _select_valid(self, rows: slice | NDArray[np.intp]) -> Mask | None:
        return None if self.valid is None else self.valid[rows]


Values = Sequence[Any]
