"""Index, query, filter, change and delete with llama-index-vector-stores-milvus."""

import asyncio
import logging
import sys
from typing import Any

from llama_index.core.schema import NodeRelationship, RelatedNodeInfo, TextNode
from llama_index.core.vector_stores.types import (
    FilterCondition,
    FilterOperator,
    MetadataFilter,
    MetadataFilters,
    VectorStoreQuery,
    VectorStoreQueryMode,
    VectorStoreQueryResult,
)
from llama_index.vector_stores.milvus import MilvusVectorStore
from llama_index.vector_stores.milvus.utils import BaseSparseEmbeddingFunction
from pymilvus import DataType
from words import DIM, embed, sparse

URI, ENGINE, PREFIX = sys.argv[1:4]
FILMS = [
    ("Alien", 1979, "a crew meets a monster in space"),
    ("Brazil", 1985, "a clerk dreams of flying away"),
    ("Contact", 1997, "an astronomer hears a message from space"),
    ("Dune", 1984, "a duke finds spice and worms on a desert planet"),
    ("Eraserhead", 1977, "it's a strange child"),
]


class WordCounts(BaseSparseEmbeddingFunction):
    def encode_queries(self, queries: list[str]) -> list[dict[int, float]]:
        return [sparse(query) for query in queries]

    def encode_documents(self, documents: list[str]) -> list[dict[int, float]]:
        return [sparse(document) for document in documents]


def nodes() -> list[TextNode]:
    return [
        TextNode(
            id_=f"node-{title}",
            text=text,
            embedding=embed(text),
            metadata={"title": title, "year": year},
            relationships={NodeRelationship.SOURCE: RelatedNodeInfo(node_id=f"film-{title}")},
        )
        for title, year, text in FILMS
    ]


def store(name: str, **options: Any) -> MilvusVectorStore:
    return MilvusVectorStore(
        uri=URI,
        collection_name=f"{PREFIX}_li_{name}",
        dim=DIM,
        consistency_level="Strong",
        **{"overwrite": True, **options},
    )


def question(text: str, top: int, **options: Any) -> VectorStoreQuery:
    return VectorStoreQuery(query_embedding=embed(text), query_str=text, similarity_top_k=top, **options)


def where(*filters: MetadataFilter, condition: FilterCondition = FilterCondition.AND) -> MetadataFilters:
    return MetadataFilters(filters=list(filters), condition=condition)


def show(what: str, result: VectorStoreQueryResult) -> None:
    scores = [round(score, 4) for score in result.similarities or []]
    print(what, result.ids, scores, [(node.get_content(), node.metadata) for node in result.nodes or []])


OLD = where(MetadataFilter(key="year", value=1985, operator=FilterOperator.LT))
EITHER = where(
    MetadataFilter(key="title", value=["Dune", "Brazil"], operator=FilterOperator.IN),
    MetadataFilter(key="year", value=1977),
    condition=FilterCondition.OR,
)


def blocking() -> None:
    films = store("plain")
    print("added", films.add(nodes()))
    films.client.flush(films.collection_name)
    show("similar", films.query(question("monster in space", 2)))
    show("filtered", films.query(question("space", 5, filters=OLD)))
    show("either", films.query(question("space", 5, filters=EITHER)))
    show("of a film", films.query(question("space", 5, doc_ids=["film-Dune"])))
    show("of nodes", films.query(question("space", 5, node_ids=["node-Alien", "node-Dune"])))
    show("mmr", films.query(question("space", 2, mode=VectorStoreQueryMode.MMR), mmr_threshold=0.5))
    show("text filter", films.query(question("space", 5), string_expr="title like 'C%'"))
    print("nodes", sorted(node.node_id for node in films.get_nodes(filters=EITHER)))
    print("nodes by id", [node.metadata for node in films.get_nodes(node_ids=["node-Dune"])])
    films.delete("film-Alien")
    films.delete_nodes(node_ids=["node-Contact"])
    films.delete_nodes(filters=where(MetadataFilter(key="year", value=1977)))
    print(
        "left",
        sorted(
            node.node_id
            for node in films.get_nodes(filters=where(MetadataFilter(key="year", value=0, operator=FilterOperator.GT)))
        ),
    )
    again = store("plain", overwrite=False, upsert_mode=True)
    changed = nodes()[3]
    changed.metadata["year"] = 2021
    again.add([changed])
    show("changed", again.query(question("desert planet", 1)))
    again.clear()
    print("cleared", again.client.has_collection(again.collection_name))


def configured() -> None:
    films = store(
        "fields",
        index_config={"index_type": "HNSW", "M": 8, "efConstruction": 64},
        search_config={"ef": 32},
        similarity_metric="COSINE",
        output_fields=["year"],
        scalar_field_names=["year", "title"],
        scalar_field_types=[DataType.INT64, DataType.VARCHAR],
    )
    films.add(nodes(), force_flush=True)
    show("fields", films.query(question("worms", 2, filters=OLD)))
    described = films.client.describe_collection(films.collection_name)
    print([(field["name"], field["type"].name) for field in described["fields"]], described["enable_dynamic_field"])
    index = films.client.describe_index(films.collection_name, films.embedding_field)
    print(index["index_type"], index["metric_type"])
    films.clear()


async def running() -> None:
    films = store("async")
    print("added", await films.async_add(nodes()))
    show("similar", await films.aquery(question("monster", 2)))
    show("mmr", await films.aquery(question("space", 2, mode=VectorStoreQueryMode.MMR), mmr_threshold=0.5))
    print("nodes", sorted(node.node_id for node in await films.aget_nodes(filters=OLD)))
    await films.adelete("film-Alien")
    await films.adelete_nodes(node_ids=["node-Dune"])
    print("left", sorted(node.node_id for node in await films.aget_nodes(filters=OLD)))
    await films.aclient.close()
    films.clear()


def hybrid() -> None:
    options = {
        "enable_sparse": True,
        "sparse_embedding_function": WordCounts(),
        "sparse_index_config": {"index_type": "SPARSE_INVERTED_INDEX"},
    }
    films = store("hybrid", hybrid_ranker="RRFRanker", hybrid_ranker_params={"k": 60}, **options)
    films.add(nodes())
    show("hybrid", films.query(question("space monster", 3, mode=VectorStoreQueryMode.HYBRID)))
    films.clear()
    films = store("weighted", hybrid_ranker="WeightedRanker", hybrid_ranker_params={"weights": [1.0, 0.5]}, **options)
    films.add(nodes())
    show("weighted", asyncio.run(films.aquery(question("a clerk", 2, mode=VectorStoreQueryMode.HYBRID))))
    films.clear()
    films = store("bm25", enable_sparse=True)
    films.add(nodes())
    show("bm25", films.query(question("astronomer message", 2, mode=VectorStoreQueryMode.HYBRID)))
    films.clear()


def main() -> None:
    logging.disable(logging.CRITICAL)
    blocking()
    configured()
    asyncio.run(running())
    if ENGINE == "lite":
        hybrid()


main()
