"""Embedders: how often they are called, what is cached, async ones."""

import asyncio
import itertools
import threading
from concurrent.futures import ThreadPoolExecutor

import numpy as np
import pytest
from numpy.typing import NDArray

from vectorm.errors import DataNotMatchException, DeadlineExceeded, ParamError
from vectorm.model import Embed, FloatVector, Mapped, Model, field, register_embedder, vector
from vectorm.model.bulk import batch_from_columns, batch_from_rows
from vectorm.model.embed import embed_texts, embedding, provenance
from vectorm.model.embed_cache import EmbedCache
from vectorm.model.mapper import batch_from_models
from vectorm.ops.step import run_here
from vectorm.transport.address import tcp_address
from vectorm.transport.async_channel import AsyncChannel

_names = itertools.count()


class Counting:
    """An embedder that notes the texts of each of its calls."""

    def __init__(self) -> None:
        self.calls: list[list[str]] = []
        self.name = f"counting {next(_names)}"
        register_embedder(self.name, self)

    def __call__(self, texts: list[str]) -> NDArray[np.float32]:
        self.calls.append(texts)
        return np.array([[len(text), hash(text) % 100] for text in texts], np.float32)


def note_model(embedder: str, *, batch: int = 256) -> type[Model]:
    class Note(Model):
        id: Mapped[int] = field(primary_key=True)
        text: Mapped[str] = field(default="")
        v: Mapped[FloatVector] = vector(dim=2, embed=Embed(embedder, source="text", batch=batch))

    return Note


def notes(model: type[Model], *texts: str) -> list[Model]:
    return [model.model_validate({"id": number, "text": text}) for number, text in enumerate(texts)]


def test_calls_are_unique_texts_in_batches() -> None:
    counting = Counting()
    note = note_model(counting.name, batch=2)
    objects = notes(note, "a", "b", "a", "c", "b", "d", "e")
    batch = batch_from_models(note, objects)
    assert counting.calls == [["a", "b"], ["c", "d"], ["e"]]  # ceil(5 / 2)
    assert [vector[1] for vector in batch["v"].to_list()] == [hash(obj.text) % 100 for obj in objects]  # type: ignore[attr-defined]
    batch_from_models(note, objects)
    assert len(counting.calls) == 3  # nothing has changed
    objects[0].text = "c"  # type: ignore[attr-defined]
    objects[1].text = "new"  # type: ignore[attr-defined]
    batch_from_models(note, objects)
    assert counting.calls[3:] == [["new"]]
    batch_from_models(note, notes(note, "e", "new", "a"))
    assert len(counting.calls) == 4  # embedded before in this process


def test_rows_in_bulk_and_queries_share_the_cache() -> None:
    counting = Counting()
    note = note_model(counting.name)
    run_here(batch_from_columns(note, {"id": [1, 2], "text": ["a", "b"]}))
    run_here(batch_from_rows(note, [{"id": 3, "text": "b"}, {"id": 4, "text": "c"}]))
    embed = note.__plans__["v"].declared.embed
    assert embed is not None
    assert embed_texts(embed, ["c", "q"], dim=2, field="v").shape == (2, 2)
    assert counting.calls == [["a", "b"], ["c"], ["q"]]


def test_vectors_are_the_callers_own() -> None:
    counting = Counting()
    embed = Embed(counting.name, source="text")
    first = embed_texts(embed, ["a", "b", "a"], dim=2, field="v")
    kept = first.tolist()
    first[:] = -1
    assert embed_texts(embed, ["a", "b", "a"], dim=2, field="v").tolist() == kept
    assert embed_texts(embed, [], dim=2, field="v").shape == (0, 2)


def test_what_a_name_stands_for_is_not_mixed() -> None:
    one = Counting()
    embed = Embed(one.name, source="text")
    embed_texts(embed, ["a"], dim=2, field="v")
    again = Counting()
    register_embedder(one.name, again)
    embed_texts(embed, ["a"], dim=2, field="v")
    assert (len(one.calls), len(again.calls)) == (1, 1)
    other = Counting()
    embed_texts(Embed(other, source="text"), ["a"], dim=2, field="v")
    embed_texts(Embed(other, source="other"), ["a"], dim=2, field="v")
    assert len(other.calls) == 1


def test_an_embedder_that_fails_is_asked_again_for_the_rest_only() -> None:
    asked: list[list[str]] = []

    def failing(texts: list[str]) -> NDArray[np.float32]:
        asked.append(texts)
        if len(asked) == 2:
            raise RuntimeError("no more quota")
        return np.zeros((len(texts), 2), np.float32)

    embed = Embed(failing, source="text", batch=1)
    with pytest.raises(RuntimeError, match="quota"):
        embed_texts(embed, ["a", "b"], dim=2, field="v")
    embed_texts(embed, ["a", "b"], dim=2, field="v")
    assert asked == [["a"], ["b"], ["b"]]


