"""A misspelt keyword is an error that names the right one."""

import inspect
from collections.abc import Callable
from typing import Any

import pytest
from typing_extensions import TypedDict, Unpack

from vectorm import Collection, MilvusException
from vectorm.client.keywords import checked, checked_methods, known_keywords


class Options(TypedDict, total=False):
    limit: int


@checked
def find(name: str, filter: str = "", **options: Unpack[Options]) -> str:
    """Find."""
    return f"{name} {filter} {options}"


@checked_methods
class Thing:
    def __init__(self, uri: str = "") -> None:
        self.uri = uri

    def get(self, ids: int) -> int:
        return ids

    @classmethod
    def make(cls, uri: str) -> "Thing":
        return cls(uri)

    def _private(self, **anything: int) -> dict[str, int]:
        return anything


def test_known_keywords_pass() -> None:
    assert find("a", filter="b", limit=3) == "a b {'limit': 3}"
    assert Thing(uri="x").get(ids=1) == 1
    assert Thing.make(uri="y").uri == "y"


class Other(Thing):
    """Inherits."""


WRONG: list[tuple[Callable[..., object], dict[str, Any], str]] = [
    (find, {"filters": "b"}, "find() has no keyword `filters`: did you mean `filter`?"),
    (find, {"limt": 1}, "find() has no keyword `limt`: did you mean `limit`?"),
    (find, {"zzz": 1}, "find() has no keyword `zzz`. It takes: filter, limit, name"),
    (Thing, {"url": "x"}, "Thing() has no keyword `url`: did you mean `uri`?"),
    (Thing.make, {"url": "x"}, "Thing.make() has no keyword `url`: did you mean `uri`?"),
    (Other, {"url": "x"}, "Other() has no keyword `url`: did you mean `uri`?"),
    (Other().get, {"id": 1}, "Other.get() has no keyword `id`: did you mean `ids`?"),
    (Thing().get, {"id": 1}, "Thing.get() has no keyword `id`: did you mean `ids`?"),
]


@pytest.mark.parametrize(("call", "keywords", "message"), WRONG)
def test_a_misspelt_keyword_is_told(call: Callable[..., object], keywords: dict[str, Any], message: str) -> None:
    with pytest.raises(TypeError) as caught:
        call(**keywords)
    assert str(caught.value) == message


def test_signatures_stay() -> None:
    assert list(inspect.signature(find).parameters) == ["name", "filter", "options"]
    assert find.__doc__ == "Find."
    assert known_keywords(Thing.get) == {"ids"}


class Writer:
    @checked
    def insert(self, data: int, timeout: float = 0.0) -> int:
        return data


def test_what_langchain_milvus_hands_to_insert_is_ignored() -> None:
    insert: Callable[..., int] = Writer().insert
    assert insert(data=1, embeddings=[[0.5]], metadatas=None, replica_number=1, timeout=2.0) == 1
    with pytest.raises(TypeError, match="no keyword `tmeout`: did you mean `timeout`"):
        insert(data=1, embeddings=[], tmeout=2.0)


def test_a_collection_takes_data_of_none_only() -> None:
    make: Any = Collection
    with pytest.raises(TypeError, match="no keyword `data`"):
        make("docs", data=[[1]])
    with pytest.raises(MilvusException):
        make("docs", data=None, using="no such connection")
