"""Search: order, filters, ranges, groups, pages, hybrid, full text; iterators."""

from collections.abc import Callable

import numpy as np
import pytest

from tests.fix_client import Fill
from vectorm import AnnSearchRequest, DataType, Function, FunctionType, MilvusClient, RRFRanker, WeightedRanker

ALL_ENGINES = pytest.mark.engines("lite", "milvus", "lite25")
VECTORS = np.random.default_rng(4).random((60, 8), dtype=np.float32)


@pytest.fixture
def filled(shared: Callable[[Fill], str]) -> str:
    """A collection of the 60 vectors, metric L2, with a dynamic field `group`."""
    return shared(fill)


def fill(client: MilvusClient, name: str) -> None:
    client.create_collection(name, dimension=8, metric_type="L2", consistency_level="Strong")
    client.insert(name, [{"id": i, "vector": vector, "group": i % 4} for i, vector in enumerate(VECTORS)])


def nearest(query: np.ndarray, keys: list[int]) -> list[int]:
    distances = ((VECTORS[keys] - query) ** 2).sum(axis=1)
    return [keys[i] for i in np.argsort(distances, kind="stable")]


@ALL_ENGINES
def test_hits_are_the_nearest_with_their_distances(client: MilvusClient, filled: str) -> None:
    found = client.search(filled, list(VECTORS[:3]), limit=5)
    for query, hits in zip(VECTORS[:3], found, strict=True):
        assert [hit["id"] for hit in hits] == nearest(query, list(range(60)))[:5]
        for hit in hits:
            assert hit["distance"] == pytest.approx(float(((VECTORS[hit["id"]] - query) ** 2).sum()), abs=1e-5)


@ALL_ENGINES
def test_filter(client: MilvusClient, filled: str) -> None:
    hits = client.search(filled, [VECTORS[0]], filter="group == 2 and id > 10", limit=4, output_fields=["group"])[0]
    assert [hit["id"] for hit in hits] == nearest(VECTORS[0], [i for i in range(11, 60) if i % 4 == 2])[:4]
    assert {hit["entity"]["group"] for hit in hits} == {2}


@ALL_ENGINES
def test_range(client: MilvusClient, filled: str) -> None:
    distances = ((VECTORS - VECTORS[0]) ** 2).sum(axis=1)
    low, high = float(np.sort(distances)[5]) + 1e-4, float(np.sort(distances)[15]) + 1e-4
    params = {"params": {"radius": high, "range_filter": low}}
    hits = client.search(filled, [VECTORS[0]], limit=60, search_params=params)[0]
    assert sorted(hit["id"] for hit in hits) == sorted(np.flatnonzero((distances >= low) & (distances < high)).tolist())


@ALL_ENGINES
def test_pages(client: MilvusClient, filled: str) -> None:
    expected = nearest(VECTORS[0], list(range(60)))
    pages = [client.search(filled, [VECTORS[0]], limit=7, offset=offset)[0] for offset in (0, 7, 14)]
    assert [hit["id"] for page in pages for hit in page] == expected[:21]


@ALL_ENGINES
def test_output_fields_hold_the_vector(client: MilvusClient, filled: str) -> None:
    hit = client.search(filled, [VECTORS[3]], limit=1, output_fields=["vector", "group"])[0][0]
    assert np.array_equal(np.asarray(hit["entity"]["vector"], np.float32), VECTORS[3])
    assert hit["entity"]["group"] == 3


def test_no_hit(client: MilvusClient, filled: str) -> None:
    found = client.search(filled, list(VECTORS[:2]), filter="id > 1000", limit=3)
    assert [len(hits) for hits in found] == [0, 0]


