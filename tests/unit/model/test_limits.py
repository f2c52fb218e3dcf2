"""What pydantic and the JSON schema of a model know of the size of values."""

from typing import Any

import pytest
from pydantic import ValidationError

from vectorm.model import (
    BM25,
    BinaryVector,
    FloatVector,
    Int8Vector,
    Mapped,
    Model,
    SparseVector,
    field,
    vector,
)


class Page(Model, collection="pages"):
    id: Mapped[str] = field(primary_key=True, max_length=4)
    title: Mapped[str | None] = field(default=None, max_length=5)
    tags: Mapped[list[str]] = field(default_factory=list, max_capacity=2, max_length=3)
    more: Mapped[list[str] | None] = field(default=None, max_capacity=2, max_length=3)
    dense: Mapped[FloatVector | None] = vector(dim=3, default=None)
    small: Mapped[Int8Vector | None] = vector(dim=3, default=None)
    bits: Mapped[BinaryVector | None] = vector(dim=16, default=None)
    words: Mapped[SparseVector] = vector(function=BM25("title"))


TOO_LONG: list[dict[str, Any]] = [
    {"id": "12345"},
    {"title": "123456"},
    {"tags": ["a", "b", "c"]},
    {"tags": ["1234"]},
    {"more": ["a", "b", "c"]},
    {"more": ["1234"]},
]


@pytest.mark.parametrize("values", TOO_LONG, ids=str)
def test_what_is_too_long_is_refused_when_it_is_set(values: dict[str, Any]) -> None:
    with pytest.raises(ValidationError, match="should have at most"):
        Page.model_validate({"id": "1", **values})
    page = Page(id="1")
    with pytest.raises(ValidationError, match="should have at most"):
        setattr(page, *next(iter(values.items())))
    assert (page.id, page.title, page.tags, page.more) == ("1", None, [], None)


def test_what_just_fits_is_taken() -> None:
    page = Page(id="1234", title="12345", tags=["123"] * 2, more=["123"] * 2)
    assert (page.title, page.tags, page.more) == ("12345", ["123", "123"], ["123", "123"])
    page.title = None


def test_the_json_schema_tells_the_limits() -> None:
    told = Page.model_json_schema()["properties"]
    assert told["id"]["maxLength"] == 4
    assert told["title"]["anyOf"][0]["maxLength"] == 5
    assert (told["tags"]["maxItems"], told["tags"]["items"]["maxLength"]) == (2, 3)
    assert (told["more"]["anyOf"][0]["maxItems"], told["more"]["anyOf"][0]["items"]["maxLength"]) == (2, 3)
    vectors = {name: told[name]["anyOf"][0] for name in ("dense", "small", "bits")}
    assert {name: (each["minItems"], each["maxItems"]) for name, each in vectors.items()} == {
        "dense": (3, 3),
        "small": (3, 3),
        "bits": (2, 2),
    }
    assert (vectors["small"]["items"]["minimum"], vectors["small"]["items"]["maximum"]) == (-128, 127)
    assert [name for name, each in told.items() if each.get("readOnly")] == ["words"]
