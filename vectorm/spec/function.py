"""What a schema function is: an output field computed by the server."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from vectorm.enums import FunctionType


@dataclass(frozen=True, slots=True, kw_only=True)
class FunctionSpec:
    """A function of a collection schema, such as BM25 over a text field."""

    name: str
    type: FunctionType
    inputs: tuple[str, ...]
    outputs: tuple[str, ...] = ()
    description: str = ""
    params: Mapping[str, str] = field(default_factory=dict[str, str])
