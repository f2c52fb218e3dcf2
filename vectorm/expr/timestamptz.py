"""TIMESTAMPTZ fields: moments that an interval can be added to."""

from datetime import datetime, timedelta

from typing_extensions import override

from vectorm.enums import DataType
from vectorm.errors import FilterError
from vectorm.expr.columns import Ordered
from vectorm.expr.dialect import Dialect
from vectorm.expr.operand import FieldRef, Operand, PathRef
from vectorm.records import dataclass


class Timestamp(Ordered[datetime]):
    """A TIMESTAMPTZ field: it is compared with datetimes that have a time zone. `Doc.at + timedelta(days=1) > now`."""

    __slots__ = ()

    def __add__(self, interval: timedelta) -> Ordered[datetime]:
        return self._moved(interval)

    def __sub__(self, interval: timedelta) -> Ordered[datetime]:
        return self._moved(-interval)

    def _moved(self, interval: timedelta) -> Ordered[datetime]:
        assert isinstance(self._ref, FieldRef)
        return Ordered[datetime](IntervalRef(self._ref, interval))


@dataclass(frozen=True, slots=True)
class IntervalRef(Operand):
    """A TIMESTAMPTZ field and an interval of whole seconds that is added to it."""

    left: FieldRef
    interval: timedelta

    def __post_init__(self) -> None:
        if self.interval.microseconds:
            raise FilterError(
                message=f"{self.left} + {self.interval}: Milvus adds whole seconds",
                hint="add fractions of a second to the other side of the comparison",
            )

    @property
    @override
    def fields(self) -> "tuple[FieldRef | PathRef, ...]":
        return (self.left,)

    @property
    @override
    def scalar_type(self) -> DataType:
        return DataType.TIMESTAMPTZ

    @override
    def render(self, dialect: Dialect) -> str:
        sign, length = ("-", -self.interval) if self.interval < timedelta() else ("+", self.interval)
        return f"{self.left.render(dialect)} {sign} INTERVAL 'P{length.days}DT{length.seconds}S'"

    @override
    def read(self, row: object) -> object:
        moment = self.left.read(row)
        return moment + self.interval // timedelta(microseconds=1) if isinstance(moment, int) else None
