"""Vectors that the server makes from a text field, when a row is written and when a text is searched for."""

from collections.abc import Mapping
from dataclasses import field
from typing import ClassVar, Literal, TypeAlias

from vectorm.enums import DataType, FunctionType
from vectorm.records import dataclass
from vectorm.spec.function import FunctionSpec

HASH_BITS = 32
"""Bits of one hash of a MinHash signature: https://milvus.io/docs/minhash-function.md."""


@dataclass(frozen=True, slots=True)
class BM25:
    """Full-text search: the server computes a sparse vector from the text of the field `source` (Milvus 2.5)."""

    MAKES: ClassVar[tuple[DataType, ...]] = (DataType.SPARSE_FLOAT_VECTOR,)

    source: str

    def build(self, name: str, dim: int | None) -> FunctionSpec:  # noqa: ARG002
        """The function that fills a field."""
        return FunctionSpec(name=f"{name}_bm25", type=FunctionType.BM25, inputs=(self.source,), outputs=(name,))

    @property
    def needs_words(self) -> bool:
        """Whether the server has to cut the text into words."""
        return True


@dataclass(frozen=True, slots=True)
class TextEmbedding:
    """The server asks a model service for the vector of a text (Milvus 2.6; Milvus Lite 3 asks OpenAI's protocol).

    Attributes:
        source: Name of the text field.
        provider: The service, such as "openai", "cohere", "tei".
        model: Name of the model there.
        params: What else the provider takes, such as `{"credential": "apikey1", "dim": 512}`. Name credentials of the
            server's configuration: whoever describes the collection reads these values.
    """

    MAKES: ClassVar[tuple[DataType, ...]] = (DataType.FLOAT_VECTOR, DataType.INT8_VECTOR)

    source: str
    provider: str
    model: str
    params: Mapping[str, str | int | float | bool] = field(default_factory=dict[str, "str | int | float | bool"])

    def build(self, name: str, dim: int | None) -> FunctionSpec:  # noqa: ARG002
        """The function that fills a field."""
        given = {"provider": self.provider, "model_name": self.model, **self.params}
        params = {key: _text(value) for key, value in given.items()}
        kind = FunctionType.TEXTEMBEDDING
        return FunctionSpec(name=f"{name}_embedding", type=kind, inputs=(self.source,), outputs=(name,), params=params)

    @property
    def needs_words(self) -> bool:
        """Whether the server has to cut the text into words."""
        return False


@dataclass(frozen=True, slots=True)
class MinHash:
    """The server makes a signature of a text that is near those of similar texts: for finding duplicates (Milvus 3.0).

    The field is a `BinaryVector` with `dim` of 32 times the number of hashes.

    Attributes:
        source: Name of the text field.
        shingle_size: Words or characters in a row that are hashed together.
        token_level: Whether texts are compared by words or by characters.
        hash_function: "xxhash64" or "sha1"; the server's choice if None.
        seed: Of the hashes; the server's choice if None.
    """

    MAKES: ClassVar[tuple[DataType, ...]] = (DataType.BINARY_VECTOR,)

    source: str
    shingle_size: int = 3
    token_level: Literal["word", "char"] = "word"  # noqa: S105
    hash_function: str | None = None
    seed: int | None = None

    def build(self, name: str, dim: int | None) -> FunctionSpec:
        """The function that fills a field."""
        given = {
            "num_hashes": (dim or 0) // HASH_BITS,
            "shingle_size": self.shingle_size,
            "token_level": self.token_level,
            "hash_function": self.hash_function,
            "seed": self.seed,
        }
        params = {key: _text(value) for key, value in given.items() if value is not None}
        kind = FunctionType.MINHASH
        return FunctionSpec(name=f"{name}_minhash", type=kind, inputs=(self.source,), outputs=(name,), params=params)

    @property
    def needs_words(self) -> bool:
        """Whether the server has to cut the text into words."""
        return self.token_level == "word"  # noqa: S105


ServerFunction: TypeAlias = BM25 | TextEmbedding | MinHash


def _text(value: object) -> str:
    return str(value).lower() if isinstance(value, bool) else str(value)
