"""Index, query, filter, change and delete with langchain-milvus."""

import asyncio
import logging
import sys

from langchain_core.documents import Document
from langchain_core.embeddings import Embeddings
from langchain_milvus import BM25BuiltInFunction, Milvus
from langchain_milvus.utils.sparse import BaseSparseEmbedding
from pymilvus import DataType
from words import embed, sparse

URI, ENGINE, PREFIX = sys.argv[1:4]
ARGS = {"connection_args": {"uri": URI}, "consistency_level": "Strong", "drop_old": True}
DENSE = {"metric_type": "COSINE", "index_type": "HNSW", "params": {}}
FILMS = [
    ("Alien", 1979, "a crew meets a monster in space"),
    ("Brazil", 1985, "a clerk dreams of flying away"),
    ("Contact", 1997, "an astronomer hears a message from space"),
    ("Dune", 1984, "a duke finds spice and worms on a desert planet"),
    ("Eraserhead", 1977, "it's a strange child"),
]


class Words(Embeddings):
    def embed_documents(self, texts: list[str]) -> list[list[float]]:
        return [embed(text) for text in texts]

    def embed_query(self, text: str) -> list[float]:
        return embed(text)


class WordCounts(BaseSparseEmbedding):
    def embed_query(self, query: str) -> dict[int, float]:
        return sparse(query)

    def embed_documents(self, texts: list[str]) -> list[dict[int, float]]:
        return [sparse(text) for text in texts]


def documents() -> list[Document]:
    return [Document(page_content=text, metadata={"title": title, "year": year}) for title, year, text in FILMS]


def show(what: str, found: list[Document]) -> None:
    for each in found:
        made_by_server = isinstance(each.metadata.get("pk"), int)
        print(
            what,
            each.page_content,
            sorted(item for item in each.metadata.items() if not made_by_server or item[0] != "pk"),
        )


def scores(what: str, found: list[tuple[Document, float]]) -> None:
    print(what, [(each.page_content, round(score, 4)) for each, score in found])


def blocking() -> None:
    store = Milvus(Words(), collection_name=f"{PREFIX}_lc", auto_id=False, **ARGS)
    print("added", store.add_documents(documents(), ids=list("abcde")))
    show("similar", store.similarity_search("monster in space", k=2))
    scores("filtered", store.similarity_search_with_score("space", k=5, expr="year < 1985"))
    scores("by vector", store.similarity_search_with_score_by_vector(embed("desert planet"), k=2))
    scores("relevance", store.similarity_search_with_relevance_scores("a clerk", k=2))
    show("mmr", store.max_marginal_relevance_search("space", k=3, fetch_k=5))
    show("retriever", store.as_retriever(search_kwargs={"k": 1, "expr": "title like 'D%'"}).invoke("worms"))
    show("by metadata", sorted(store.search_by_metadata("year > 1980", limit=2), key=lambda each: each.page_content))
    print("keys", sorted(store.get_pks("year >= 1984") or []))
    print("upserted", store.upsert(["b"], [Document(page_content="a clerk wakes", metadata={"title": "B", "year": 1})]))
    show("after upsert", store.similarity_search("clerk wakes", k=1))
    print("deleted", store.delete(ids=["a", "c"]), store.delete(expr="year == 1977"))
    print("left", sorted(store.get_pks("year > 0") or []))
    print(store.col.name, [field.name for field in store.col.schema.fields], store.vector_fields, store.fields)
    print([each.to_dict()["index_param"] for each in store.col.indexes])
    again = Milvus(Words(), collection_name=f"{PREFIX}_lc", connection_args={"uri": URI}, consistency_level="Strong")
    show("opened again", again.similarity_search("spice", k=1))
    print("deleted with a wrong filter", store.delete(expr="year ==== 1"))
    store.drop()
    print(
        "dropped",
        store.client.has_collection(f"{PREFIX}_lc"),
        store.similarity_search("spice", k=1),
    )


