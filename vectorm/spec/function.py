"""What a schema function is: an output field computed by the server."""

from collections.abc import Mapping
from dataclasses import field

from vectorm.enums import FunctionType
from vectorm.records import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class FunctionSpec:
    """A function of a collection schema, such as BM25 over a text field.

    Attributes:
        function_id: Number that the server gave it; 0 before, and on Milvus Lite. Not compared.
        input_ids: Numbers of its input fields; not compared.
        output_ids: Numbers of its output fields; not compared.
    """

    name: str
    type: FunctionType
    inputs: tuple[str, ...]
    outputs: tuple[str, ...] = ()
    description: str = ""
    params: Mapping[str, str] = field(default_factory=dict[str, str])
    function_id: int = field(default=0, compare=False)
    input_ids: tuple[int, ...] = field(default=(), compare=False)
    output_ids: tuple[int, ...] = field(default=(), compare=False)
