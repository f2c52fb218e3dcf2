"""Iterators: every row once, in pages; going on from a checkpoint; filters of one's own; iterators of `Collection`."""

from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from tests.fix_client import Fill
from tests.fix_engines import Engine
from vectorm import Collection, DataType, Hit, Hits, MilvusClient, connections
from vectorm.errors import ParamError

ALL_ENGINES = pytest.mark.engines("lite", "milvus", "lite25")
VECTORS = np.random.default_rng(7).random((90, 4), dtype=np.float32)
VECTORS[40:60] = VECTORS[40]  # twenty rows of one distance


@pytest.fixture
def alias(engine: Engine) -> Iterator[str]:
    connections.connect("iterators", uri=engine.uri)
    yield "iterators"
    connections.remove_connection("iterators")


@pytest.fixture
def filled(shared: Callable[[Fill], str]) -> str:
    """90 rows with the keys 0, 2, 4, ..., metric L2."""
    return shared(fill)


def fill(client: MilvusClient, name: str) -> None:
    client.create_collection(name, dimension=4, metric_type="L2", consistency_level="Strong")
    client.insert(name, [{"id": 2 * i, "vector": vector, "group": i % 3} for i, vector in enumerate(VECTORS)])


def keys_of(iterator: Any) -> list[Any]:
    keys: list[Any] = []
    while page := iterator.next():
        keys += [row["id"] for row in page]
    iterator.close()
    return keys


def nearest(count: int | None = None) -> list[float]:
    return [float(each) for each in np.sort(((VECTORS - VECTORS[0]) ** 2).sum(axis=1))[:count]]


@ALL_ENGINES
@pytest.mark.parametrize("size", [1, 7, 90, 1000])
def test_all_rows_in_the_order_of_their_keys(client: MilvusClient, filled: str, size: int) -> None:
    if size == 1:
        assert keys_of(client.query_iterator(filled, batch_size=1, limit=5, output_fields=["id"])) == [0, 2, 4, 6, 8]
    else:
        assert keys_of(client.query_iterator(filled, batch_size=size)) == list(range(0, 180, 2))


@ALL_ENGINES
def test_offset_limit_filter_and_values(client: MilvusClient, filled: str) -> None:
    found = keys_of(
        client.query_iterator(
            filled, batch_size=4, limit=9, offset=5, filter="group == {g} or id == 4", filter_params={"g": 1}
        )
    )
    wanted = [2 * i for i in range(90) if i % 3 == 1 or i == 2]
    assert found == wanted[5:14]


@ALL_ENGINES
def test_a_search_in_a_band_with_values_of_its_filter(client: MilvusClient, filled: str) -> None:
    distances = ((VECTORS - VECTORS[0]) ** 2).sum(axis=1)
    low, high = 0.05, 0.6
    iterator = client.search_iterator(
        filled,
        data=[VECTORS[0]],
        batch_size=6,
        filter="group != {g}",
        filter_params={"g": 2},
        search_params={"metric_type": "L2", "params": {"radius": high, "range_filter": low}},
    )
    wanted = [2 * i for i in range(90) if low <= distances[i] < high and i % 3 != 2]
    assert sorted(keys_of(iterator)) == wanted


def test_a_cursor_tells_the_last_key(client: MilvusClient, filled: str) -> None:
    iterator = client.query_iterator(filled, batch_size=10)
    assert iterator.get_cursor().int_pk is None
    iterator.next()
    assert iterator.get_cursor().int_pk == 18
    assert iterator.get_cursor().str_pk is None


def test_another_iterator_goes_on_from_the_checkpoint(client: MilvusClient, filled: str, tmp_path: Path) -> None:
    path = tmp_path / "iterator.cp"
    first = client.query_iterator(filled, batch_size=25, offset=10, iterator_cp_file=str(path))
    assert not path.exists()
    read = [row["id"] for _ in range(2) for row in first.next()]
    again = client.query_iterator(filled, batch_size=40, offset=10, iterator_cp_file=path)
    read += keys_of(again)
    assert read == list(range(20, 180, 2))
    assert not path.exists(), "close() removes it"


def test_a_file_that_is_no_checkpoint(client: MilvusClient, filled: str, tmp_path: Path) -> None:
    path = tmp_path / "notes.txt"
    path.write_text("milk\n", encoding="utf-8")
    with pytest.raises(ParamError, match="no checkpoint of a query iterator"):
        client.query_iterator(filled, iterator_cp_file=str(path))


