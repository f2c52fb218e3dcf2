"""Embedding: texts to vectors, by functions that the application registers."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, TypeAlias

import numpy as np
from numpy.typing import NDArray

from vectorm.errors import DataNotMatchException, ParamError

Embedder: TypeAlias = Callable[[list[str]], Any]
"""Takes n texts, returns n vectors: an array of shape (n, dim), or a list of lists."""

_registry: dict[str, Embedder] = {}


@dataclass(frozen=True, slots=True)
class Embed:
    """A vector field is made from a text field.

    Attributes:
        embedder: Name of a registered embedder, or the callable itself.
        source: Name of the text field.
        batch: Most texts of one call of the embedder.
    """

    embedder: str | Embedder
    source: str
    batch: int = 256


def register_embedder(name: str, embedder: Embedder) -> None:
    """Give an embedder a name that models use. The last registration of a name counts.

    Args:
        name: What `Embed(name, source=...)` says.
        embedder: Takes a list of n texts, returns an array of shape (n, dim).
    """
    _registry[name] = embedder


def embed_texts(embed: Embed, texts: Sequence[str], *, dim: int, field: str) -> NDArray[np.float32]:
    """Vectors of texts; each distinct text is embedded once.

    Args:
        embed: The embedder and its batch size.
        texts: n texts.
        dim: Dimensions that the field has.
        field: Name of the field, for messages.

    Returns:
        float32 array of shape (n, dim).

    Raises:
        ParamError: No embedder of that name is registered.
        DataNotMatchException: The embedder returned an array of another shape.
    """
    unique = list(dict.fromkeys(texts))
    if not unique:
        return np.empty((0, dim), np.float32)
    embedder = _find(embed)
    chunks = [unique[start : start + embed.batch] for start in range(0, len(unique), embed.batch)]
    parts = [_call(embedder, chunk, dim, field) for chunk in chunks]
    matrix = parts[0] if len(parts) == 1 else np.concatenate(parts)
    if len(unique) == len(texts):
        return matrix
    rows = {text: row for row, text in enumerate(unique)}
    return matrix[[rows[text] for text in texts]]


def _find(embed: Embed) -> Embedder:
    if callable(embed.embedder):
        return embed.embedder
    found = _registry.get(embed.embedder)
    if found is None:
        raise ParamError(
            message=f"no embedder {embed.embedder!r} is registered",
            hint=f"call register_embedder({embed.embedder!r}, function) before objects are written or searched",
        )
    return found


def _call(embedder: Embedder, texts: list[str], dim: int, field: str) -> NDArray[np.float32]:
    matrix: NDArray[np.float32] = np.asarray(embedder(texts), np.float32)
    if matrix.shape != (len(texts), dim):
        raise DataNotMatchException(
            f"the embedder returned an array of shape {matrix.shape} for {len(texts)} texts, not ({len(texts)}, {dim})",
            field=field,
        )
    return matrix
