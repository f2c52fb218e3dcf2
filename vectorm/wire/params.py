"""Key-value pairs, and values as the text that the protocol wants."""

import json
from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Any

from vectorm.wire import messages

if TYPE_CHECKING:
    from vectorm.wire.messages import KeyValuePair

_JSON = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"))


def pairs(mapping: Mapping[str, Any]) -> "list[KeyValuePair]":
    """A mapping as key-value pairs."""
    return [messages.KeyValuePair(key=key, value=text(value)) for key, value in mapping.items()]


def mapping(items: "Iterable[KeyValuePair]") -> dict[str, str]:
    """Key-value pairs as a mapping."""
    return {item.key: item.value for item in items}


def text(value: Any) -> str:
    """A parameter as text: `true`, not `True` (Milvus Lite takes the text "False" for true); dicts as JSON."""
    if isinstance(value, str):
        return value
    if isinstance(value, Mapping | list | tuple):
        return _JSON.encode(value)
    return json.dumps(value) if isinstance(value, bool) else str(value)


def number_or_text(value: str) -> Any:
    """A parameter from its text: a number or a JSON object where it is one."""
    try:
        return json.loads(value)
    except ValueError:
        return value