@ALL_ENGINES
@pytest.mark.parametrize(("size", "limit"), [(7, -1), (13, 50), (90, 30), (1000, -1)])
def test_hits_are_the_nearest_and_none_comes_twice(client: MilvusClient, filled: str, size: int, limit: int) -> None:
    iterator = client.search_iterator(filled, [VECTORS[0]], batch_size=size, limit=limit)
    hits: list[Hit] = []
    while page := iterator.next():
        assert page.ids() == [hit.id for hit in page]
        hits += page
    keys = [hit.id for hit in hits]
    assert len(set(keys)) == len(keys)
    assert sorted(hit.distance for hit in hits) == pytest.approx(nearest(None if limit == -1 else limit), abs=1e-5)
    assert not iterator.next(), "the end is the end"


@ALL_ENGINES
def test_a_filter_of_ones_own_and_full_pages(client: MilvusClient, filled: str) -> None:
    def of_group_1(hits: Hits) -> Sequence[Hit]:
        return [hit for hit in hits if hit["group"] == 1]

    iterator = client.search_iterator(
        filled, [VECTORS[0]], batch_size=8, limit=20, output_fields=["group"], external_filter_func=of_group_1
    )
    pages: list[list[Hit]] = []
    while page := iterator.next():
        pages.append(list(page))
    assert [len(page) for page in pages] == [8, 8, 4]
    assert {hit["group"] for page in pages for hit in page} == {1}
    assert len({hit.id for page in pages for hit in page}) == 20


def test_iterators_of_a_collection(filled: str, alias: str, tmp_path: Path) -> None:
    collection = Collection(filled, using=alias)
    rows = collection.query_iterator(batch_size=50, expr="group == 2", iterator_cp_file=str(tmp_path / "cp"))
    assert keys_of(rows) == [2 * i for i in range(90) if i % 3 == 2]
    params: dict[str, Any] = {"metric_type": "L2", "params": {}}
    hits = collection.search_iterator([VECTORS[0]], "vector", params, batch_size=30, limit=45)
    assert len(keys_of(hits)) == 45
    with pytest.raises(ParamError, match="takes no offset"):
        collection.search_iterator([VECTORS[0]], "vector", params, offset=3)


def test_text_keys_in_a_checkpoint(client: MilvusClient, name: str, tmp_path: Path) -> None:
    keys = sorted(["", " a", "a\nb", 'b"', "{}", "ü", "7", '{"pk":1}'])
    schema = client.create_schema()
    schema.add_field("id", DataType.VARCHAR, is_primary=True, max_length=20)
    schema.add_field("v", DataType.FLOAT_VECTOR, dim=2)
    indexes = client.prepare_index_params()
    indexes.add_index("v", index_type="FLAT", metric_type="L2")
    client.create_collection(name, schema=schema, index_params=indexes, consistency_level="Strong")
    client.insert(name, [{"id": key, "v": [0, 1]} for key in keys if key])
    read: list[str] = []
    while True:
        iterator = client.query_iterator(name, batch_size=1, iterator_cp_file=str(tmp_path / "cp"))
        if not (page := iterator.next()):
            break
        read.append(page[0]["id"])
        assert iterator.get_cursor().str_pk == read[-1]
    assert read == keys[1:]


@pytest.mark.parametrize(("offset", "limit"), [(0, None), (0, 10), (5, 10), (50, None)])
def test_no_page_of_several_shards_is_too_long(
    client: MilvusClient, shared: Callable[[Fill], str], offset: int, limit: int | None
) -> None:
    """Milvus 2.3 sends more rows than it is asked for."""
    name = shared(fill_shards)
    iterator = client.query_iterator(name, batch_size=7, limit=limit or -1, output_fields=["id"], offset=offset)
    pages: list[list[int]] = []
    while page := iterator.next():
        pages.append([row["id"] for row in page])
    assert max(len(page) for page in pages) == 7
    assert [key for page in pages for key in page] == list(range(100))[offset:][:limit]


def fill_shards(client: MilvusClient, name: str) -> None:
    client.create_collection(name, dimension=2, num_shards=3, consistency_level="Strong")
    client.insert(name, [{"id": i, "vector": [i, 1]} for i in range(100)])
