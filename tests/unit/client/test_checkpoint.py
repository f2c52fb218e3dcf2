"""Checkpoints of query iterators: read back as written, in PyMilvus's form, never torn."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vectorm.client.checkpoint import Checkpoint, told_cursor
from vectorm.errors import MilvusException, ParamError
from vectorm.spec.iterate import Cursor

KEYS = st.one_of(st.integers(-(2**63), 2**63 - 1), st.text())


@given(st.integers(0, 2**62), KEYS, st.one_of(st.none(), st.integers(0, 99)))
def test_what_is_written_is_read(
    tmp_path_factory: pytest.TempPathFactory, snapshot: int, key: int | str, element: int | None
) -> None:
    checkpoint = Checkpoint(tmp_path_factory.getbasetemp() / "cp", is_text=isinstance(key, str))
    checkpoint.save(Cursor(0, key))
    checkpoint.save(Cursor(snapshot, key, element))
    assert checkpoint.load() == Cursor(snapshot, key, element)
    checkpoint.remove()
    checkpoint.remove()
    assert checkpoint.load() is None


def load(path: Path, text: str, *, is_text: bool = False) -> Cursor | None:
    path.write_text(text, encoding="utf-8")
    return Checkpoint(path, is_text=is_text).load()


def test_files_of_pymilvus(tmp_path: Path) -> None:
    path = tmp_path / "cp"
    assert load(path, "450\n7\n19\n") == Cursor(450, 19)
    assert load(path, "450\na b\n", is_text=True) == Cursor(450, "a b")
    assert load(path, '450\n{"pk":"a","last_element_offset":3}\n', is_text=True) == Cursor(450, "a", 3)
    assert load(path, "450\n17\n", is_text=True) == Cursor(450, "17")
    assert load(path, "450\n") == Cursor(450), "nothing was read yet"
    assert load(path, "") is None


@pytest.mark.parametrize("text", ["milk\n", "450\nmilk\n", '450\n{"pk":null}\n'])
def test_files_that_are_no_checkpoints(tmp_path: Path, text: str) -> None:
    with pytest.raises(ParamError, match="no checkpoint of a query iterator"):
        load(tmp_path / "cp", text)


def test_files_that_cannot_be_used(tmp_path: Path) -> None:
    folder = Checkpoint(tmp_path, is_text=False)
    with pytest.raises(MilvusException, match="cannot be read"):
        folder.load()
    with pytest.raises(MilvusException, match="cannot be written"):
        Checkpoint(tmp_path / "no" / "cp", is_text=False).save(Cursor(1, 2))


def test_cursors_as_pymilvus_tells_them() -> None:
    told = told_cursor(Cursor(5, "a", 2))
    assert (told.session_ts, told.int_pk, told.str_pk, told.last_element_offset) == (5, None, "a", 2)
    told = told_cursor(Cursor(5, 8))
    assert (told.session_ts, told.int_pk, told.str_pk) == (5, 8, None)
