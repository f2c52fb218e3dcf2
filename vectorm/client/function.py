"""`Function`: an output field that the server computes, or the ranker of a search."""

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any, Protocol

from vectorm.client.checks import as_names
from vectorm.client.keywords import checked_methods
from vectorm.enums import DataType, FunctionType
from vectorm.errors import ParamError

if TYPE_CHECKING:
    from vectorm.client.field import FieldSchema

_TEXTS = (DataType.VARCHAR, DataType.TEXT)
_TYPES: dict[FunctionType, tuple[tuple[DataType, ...], tuple[DataType, ...]]] = {
    FunctionType.BM25: (_TEXTS, (DataType.SPARSE_FLOAT_VECTOR,)),
    FunctionType.TEXTEMBEDDING: (_TEXTS, (DataType.FLOAT_VECTOR, DataType.INT8_VECTOR)),
}
"""What the one input field and the one output field of a function may be; the server checks the others."""


class _Schema(Protocol):
    @property
    def fields(self) -> "list[FieldSchema]": ...


@checked_methods
class Function:
    """A function of a collection, such as BM25 over a text field, or a ranker (`FunctionType.RERANK`).

    Args:
        name: Its name.
        function_type: What it computes.
        input_field_names: Field or fields it reads.
        output_field_names: Field or fields it fills; none for a ranker.
        description: Text for people.
        params: Its parameters, such as `{"reranker": "rrf", "k": 60}`.

    Raises:
        ParamError: A wrong type, or one field named twice.
    """

    def __init__(
        self,
        name: str,
        function_type: FunctionType,
        input_field_names: str | Sequence[str],
        output_field_names: str | Sequence[str] | None = None,
        description: str = "",
        params: Mapping[str, Any] | None = None,
    ) -> None:
        self._name = name
        self._description = description
        try:
            self._type = FunctionType(function_type)
        except ValueError:
            raise ParamError(message=f"function {name}: {function_type!r} is not a FunctionType") from None
        self._inputs = _names(name, "input_field_names", input_field_names)
        self._outputs = _names(name, "output_field_names", output_field_names or ())
        self._params = dict(params or {})
        shared = sorted({*self._inputs} & {*self._outputs})
        if shared:
            raise ParamError(message=f"function {name}: {shared[0]} is both input and output")

    @classmethod
    def construct_from_dict(cls, raw: Mapping[str, Any]) -> "Function":
        """A function from a dict as `to_dict` gives it."""
        inputs, outputs = list(raw["input_field_names"]), list(raw["output_field_names"])
        return cls(raw["name"], raw["type"], inputs, outputs, raw["description"], raw["params"])

    @property
    def name(self) -> str:
        """Its name."""
        return self._name

    @property
    def description(self) -> str:
        """Text for people."""
        return self._description

    @property
    def type(self) -> FunctionType:
        """What it computes."""
        return self._type

    @property
    def input_field_names(self) -> list[str]:
        """Fields it reads."""
        return self._inputs

    @property
    def output_field_names(self) -> list[str]:
        """Fields it fills."""
        return self._outputs

    @property
    def params(self) -> dict[str, Any]:
        """Its parameters."""
        return self._params

    def verify(self, schema: _Schema) -> None:
        """Check the function against the fields of a schema.

        Raises:
            ParamError: A field that is missing, a key, or of a type that the function does not take.
        """
        if self._type is FunctionType.UNKNOWN:
            raise ParamError(message=f"function {self._name}: its type is UNKNOWN")
        fields = {field.name: field for field in schema.fields}
        for name in (*self._inputs, *self._outputs):
            if name not in fields:
                raise ParamError(message=f"function {self._name}: the schema has no field {name}")
        for name in self._outputs:
            field = fields[name]
            if field.is_primary or field.is_partition_key or field.is_clustering_key:
                raise ParamError(message=f"function {self._name}: its output field {name} cannot be a key")
        if self._type in _TYPES:
            self._check_types(fields)

    def _check_types(self, fields: "Mapping[str, FieldSchema]") -> None:
        if len(self._inputs) != 1 or len(self._outputs) != 1:
            told = f"function {self._name}: {self._type.name} has one input and one output field"
            raise ParamError(message=told)
        for name, wanted in zip((*self._inputs, *self._outputs), _TYPES[self._type], strict=True):
            if fields[name].dtype not in wanted:
                known = " or ".join(each.name for each in wanted)
                told = f"function {self._name}: {self._type.name} needs {name} to be {known}"
                raise ParamError(message=f"{told}, not {fields[name].dtype.name}")

    def to_dict(self) -> dict[str, Any]:
        """The function as a dict."""
        return {
            "name": self._name,
            "description": self._description,
            "type": self._type,
            "input_field_names": self._inputs,
            "output_field_names": self._outputs,
            "params": self._params,
        }

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Function) and self.to_dict() == other.to_dict()

    __hash__ = None  # type: ignore[assignment]  # its params can be changed

    def __repr__(self) -> str:
        return str(self.to_dict())


def _names(function: str, what: str, given: object) -> list[str]:
    found = list(as_names(f"{what} of function {function}", given))
    if len(found) != len(set(found)):
        raise ParamError(message=f"function {function}: {what} names a field twice")
    return found
