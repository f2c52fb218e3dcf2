"""Embedding: texts to vectors, by functions that the application registers."""

import json
from collections.abc import Callable, Generator, Hashable, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from functools import partial
from typing import Any, TypeAlias

import numpy as np
from numpy.typing import NDArray

from vectorm.errors import DataNotMatchException, ParamError
from vectorm.model.embed_cache import cache
from vectorm.ops.step import Op, run_here, work
from vectorm.records import dataclass

Embedder: TypeAlias = Callable[[list[str]], Any]
"""Takes n texts, returns n vectors: an array of shape (n, dim), or a list of lists. May be `async def`."""


@dataclass(frozen=True, slots=True, eq=False)
class Registered:
    """A registered embedder. Two registrations are never the same: their vectors may differ."""

    function: Embedder
    version: str = ""


_registry: dict[str, Registered] = {}

_withheld: ContextVar[dict[str, int] | None] = ContextVar("withheld", default=None)


@dataclass(frozen=True, slots=True)
class Embed:
    """A vector field is made from a text field.

    Attributes:
        embedder: Name of a registered embedder, or the callable itself. What a name stands for is kept with the
            collection, so that vectors of different embedders are never mixed.
        source: Name of the text field.
        batch: Most texts of one call of the embedder.
    """

    embedder: str | Embedder
    source: str
    batch: int = 256


def register_embedder(name: str, embedder: Embedder, *, version: str = "") -> None:
    """Give an embedder a name that models use. The last registration of a name counts.

    Vectors are cached in the process: equal texts are embedded once, as long as 64 MB hold them.

    Args:
        name: What `Embed(name, source=...)` says.
        embedder: Takes a list of n texts, returns an array of shape (n, dim). Threads may call it at the same time. An
            `async def` function can be used by `AsyncSession` only; it calls other functions in a thread.
        version: Which model this is, such as "e5-small-v2". `schema.ensure` keeps name, dimension and version with the
            collection; a session with another embedder neither writes to it nor searches it by text.
    """
    _registry[name] = Registered(embedder, version)


def provenance(embed: Embed, dim: int) -> str | None:
    """What is kept with a collection of the vectors of a field; None where the embedder has no name."""
    found = None if callable(embed.embedder) else _registry.get(embed.embedder)
    if found is None:
        return None
    return json.dumps({"dim": dim, "embedder": embed.embedder, "version": found.version}, sort_keys=True)


@contextmanager
def withheld(texts: dict[str, int] | None) -> Generator[None]:
    """Embedders are not called: texts are counted by their field, and zeros stand for their vectors.

    Args:
        texts: The counts, which are added to; None lets the embedders be called.
    """
    token = _withheld.set(texts)
    try:
        yield
    finally:
        _withheld.reset(token)


def embed_texts(embed: Embed, texts: Sequence[str], *, dim: int, field: str) -> NDArray[np.float32]:
    """Vectors of texts, made here and now: see `embedding`.

    Raises:
        ParamError: Also where the embedder is an `async def` function.
    """
    return run_here(embedding(embed, texts, dim=dim, field=field))


def embedding(embed: Embed, texts: Sequence[str], *, dim: int, field: str) -> Op[NDArray[np.float32]]:
    """Vectors of texts; a text that was embedded before is taken from the cache, each other one is embedded once.

    Args:
        embed: The embedder and its batch size.
        texts: n texts.
        dim: Dimensions that the field has.
        field: Name of the field, for messages.

    Returns:
        float32 array of shape (n, dim), the caller's own.

    Raises:
        ParamError: No embedder of that name is registered.
        DataNotMatchException: The embedder returned an array of another shape.
    """
    unique = list(dict.fromkeys(texts))
    if not unique:
        return np.empty((0, dim), np.float32)
    function, key = _find(embed)
    vectors = cache.find(key, dim, unique)
    missing = [text for text in unique if text not in vectors]
    counts = _withheld.get()
    if counts is not None and missing:
        counts[field] = counts.get(field, 0) + len(missing)
        vectors.update(dict.fromkeys(missing, np.zeros(dim, np.float32)))
        missing = []
    for start in range(0, len(missing), embed.batch):
        chunk = missing[start : start + embed.batch]
        matrix = _checked((yield from work(partial(function, chunk))), len(chunk), dim, field)
        vectors.update(zip(chunk, matrix, strict=True))
        cache.keep(key, chunk, matrix)
    return np.stack([vectors[text] for text in texts])


def _find(embed: Embed) -> tuple[Embedder, Hashable]:
    """The function of an embedder, and what its vectors are known by in the cache."""
    if callable(embed.embedder):
        return embed.embedder, embed.embedder if _is_hashable(embed.embedder) else id(embed.embedder)
    found = _registry.get(embed.embedder)
    if found is None:
        raise ParamError(
            message=f"no embedder {embed.embedder!r} is registered",
            hint=f"call register_embedder({embed.embedder!r}, function) before objects are written or searched",
        )
    return found.function, found


def _is_hashable(embedder: object) -> bool:
    """Whether a callable can stand in a dict; classes with `__eq__` alone cannot."""
    return type(embedder).__hash__ is not None  # pyright: ignore[reportUnnecessaryComparison]


def _checked(made: Any, count: int, dim: int, field: str) -> NDArray[np.float32]:
    matrix: NDArray[np.float32] = np.array(made, np.float32)  # a copy: an embedder may use its array again
    if matrix.shape != (count, dim):
        raise DataNotMatchException(
            f"the embedder returned an array of shape {matrix.shape} for {count} texts, not ({count}, {dim})",
            field=field,
        )
    return matrix