def test_the_cache_is_bounded() -> None:
    cache = EmbedCache(most_bytes=3 * 8)
    matrix = np.array([[0, 1], [2, 3]], np.float32)
    cache.keep("e", ["a", "b"], matrix)
    assert set(cache.find("e", 2, ["a"])) == {"a"}
    cache.keep("e", ["c", "d"], matrix)
    assert set(cache.find("e", 2, ["a", "b", "c", "d"])) == {"a", "c", "d"}  # b was not used for longest
    cache.keep("e", ["c"], matrix[:1])
    assert len(cache) == 3
    assert cache.find("e", 2, ["d"])["d"].base is None
    assert not cache.find("e", 3, ["a"])
    assert not cache.find("other", 2, ["a"])
    cache.keep("e", ["x", "y"], np.zeros((2, 100), np.float32))
    assert len(cache) == 3


def test_the_cache_is_thread_safe() -> None:
    cache = EmbedCache(most_bytes=50 * 8)
    barrier = threading.Barrier(4)

    def run(worker: int) -> None:
        barrier.wait()
        for number in range(300):
            text = str(number % 97 + worker)
            cache.keep("e", [text], np.full((1, 2), int(text), np.float32))
            for found, row in cache.find("e", 2, [text, "1"]).items():
                assert row[0] == int(found)

    with ThreadPoolExecutor(4) as pool:
        list(pool.map(run, range(4)))
    assert len(cache) == 50


async def vowels(texts: list[str]) -> list[list[float]]:
    await asyncio.sleep(0)
    return [[text.count("a"), len(text)] for text in texts]


class Slow:
    async def __call__(self, texts: list[str]) -> list[list[float]]:
        await asyncio.sleep(30)
        raise AssertionError(texts)


def driven(embed: Embed, texts: list[str], timeout: float = 10.0) -> NDArray[np.float32]:
    """Vectors of texts by the async driver, which needs no server for it."""
    channel = AsyncChannel(tcp_address("localhost", 1))
    return asyncio.run(channel.run(embedding(embed, texts, dim=2, field="v"), timeout=timeout))


def test_async_embedders() -> None:
    embed = Embed(vowels, source="text")
    with pytest.raises(ParamError, match="vowels is an async function: only an AsyncSession"):
        embed_texts(embed, ["banana"], dim=2, field="v")
    assert driven(embed, ["banana", "x"]).tolist() == [[3, 6], [0, 1]]
    with pytest.raises(DeadlineExceeded):
        driven(Embed(Slow(), source="text"), ["a"], timeout=0.05)


def test_the_async_driver_calls_others_in_a_thread() -> None:
    threads: list[threading.Thread] = []

    def where(texts: list[str]) -> NDArray[np.float32]:
        threads.append(threading.current_thread())
        return np.zeros((len(texts), 2), np.float32)

    driven(Embed(where, source="text"), ["a"])
    embed_texts(Embed(where, source="text"), ["b"], dim=2, field="v")
    assert [thread is threading.main_thread() for thread in threads] == [False, True]


def test_shapes_are_checked() -> None:
    with pytest.raises(DataNotMatchException, match=r"field v: .*shape \(1,\) for 1 texts, not \(1, 2\)"):
        embed_texts(Embed(lambda texts: [0.0] * len(texts), source="text"), ["a"], dim=2, field="v")


def test_provenance() -> None:
    register_embedder("told", vowels, version="v2")
    assert provenance(Embed("told", source="text"), 2) == '{"dim": 2, "embedder": "told", "version": "v2"}'
    assert provenance(Embed("never registered", source="text"), 2) is None
    assert provenance(Embed(vowels, source="text"), 2) is None


def test_an_embedder_may_use_its_array_again() -> None:
    buffer = np.zeros((2, 2), np.float32)

    def lengths(texts: list[str]) -> NDArray[np.float32]:
        buffer[: len(texts)] = [[len(text), 0] for text in texts]
        return buffer[: len(texts)]

    name = f"same array {next(_names)}"
    register_embedder(name, lengths)
    made = embed_texts(Embed(name, source="text", batch=2), ["a", "bb", "ccc", "dddd", "eeeee"], dim=2, field="v")
    assert made[:, 0].tolist() == [1, 2, 3, 4, 5]
