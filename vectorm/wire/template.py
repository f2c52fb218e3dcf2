"""Values that travel beside a filter, in the place of `{name}` in it."""

import json
from collections.abc import Mapping, Sequence
from typing import Any

from vectorm.spec.read import TemplateValue
from vectorm.wire.messages import (
    BoolArray,
    DoubleArray,
    JSONArray,
    LongArray,
    StringArray,
    TemplateArrayValue,
    TemplateArrayValueArray,
)
from vectorm.wire.messages import TemplateValue as TemplateMessage


def template_messages(values: Mapping[str, TemplateValue]) -> dict[str, TemplateMessage]:
    """The values of a filter by their names."""
    return {name: _value(value) for name, value in values.items()}


def _value(value: TemplateValue) -> TemplateMessage:
    if isinstance(value, bool):
        return TemplateMessage(bool_val=value)
    if isinstance(value, int):
        return TemplateMessage(int64_val=value)
    if isinstance(value, float):
        return TemplateMessage(float_val=value)
    if isinstance(value, str):
        return TemplateMessage(string_val=value)
    if isinstance(value, bytes):
        return TemplateMessage(bytes_val=value)
    return TemplateMessage(array_val=_array(value))


def _array(items: Sequence[Any]) -> TemplateArrayValue:
    """A list: of one type if it has one, else of JSON texts."""
    kinds: set[type] = set(map(type, items))
    if not kinds:
        return TemplateArrayValue()
    if kinds == {bool}:
        return TemplateArrayValue(bool_data=BoolArray(data=items))
    if kinds == {int}:
        return TemplateArrayValue(long_data=LongArray(data=items))
    if kinds == {float}:
        return TemplateArrayValue(double_data=DoubleArray(data=items))
    if kinds == {str}:
        return TemplateArrayValue(string_data=StringArray(data=items))
    if kinds == {list}:
        return TemplateArrayValue(array_data=TemplateArrayValueArray(data=[_array(item) for item in items]))
    texts = [json.dumps(item, ensure_ascii=False, separators=(",", ":")).encode() for item in items]
    return TemplateArrayValue(json_data=JSONArray(data=texts))
