"""Keys that the client makes: of content, and by time."""

import hashlib
import multiprocessing
import subprocess
import sys
from datetime import date
from enum import Enum
from itertools import pairwise
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vectorm.errors import DataNotMatchException, ParamError, SchemaNotReadyException
from vectorm.model import FloatVector, Mapped, Model, content_hash, field, snowflake, vector
from vectorm.model.bulk import batch_from_columns, batch_from_rows
from vectorm.model.keys import EPOCH
from vectorm.model.mapper import models_from_batch
from vectorm.ops.step import run_here

ODD = ["", "a", '"', "\\", '","', "é", "e\u0301", "\U0001f600", "\n", "null", "\ud800", "a\x00b"]


class Kind(Enum):
    WEB = "web"
    BOOK = "book"


class Page(Model):
    id: Mapped[str] = field(primary_key=True, default_factory=content_hash("url", "year", "kind", "day"))
    url: Mapped[str] = field(max_length=100)
    year: Mapped[int | None] = field(default=None)
    kind: Mapped[Kind] = field(default=Kind.WEB)
    day: Mapped[date | None] = field(default=None)
    note: Mapped[str] = field(default="")
    dense: Mapped[FloatVector] = vector(dim=2)


def page(url: str = "u", **more: object) -> Page:
    return Page.model_validate({"url": url, "dense": [0, 0], **more})


def test_the_key_is_the_documented_digest() -> None:
    made = page("é", year=7, day=date(2025, 1, 2))
    text = r'["\u00e9",7,"web","2025-01-02"]'
    assert made.id == hashlib.sha256(text.encode()).hexdigest()
    assert Page.__spec__.primary.max_length == len(made.id) == 64
    assert page("é", year=7, note="other", day="2025-01-02").id == made.id


def test_the_key_is_the_same_in_other_processes() -> None:
    program = "from tests.unit.model.test_keys import page; print(page('é', year=7).id)"
    found = {
        subprocess.run(
            [sys.executable, "-c", program], env={"PYTHONHASHSEED": seed}, capture_output=True, text=True, check=True
        ).stdout.strip()
        for seed in ("1", "2")
    }
    assert found == {page("é", year=7).id}


@given(st.sampled_from(ODD), st.sampled_from(ODD), st.sampled_from(ODD), st.sampled_from(ODD))
def test_other_content_has_another_key(a: str, b: str, c: str, d: str) -> None:
    made = content_hash("x", "y")
    assert (made.key([a, b]) == made.key([c, d])) == ((a, b) == (c, d))
    assert made.key([a, None]) != made.key([a, ""])
    assert made.key([1, a]) != made.key(["1", a])


def test_an_assignment_cannot_leave_the_key_behind() -> None:
    made = page("a")
    made.note = "free"
    made.url = "a"
    with pytest.raises(DataNotMatchException, match=r"Page\.url: the key id is made of it"):
        made.url = "b"
    assert made.url == "a"
    with pytest.raises(DataNotMatchException):
        made.year = 1
    by_hand = page("a", id="mine")
    by_hand.url = "b"
    assert by_hand.id == "mine"


def test_an_object_that_was_read_in_part_must_be_whole_before() -> None:
    batch = run_here(batch_from_columns(Page, {"url": ["a"], "dense": [[0, 0]]}))
    (part,) = models_from_batch(Page, batch.only(["id", "url"]))
    with pytest.raises(DataNotMatchException, match=r"year.*not read") as caught:
        part.url = "b"
    assert "refresh" in caught.value.hint
    assert part.url == "a"


def test_rows_in_bulk_have_the_keys_of_objects() -> None:
    keys = [page("a", year=1, kind="book").id, page("b", year=1, kind="book").id]
    columns: dict[str, list[Any]] = {"url": ["a", "b"], "year": [1, 1], "kind": [Kind.BOOK] * 2, "dense": [[0, 0]] * 2}
    assert run_here(batch_from_columns(Page, columns))["id"].to_list() == keys
    rows = [dict(zip(columns, values, strict=True)) for values in zip(*columns.values(), strict=True)]
    assert run_here(batch_from_rows(Page, rows))["id"].to_list() == keys
    assert run_here(batch_from_rows(Page, [{**rows[0], "id": "mine"}]))["id"].to_list() == ["mine"]


