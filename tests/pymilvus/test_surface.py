"""Every public name of the installed PyMilvus is the same in vectorm, or its difference is explained."""

import inspect
from typing import Any

import pytest

pymilvus: Any = pytest.importorskip("pymilvus")
surface_compare = pytest.importorskip("surface_compare", reason="tools/ is not here")
pymilvus_surface = pytest.importorskip("pymilvus_surface")

from pymilvus_surface import DATA, PAGE, data, page  # noqa: E402
from surface_compare import SAME, Notes, Surface, find_problems, problems_of, read_notes  # noqa: E402

LEAST = 95.0
"""Percent of the names that must be the same."""


@pytest.fixture(scope="module")
def surface() -> Surface:
    return Surface(read_notes())


def test_every_name_is_explained(surface: Surface) -> None:
    assert list(find_problems(surface)) == []


def test_most_names_are_the_same(surface: Surface) -> None:
    same = sum(row.status == SAME for row in surface.rows)
    assert 100 * same / len(surface.rows) >= LEAST


def test_the_page_and_the_data_are_up_to_date(surface: Surface) -> None:
    assert PAGE.read_text("utf-8") == page(surface), "python tools/pymilvus_surface.py"
    assert DATA.read_text("utf-8") == data(surface), "python tools/pymilvus_surface.py"


def test_enough_is_compared(surface: Surface) -> None:
    paths = {row.path for row in surface.rows}
    assert set(pymilvus.__all__) <= paths
    for cls in ("MilvusClient", "AsyncMilvusClient", "Collection", "Partition", "Role", "Index", "Connections"):
        methods = inspect.getmembers(getattr(pymilvus, cls), inspect.isfunction)
        assert {f"{cls}.{name}" for name, _ in methods if not name.startswith("_")} <= paths


def test_what_is_removed_is_known(surface: Surface) -> None:
    removed = {row.path: row.replacement for row in surface.rows if row.replacement}
    assert removed["Collection.search"] == removed["loading_progress"] == "MilvusClient"
    assert {"Collection", "connections", "utility", "db", "Role.create", "Connections.connect"} <= removed.keys()
    assert not {"MilvusClient", "MilvusClient.search", "DataType", "FieldSchema"} & removed.keys()


def theirs(a: int, b: str = "x", **kwargs: object) -> None: ...


def test_signatures_are_compared() -> None:
    def same(a: int, b: str = "x", *, more: int = 1) -> None: ...
    def other_default(a: int, b: str = "y") -> None: ...
    def other_place(b: str = "x", a: int = 1) -> None: ...
    def lacking(a: int) -> None: ...
    async def coroutine(a: int, b: str = "x") -> None: ...

    assert problems_of(same, theirs) == ()
    assert problems_of(other_default, theirs) == (("b", "is 'y' by default, not 'x'"),)
    assert ("a", "stands at another place") in problems_of(other_place, theirs)
    assert problems_of(lacking, theirs) == (("b", "is missing"),)
    assert problems_of(coroutine, theirs) == (("", "one is a coroutine, the other is not"),)
    assert problems_of(1, theirs) == (("", "is no function"),)
    assert problems_of(1, 2) == (("", "is 1, not 2"),)


def test_what_is_wrong_is_told() -> None:
    notes = read_notes()
    without = {key: why for key, why in notes.not_offered.items() if key != "Prepare"}
    different = {**notes.different, "Connections.connect": "differs", "Collection.teleport": "is not there"}
    found = list(find_problems(Surface(Notes(notes.modules, {}, notes.internal, without, different))))
    assert "Prepare is not offered and not explained" in found
    assert "Collection.teleport is explained as different, but there is no such name" in found
    assert any(each.startswith("Connections.connect: the explanation does not name `db_name`") for each in found)
    assert "the module pymilvus.grpc_gen must be either public or private" in found
