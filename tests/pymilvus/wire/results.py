"""What the methods of the clients return, in a form that can be compared."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import Enum
from typing import Any, cast

import numpy as np

UNSEEN = "(not compared)"
"""In the place of a protobuf message, which some methods of pymilvus return as it came."""

LOCAL = {"create_schema", "create_field_schema", "create_struct_field_schema", "prepare_index_params", "session"}
"""Methods that make objects to be sent; their messages are compared instead."""

PLAIN = (bool, int, float, str, bytes, type(None))
DEEPEST = 8


@dataclass(frozen=True, slots=True)
class Result:
    """What a method returned."""

    method: str
    value: Any


class Noting:
    """A client whose results are put into a list."""

    def __init__(self, client: Any, results: list[Result]) -> None:
        self._client, self._results = client, results

    def __getattr__(self, name: str) -> Any:
        value = getattr(self._client, name)
        return self._noted(name, value) if callable(value) and name not in LOCAL else value

    def _noted(self, name: str, method: Any) -> Callable[..., Any]:
        def call(*args: Any, **keywords: Any) -> Any:
            value = method(*args, **keywords)
            self._results.append(Result(name, plain(value)))
            return value

        return call


def plain(value: Any, depth: int = 0) -> Any:
    """A result as dicts, lists and plain values; an object as its public attributes."""
    if isinstance(value, Enum):
        return int(value) if isinstance(value, int) else value.name
    if isinstance(value, np.ndarray | np.generic):
        return cast("Any", value).tolist()
    if isinstance(value, PLAIN):
        return value
    if isinstance(value, Mapping):
        return {key: plain(item, depth + 1) for key, item in cast("Any", value).items()}
    if isinstance(value, set | frozenset):
        return sorted(cast("Any", value))
    kind: str = type(value).__name__
    if isinstance(value, list | tuple) or kind.startswith("Repeated"):
        return [plain(item, depth + 1) for item in cast("list[Any]", value)]
    if hasattr(value, "DESCRIPTOR") or kind == "generator" or depth > DEEPEST or "terator" in kind:
        return UNSEEN
    names = (name for name in dir(value) if not name.startswith("_"))
    attributes = {name: getattr(value, name) for name in names}
    return {name: plain(item, depth + 1) for name, item in attributes.items() if not callable(item)}


def agree(theirs: Any, ours: Any) -> bool:
    """Whether two results are the same, where they are compared."""
    if UNSEEN in (theirs, ours):
        return True
    if isinstance(theirs, dict) and isinstance(ours, dict):
        left, right = cast("dict[str, Any]", theirs), cast("dict[str, Any]", ours)
        return left.keys() == right.keys() and all(agree(left[key], right[key]) for key in left)
    if isinstance(theirs, list) and isinstance(ours, list):
        some, others = list(cast("Any", theirs)), list(cast("Any", ours))
        return len(some) == len(others) and all(map(agree, some, others))
    return bool(theirs == ours)