def test_a_subclass_has_its_own_key() -> None:
    class Other(Page):
        id: Mapped[str] = field(primary_key=True, default_factory=content_hash("note"))  # pyright: ignore[reportIncompatibleVariableOverride]

    made = Other(url="a", note="n", dense=[0, 0])
    assert made.id == content_hash("note").key(["n"])
    made.url = "b"


def test_mistakes() -> None:
    with pytest.raises(ParamError, match="names no field"):
        content_hash()
    with pytest.raises(ParamError, match="twice"):
        content_hash("a", "a")
    with pytest.raises(TypeError, match="primary_key=True"):
        content_hash("a")()
    with pytest.raises(SchemaNotReadyException, match=r"'nothing', which is no other field"):

        class Missing(Model):  # pyright: ignore[reportUnusedClass]
            id: Mapped[str] = field(primary_key=True, default_factory=content_hash("nothing"))
            dense: Mapped[FloatVector] = vector(dim=2)

    with pytest.raises(SchemaNotReadyException, match=r"made of tags, which is ARRAY"):

        class InPlace(Model):  # pyright: ignore[reportUnusedClass]
            id: Mapped[str] = field(primary_key=True, default_factory=content_hash("tags"))
            tags: Mapped[list[str]] = field()
            dense: Mapped[FloatVector] = vector(dim=2)

    with pytest.raises(SchemaNotReadyException, match="it has 64 characters"):

        class Short(Model):  # pyright: ignore[reportUnusedClass]
            id: Mapped[str] = field(primary_key=True, default_factory=content_hash("url"), max_length=32)
            url: Mapped[str] = field()
            dense: Mapped[FloatVector] = vector(dim=2)


def test_snowflakes_increase_and_hold_the_worker() -> None:
    make = snowflake(worker=1_023)
    keys = [make() for _ in range(10_000)]
    assert all(a < b for a, b in pairwise(keys))
    assert {key >> 12 & 1_023 for key in keys} == {1_023}
    assert 0 < keys[-1] < 1 << 63
    assert EPOCH + (keys[0] >> 22) > 1_735_689_600_000  # 2025-01-01
    assert not set(keys) & {snowflake(worker=0)() for _ in range(100)}
    with pytest.raises(ParamError, match="0 to 1,023"):
        snowflake(worker=1_024)


def _refused(make: object, found: "multiprocessing.SimpleQueue[str]") -> None:
    assert callable(make)
    try:
        make()
    except ParamError as error:
        found.put(error.hint)
    else:
        found.put("a key")


def test_a_fork_does_not_make_the_keys_of_its_parent() -> None:
    context = multiprocessing.get_context("fork")
    make, found = snowflake(worker=1), context.SimpleQueue()
    make()
    child = context.Process(target=_refused, args=(make, found))
    child.start()
    child.join()
    assert "number of its own" in found.get()


def test_a_copy_with_other_content_has_another_key() -> None:
    made = page("a")
    other = made.model_copy(update={"url": "b"})
    assert (other.id, made.id) == (page("b").id, page("a").id)
    assert made.model_copy(update={"url": "b"}, deep=True).id == other.id
    assert made.model_copy().id == made.model_copy(update={"note": "n"}).id == made.id
    assert made.model_copy(update={"url": "b", "id": "x"}).id == "x"
    batch = run_here(batch_from_rows(Page, [{"url": "a", "dense": [0, 0]}])).only(["url"])
    (partly,) = models_from_batch(Page, batch)
    with pytest.raises(DataNotMatchException, match="year, kind, day too, which was not read"):
        partly.model_copy(update={"url": "b"})
