"""Limits that pydantic checks when a value is set, and that the JSON schema of a model tells."""

from typing import Any

from pydantic import GetCoreSchemaHandler, GetJsonSchemaHandler
from pydantic.json_schema import JsonSchemaValue
from pydantic_core import CoreSchema

from vectorm.records import dataclass

BYTE = 255
"""The largest number in a binary vector, whose bytes hold eight dimensions each."""


@dataclass(frozen=True, slots=True)
class Limits:
    """What a declaration says of the size of values.

    Attributes:
        max_length: Most UTF-8 bytes of a text. A text has no more characters than bytes, so that one with more
            characters is refused here; its bytes are counted when it is sent.
        max_capacity: Most elements of a list.
        dim: Dimensions of a vector; they are checked elsewhere.
        read_only: Whether somebody else makes the value, so that clients of an API need not send it.
    """

    max_length: int | None = None
    max_capacity: int | None = None
    dim: int | None = None
    read_only: bool = False

    def __get_pydantic_core_schema__(self, source: Any, handler: GetCoreSchemaHandler) -> CoreSchema:
        """The schema of texts and lists with their limits; any other as it is."""
        limited: CoreSchema = self._limited(handler(source))
        return limited

    def __get_pydantic_json_schema__(self, schema: CoreSchema, handler: GetJsonSchemaHandler) -> JsonSchemaValue:
        """The number of elements of a vector; `readOnly` where the value is made."""
        told = handler(schema)
        for each in told.get("anyOf", [told]):
            if isinstance(self.dim, int) and each.get("type") == "array":
                size = self.dim // 8 if each["items"].get("maximum") == BYTE else self.dim
                each.update(minItems=size, maxItems=size)
        return {**told, "readOnly": True} if self.read_only else told

    def _limited(self, schema: Any) -> Any:
        kind = schema["type"]
        if kind == "nullable":
            return {**schema, "schema": self._limited(schema["schema"])}
        if kind == "str" and isinstance(self.max_length, int):  # other values are refused with the declaration
            return {**schema, "max_length": self.max_length}
        if kind == "list":
            items = self._limited(schema["items_schema"]) if "items_schema" in schema else None
            limited = {**schema, "items_schema": items} if items is not None else schema
            return {**limited, "max_length": self.max_capacity} if isinstance(self.max_capacity, int) else limited
        return schema
