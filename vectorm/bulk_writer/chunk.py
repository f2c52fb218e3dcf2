"""The rows that are not in a file yet, as columns."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from vectorm.bulk_writer.intake import FieldIntake, Intake, StructIntake
from vectorm.columns.batch import META, ColumnBatch
from vectorm.columns.kinds import is_mapping, type_name
from vectorm.enums import DataType
from vectorm.errors import DataNotMatchException
from vectorm.ops.rows import check_undeclared
from vectorm.spec.collection import CollectionSpec
from vectorm.spec.field import FieldSpec

Row = Mapping[str, Any]
_BLOCK = 1000
"""Rows that wait before columns are made of them."""


class RowCheck:
    """The check of a collection's rows.

    Args:
        spec: The collection.
        nulls: Whether the files that are written can hold null.
    """

    def __init__(self, spec: CollectionSpec, *, nulls: bool) -> None:
        self._spec = spec
        declared = [field for field in spec.fields if not field.is_generated and not field.is_dynamic]
        self._declared: list[Intake] = [
            *(FieldIntake(field, nulls=nulls) for field in declared),
            *(StructIntake(struct, nulls=nulls) for struct in spec.structs),
        ]
        self._known = frozenset(intake.name for intake in self._declared)
        self._meta = FieldIntake(FieldSpec(name=META, data_type=DataType.JSON), nulls=nulls)

    @property
    def intakes(self) -> list[Intake]:
        """The checks of the fields that a file holds, in order."""
        return [*self._declared, self._meta] if self._spec.enable_dynamic_field else self._declared

    def take(self, row: Row, number: int) -> list[Any]:
        """The values of a row as they are kept, in the order of `intakes`.

        Raises:
            DataNotMatchException: It does not fit; tells field, row and reason.
        """
        if not is_mapping(row):
            raise DataNotMatchException(f"expected dict, got {type_name(row)}", row=number)
        try:
            values = [intake.take(row.get(intake.name)) for intake in self._declared]
            extras = {} if self._known.issuperset(row) else self._extras(row, number)
            if self._spec.enable_dynamic_field:
                values.append(self._meta.take(extras))
        except DataNotMatchException as error:
            raise DataNotMatchException(error.reason, field=error.field, row=number, hint=error.hint) from None
        return values

    def _extras(self, row: Row, number: int) -> dict[str, Any]:
        """The undeclared keys of a row; they may also stand under `$meta`."""
        extras = {key: row[key] for key in row if key not in self._known}
        given: object = extras.pop(META, None) if self._spec.enable_dynamic_field else None
        if not is_mapping(given):
            if given is not None:
                raise DataNotMatchException(f"expected dict of undeclared fields, got {type_name(given)}", field=META)
            given = {}
        check_undeclared(self._spec, extras, number)
        return {**given, **extras}


class Chunk:
    """Rows on their way into one file: the newest wait, the others are columns already.

    Attributes:
        rows: How many.
        size: Their bytes.
    """

    def __init__(self, intakes: Sequence[Intake]) -> None:
        self._intakes = intakes
        self._waiting: list[list[Any]] = []
        self._blocks: list[ColumnBatch] = []
        self._fixed = sum(intake.fixed or 0 for intake in intakes)
        self._uneven = [(place, intake) for place, intake in enumerate(intakes) if intake.fixed is None]
        self.rows = 0
        self.size = 0

    def add(self, values: list[Any]) -> None:
        """Add the values of a checked row."""
        self._waiting.append(values)
        self.rows += 1
        self.size += self._fixed + sum(intake.size(values[place]) for place, intake in self._uneven)
        if len(self._waiting) == _BLOCK:
            self._settle()

    def blocks(self) -> Iterator[ColumnBatch]:
        """All rows, as batches of some thousand; the chunk keeps none, so that memory is free once they are written."""
        if self._waiting:
            self._settle()
        self._blocks.reverse()
        while self._blocks:
            yield self._blocks.pop()

    def _settle(self) -> None:
        columns = zip(self._intakes, zip(*self._waiting, strict=True), strict=True)
        self._blocks.append(ColumnBatch([intake.column(list(values)) for intake, values in columns]))
        self._waiting = []
