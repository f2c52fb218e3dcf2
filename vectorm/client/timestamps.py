"""Hybrid timestamps: milliseconds since 1970 in the upper bits, a counter in the lower 18."""

from datetime import datetime, timedelta, timezone

from vectorm.client.keywords import checked

_LOGICAL_BITS = 18
_LOGICAL_MASK = (1 << _LOGICAL_BITS) - 1


@checked
def mkts_from_hybridts(hybridts: int, milliseconds: float = 0.0, delta: timedelta | None = None) -> int:
    """A hybrid timestamp later by `milliseconds` and `delta`."""
    moved = (hybridts >> _LOGICAL_BITS) + milliseconds + _milliseconds(delta)
    return (int(moved) << _LOGICAL_BITS) | (hybridts & _LOGICAL_MASK)


@checked
def mkts_from_unixtime(epoch: float, milliseconds: float = 0.0, delta: timedelta | None = None) -> int:
    """The hybrid timestamp of a Unix time in seconds, later by `milliseconds` and `delta`."""
    return int(epoch * 1000 + milliseconds + _milliseconds(delta)) << _LOGICAL_BITS


@checked
def mkts_from_datetime(d_time: datetime, milliseconds: float = 0.0, delta: timedelta | None = None) -> int:
    """The hybrid timestamp of a datetime, later by `milliseconds` and `delta`."""
    return mkts_from_unixtime(d_time.timestamp(), milliseconds, delta)


@checked
def hybridts_to_datetime(hybridts: int, tz: timezone | None = None) -> datetime:
    """The time of a hybrid timestamp, local or of a time zone."""
    return datetime.fromtimestamp(hybridts_to_unixtime(hybridts), tz=tz)


@checked
def hybridts_to_unixtime(hybridts: int) -> float:
    """The Unix time of a hybrid timestamp, in seconds."""
    return (hybridts >> _LOGICAL_BITS) / 1000.0


def _milliseconds(delta: timedelta | None) -> float:
    return 0.0 if delta is None else delta / timedelta(milliseconds=1)
