"""Primary keys as arguments."""

from collections.abc import Sequence
from typing import Any, cast

from vectorm.columns.kinds import is_bytes, is_mapping, type_name
from vectorm.errors import ParamError


def as_keys(what: str, given: object) -> list[Any]:
    """Primary keys: one, or a list of them.

    Raises:
        ParamError: They are none.
    """
    if isinstance(given, int | str):
        return [given]
    if is_bytes(given) or is_mapping(given) or not hasattr(given, "__iter__"):
        raise ParamError(message=f"{what}: ids must be keys or a list of keys, not {type_name(given)}")
    keys = cast("Any", given).tolist() if hasattr(given, "tolist") else given
    return list(cast("Sequence[Any]", keys))