def typed_metadata() -> None:
    store = Milvus.from_texts(
        [text for _, _, text in FILMS],
        Words(),
        metadatas=[
            {"title": title, "year": year, "tags": [title, "x"], "more": {"n": year}} for title, year, _ in FILMS
        ],
        collection_name=f"{PREFIX}_lc_typed",
        collection_description="films",
        metadata_schema={
            "tags": {
                "dtype": DataType.ARRAY,
                "kwargs": {"element_type": DataType.VARCHAR, "max_capacity": 9, "max_length": 99},
            }
        },
        auto_id=True,
        index_params={"index_type": "HNSW", "metric_type": "COSINE", "params": {"M": 8, "efConstruction": 64}},
        search_params={"metric_type": "COSINE", "params": {"ef": 32}},
        **ARGS,
    )
    print(store.fields)
    scores("typed", store.similarity_search_with_score("worms", k=2, expr="more['n'] < 1990"))
    scores("range", store.similarity_search_with_score("worms", k=5, param={"params": {"radius": 0.2}}))
    show("two pages", store.similarity_search("space", k=2, offset=1))
    print("count", len(store.get_pks("year > 0") or []))
    store.drop()


def partitioned() -> None:
    store = Milvus(
        Words(),
        collection_name=f"{PREFIX}_lc_parts",
        partition_key_field="namespace",
        auto_id=True,
        num_partitions=4 if ENGINE == "lite" else None,
        **ARGS,
    )
    for namespace in ("one", "two"):
        store.add_texts([text for *_, text in FILMS[:3]], [{"namespace": namespace} for _ in FILMS[:3]])
    show("one namespace", store.similarity_search("space", k=9, expr="namespace == 'two'"))
    store.drop()


async def running() -> None:
    store = await Milvus.afrom_texts(
        [FILMS[0][2]], Words(), [{"year": 1}], collection_name=f"{PREFIX}_lc_async", **ARGS, ids=["z"]
    )
    print(
        "added",
        await store.aadd_texts([text for *_, text in FILMS[1:]], [{"year": i} for i in range(4)], ids=list("abcd")),
    )
    show("similar", await store.asimilarity_search("monster", k=1))
    scores("filtered", await store.asimilarity_search_with_score("space", k=2, expr="year < 2"))
    show("mmr", await store.amax_marginal_relevance_search("space", k=2, fetch_k=4))
    print("keys", sorted(await store.aget_pks("year >= 1") or []))
    await store.aupsert(["a"], [Document(page_content="new text", metadata={"year": 7})])
    show("by metadata", await store.asearch_by_metadata("year == 7"))
    print("deleted", await store.adelete(ids=["a"]), sorted(await store.aget_pks("year >= 0") or []))
    await store.aclient.close()
    store.drop()


def hybrid() -> None:
    both = Milvus(
        [Words(), WordCounts()],
        collection_name=f"{PREFIX}_lc_hybrid",
        vector_field=["dense", "sparse"],
        index_params=[DENSE, {"metric_type": "IP", "index_type": "SPARSE_INVERTED_INDEX", "params": {}}],
        search_params=[{"metric_type": "COSINE"}, {"metric_type": "IP"}],
        auto_id=True,
        **ARGS,
    )
    both.add_documents(documents())
    scores("rrf", both.similarity_search_with_score("space monster", k=3, ranker_type="rrf", ranker_params={"k": 60}))
    weights = {"weights": [0.3, 0.7]}
    scores(
        "weighted",
        both.similarity_search_with_score("desert planet", k=2, ranker_type="weighted", ranker_params=weights),
    )
    text = Milvus(
        Words(),
        builtin_function=BM25BuiltInFunction(),
        collection_name=f"{PREFIX}_lc_bm25",
        vector_field=["dense", "sparse"],
        index_params=[DENSE, {"metric_type": "BM25", "index_type": "SPARSE_INVERTED_INDEX", "params": {}}],
        search_params=[{"metric_type": "COSINE"}, {"metric_type": "BM25"}],
        auto_id=True,
        **ARGS,
    )
    text.add_documents(documents())
    show("bm25", text.similarity_search("astronomer message", k=1))
    for store in (both, text):
        store.drop()


def main() -> None:
    logging.disable(logging.CRITICAL)
    blocking()
    typed_metadata()
    partitioned()
    asyncio.run(running())
    if ENGINE == "lite":
        hybrid()


main()
