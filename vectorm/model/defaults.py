"""Default values are checked when a class is made: pydantic does not look at them when objects are."""

from collections.abc import Iterator
from typing import Any

from pydantic import ConfigDict, TypeAdapter, ValidationError

from vectorm.enums import DataType
from vectorm.model.annotation import FieldType
from vectorm.model.checks import Problem
from vectorm.model.declare import Declaration
from vectorm.model.mapped import Mapped
from vectorm.spec.field import UNSET

_CONFIG = ConfigDict(arbitrary_types_allowed=True)


def default_problems(annotation: Any, declared: Declaration, kind: FieldType) -> Iterator[Problem]:
    """What is wrong with the default values of a field. JSON may be anything and is left to the application."""
    if declared.default_factory is not None and not callable(declared.default_factory):
        yield f"default_factory={declared.default_factory!r} cannot be called", "write default=, or give a function"
    for option, value in (("default", declared.default), ("server_default", declared.server_default)):
        if value is None and not kind.nullable and kind.data_type is not DataType.JSON:
            yield f"{option}=None, but it is never null", "annotate it Mapped[... | None]"
        elif value is not UNSET and value is not None and kind.data_type is not DataType.JSON:
            reason = _misfit(annotation, value)
            if reason:
                yield f"{option}={value!r} does not fit: {reason}", "give a value of the annotated type"


def _misfit(annotation: Any, value: object) -> str:
    mapped: Any = Mapped
    adapter: TypeAdapter[Any] = TypeAdapter(mapped[annotation], config=_CONFIG)
    try:
        made = adapter.validate_python(value)
    except ValidationError as error:
        return error.errors()[0]["msg"]
    if isinstance(value, type(made)) or (type(made) is float and isinstance(value, int)):
        return ""
    return f"it is {type(value).__name__}, not {type(made).__name__}"