@pytest.mark.needs("group_by")
def test_group_by(client: MilvusClient, name: str) -> None:
    schema = client.create_schema(auto_id=False, enable_dynamic_field=False)
    schema.add_field("id", DataType.INT64, is_primary=True)
    schema.add_field("color", DataType.VARCHAR, max_length=10)
    schema.add_field("vector", DataType.FLOAT_VECTOR, dim=8)
    index_params = client.prepare_index_params()
    index_params.add_index("vector", index_type="FLAT", metric_type="L2")
    client.create_collection(name, schema=schema, index_params=index_params, consistency_level="Strong")
    colors = ["red", "green", "blue"]
    client.insert(name, [{"id": i, "color": colors[i % 3], "vector": VECTORS[i]} for i in range(30)])
    hits = client.search(name, [VECTORS[0]], limit=3, group_by_field="color", output_fields=["color"])[0]
    assert sorted(hit["entity"]["color"] for hit in hits) == sorted(colors)
    for hit in hits:
        best = nearest(VECTORS[0], [i for i in range(30) if colors[i % 3] == hit["entity"]["color"]])[0]
        assert hit["id"] == best


def test_query_iterator(client: MilvusClient, filled: str) -> None:
    iterator = client.query_iterator(filled, filter="group in [0, 1]", batch_size=7, output_fields=["id"])
    keys: list[int] = []
    while page := iterator.next():
        assert len(page) <= 7
        keys += [row["id"] for row in page]
    iterator.close()
    assert keys == [i for i in range(60) if i % 4 < 2]


def test_search_iterator(client: MilvusClient, filled: str) -> None:
    iterator = client.search_iterator(filled, data=[VECTORS[9]], batch_size=11, limit=40)
    keys: list[int] = []
    while page := iterator.next():
        keys += [hit["id"] for hit in page]
    iterator.close()
    assert keys == nearest(VECTORS[9], list(range(60)))[:40]


@pytest.fixture
def articles(shared: Callable[[Fill], str]) -> str:
    """A collection with a dense field and full text."""
    return shared(fill_articles)


def fill_articles(client: MilvusClient, name: str) -> None:
    schema = client.create_schema(auto_id=False, enable_dynamic_field=False)
    schema.add_field("id", DataType.INT64, is_primary=True)
    schema.add_field("text", DataType.VARCHAR, max_length=200, enable_analyzer=True)
    schema.add_field("dense", DataType.FLOAT_VECTOR, dim=8)
    schema.add_field("sparse", DataType.SPARSE_FLOAT_VECTOR)
    schema.add_function(Function("bm25", FunctionType.BM25, ["text"], ["sparse"]))
    index_params = client.prepare_index_params()
    index_params.add_index("dense", index_type="FLAT", metric_type="L2")
    index_params.add_index("sparse", index_type="SPARSE_INVERTED_INDEX", metric_type="BM25")
    client.create_collection(name, schema=schema, index_params=index_params, consistency_level="Strong")
    texts = ["red fox", "quick brown fox", "lazy dog", "red dog and brown dog", "nothing at all"]
    client.insert(name, [{"id": i, "text": text, "dense": VECTORS[i]} for i, text in enumerate(texts)])


@pytest.mark.engines("lite", "lite25")
@pytest.mark.needs("functions")
def test_full_text_search(client: MilvusClient, articles: str) -> None:
    hits = client.search(articles, ["brown fox"], anns_field="sparse", limit=3, output_fields=["text"])[0]
    assert hits[0]["entity"]["text"] == "quick brown fox"
    assert {hit["id"] for hit in hits} <= {0, 1, 3}
    scores = [abs(hit["distance"]) for hit in hits]
    assert scores == sorted(scores, reverse=True)


@pytest.mark.engines("lite", "lite25")
@pytest.mark.needs("hybrid", "functions")
@pytest.mark.parametrize("ranker", [RRFRanker(60), WeightedRanker(0.7, 0.3)], ids=["rrf", "weighted"])
def test_hybrid_search(client: MilvusClient, articles: str, ranker: RRFRanker | WeightedRanker) -> None:
    dense = AnnSearchRequest([VECTORS[1]], "dense", {"metric_type": "L2"}, limit=5)
    sparse = AnnSearchRequest(["brown fox"], "sparse", {"metric_type": "BM25"}, limit=5, expr="id > 0")
    hits = client.hybrid_search(articles, [dense, sparse], ranker, limit=4, output_fields=["text"])[0]
    assert hits[0]["id"] == 1
    assert hits[0]["entity"]["text"] == "quick brown fox"
    scores = [hit["distance"] for hit in hits]
    assert scores == sorted(scores, reverse=True)
    assert len(hits) == 4
