"""Indexes."""

from typing import Any

from tests.pymilvus.wire.harness import Cases

CASES = Cases(__name__)


@CASES.client
def create(lib: Any, client: Any) -> None:
    indexes = client.prepare_index_params()
    indexes.add_index("vector", index_type="IVF_FLAT", index_name="by_vector", metric_type="L2", params={"nlist": 128})
    client.create_index("plain", indexes)


@CASES.client
def create_several(lib: Any, client: Any) -> None:
    indexes = client.prepare_index_params("v_sparse", index_type="SPARSE_INVERTED_INDEX", metric_type="IP")
    indexes.add_index("v_binary", index_type="BIN_IVF_FLAT", metric_type="HAMMING", params={"nlist": 8})
    indexes.add_index("v_float", index_type="AUTOINDEX", metric_type="COSINE")
    client.create_index("vectors", indexes)


@CASES.client
def create_without_type(lib: Any, client: Any) -> None:
    client.create_index("plain", client.prepare_index_params("vector", metric_type="IP"))


@CASES.sync_client  # pymilvus's async client waits all the same
def create_without_waiting(lib: Any, client: Any) -> None:
    client.create_index("plain", client.prepare_index_params("vector", index_type="FLAT", metric_type="L2"), sync=False)


@CASES.client
def create_on_json_path(lib: Any, client: Any) -> None:
    indexes = client.prepare_index_params()
    indexes.add_index(
        "f_json",
        index_type="INVERTED",
        index_name="by_year",
        params={"json_path": 'f_json["year"]', "json_cast_type": "double"},
    )
    indexes.add_index("f_varchar", index_type="NGRAM", min_gram=2, max_gram=3)
    client.create_index("scalars", indexes)


@CASES.client
def create_for_full_text(lib: Any, client: Any) -> None:
    indexes = client.prepare_index_params()
    params = {"inverted_index_algo": "DAAT_MAXSCORE", "bm25_k1": 1.2, "bm25_b": 0.75}
    indexes.add_index("sparse", index_type="SPARSE_INVERTED_INDEX", metric_type="BM25", params=params)
    client.create_index("texts", indexes)


@CASES.client
def describe(lib: Any, client: Any) -> None:
    client.describe_index("plain", "by_vector")


@CASES.client
def list_all(lib: Any, client: Any) -> None:
    client.list_indexes("plain")
    client.list_indexes("plain", "vector")


@CASES.client
def drop(lib: Any, client: Any) -> None:
    client.drop_index("plain", "by_vector")


@CASES.client
def properties(lib: Any, client: Any) -> None:
    client.alter_index_properties("plain", "by_vector", {"mmap.enabled": True, "indexoffsetcache.enabled": "false"})
    client.drop_index_properties("plain", "by_vector", ["mmap.enabled"])


@CASES.orm
def of_collection(lib: Any) -> None:
    collection = lib.Collection("plain")
    params = {"index_type": "HNSW", "metric_type": "L2", "params": {"M": 16, "efConstruction": 200}}
    collection.create_index("vector", params, index_name="by_vector")
    assert collection.has_index()
    collection.index()
    assert len(collection.indexes) == 1
    collection.alter_index("by_vector", {"mmap.enabled": True})
    collection.drop_index(index_name="by_vector")


@CASES.orm
def by_constructor(lib: Any) -> None:
    index = lib.Index(
        lib.Collection("plain"), "vector", {"index_type": "FLAT", "metric_type": "IP"}, index_name="by_vector"
    )
    index.drop()


@CASES.orm
def scalar(lib: Any) -> None:
    lib.Collection("scalars").create_index("f_varchar", index_name="words")


@CASES.orm
def utility(lib: Any) -> None:
    lib.utility.list_indexes("plain")
    lib.utility.index_building_progress("plain", "by_vector")
    lib.utility.wait_for_index_building_complete("plain", "by_vector")
