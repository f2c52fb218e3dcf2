"""Sizes of segments, as users write them."""

import re
from decimal import Decimal, InvalidOperation

from vectorm.errors import ParamError

_UNITS: dict[str, int] = {unit: 1024**power for power, unit in enumerate(("b", "kb", "mb", "gb", "tb", "pb"))}
_LARGEST = 2**63 - 1
_TEXT = re.compile(r"(\d+(?:\.\d+)?)\s*([a-z]*)")


def parse_target_size(target_size: str | float) -> int:
    """A size in whole MB, rounded down: `"1.5GB"` is 1536. Without a unit it is in bytes.

    Raises:
        ParamError: It is no size, below 1 MB, or more than 2**63 - 1 MB.
    """
    size = int(_bytes(target_size) // _UNITS["mb"])
    if size < 1:
        raise ParamError(message=f"a target size must be at least 1 MB, not {target_size!r}")
    if size > _LARGEST:
        raise ParamError(message=f"a target size must be at most {_LARGEST} MB, not {target_size!r}")
    return size


def _bytes(given: object) -> Decimal:
    if isinstance(given, int | float) and not isinstance(given, bool):
        number, unit = str(given), ""
    elif isinstance(given, str):
        found = _TEXT.fullmatch(given.strip().lower())
        if found is None:
            raise ParamError(message=f"{given!r} is not a size", hint="such as '500MB' or '1.2gb'")
        number, unit = found.groups()
    else:
        raise ParamError(message=f"a target size must be a str or a number, not {type(given).__name__}")
    if unit and unit not in _UNITS:
        raise ParamError(message=f"{unit!r} is no unit of sizes: it is one of {', '.join(_UNITS)}")
    try:
        found_bytes = Decimal(number) * _UNITS[unit or "b"]
    except InvalidOperation:
        raise ParamError(message=f"{given!r} is not a size") from None
    if not found_bytes.is_finite():
        raise ParamError(message=f"{given!r} is not a size")
    return found_bytes
