"""Index, query, filter and delete with milvus-haystack."""

import logging
import sys
import warnings
from typing import Any

from haystack import Document
from haystack.dataclasses import SparseEmbedding
from haystack.document_stores.types import DuplicatePolicy
from milvus_haystack import (
    MilvusDocumentStore,
    MilvusEmbeddingRetriever,
    MilvusHybridRetriever,
    MilvusSparseEmbeddingRetriever,
)
from milvus_haystack.function import BM25BuiltInFunction
from pymilvus import WeightedRanker
from words import embed, sparse

URI, ENGINE, PREFIX = sys.argv[1:4]
FILMS = [
    ("Alien", 1979, "a crew meets a monster in space"),
    ("Brazil", 1985, "a clerk dreams of flying away"),
    ("Contact", 1997, "an astronomer hears a message from space"),
    ("Dune", 1984, "a duke finds spice and worms on a desert planet"),
    ("Eraserhead", 1977, "it's a strange child"),
]


def words_of(text: str) -> SparseEmbedding:
    counts = sorted(sparse(text).items())
    return SparseEmbedding([number for number, _ in counts], [count for _, count in counts])


def documents(with_sparse: bool = False) -> list[Document]:
    return [
        Document(
            id=f"film-{title}",
            content=text,
            meta={"title": title, "year": year},
            embedding=embed(text),
            sparse_embedding=words_of(text) if with_sparse else None,
        )
        for title, year, text in FILMS
    ]


def store(name: str, **options: Any) -> MilvusDocumentStore:
    return MilvusDocumentStore(
        collection_name=f"{PREFIX}_hs_{name}",
        connection_args={"uri": URI},
        consistency_level="Strong",
        drop_old=True,
        **options,
    )


def show(what: str, found: list[Document]) -> None:
    print(what, [(each.id, each.content, each.meta, round(each.score or 0.0, 4)) for each in found])


OLD = {"field": "meta.year", "operator": "<", "value": 1985}
NAMED = {"field": "meta.title", "operator": "in", "value": ["Dune", "Brazil"]}


def dense() -> None:
    films = store("dense")
    print("empty", films.count_documents(), films.filter_documents())
    print("written", films.write_documents(documents()), films.count_documents())
    retriever = MilvusEmbeddingRetriever(films, top_k=2)
    show("retrieved", retriever.run(query_embedding=embed("monster in space"))["documents"])
    show("filtered", retriever.run(query_embedding=embed("space"), filters=OLD)["documents"])
    both = {"operator": "AND", "conditions": [OLD, {"operator": "NOT", "conditions": [NAMED]}]}
    show("both", sorted(films.filter_documents(both), key=lambda each: each.id))
    again = MilvusDocumentStore.from_dict(
        {**films.to_dict(), "init_parameters": {**films.to_dict()["init_parameters"], "drop_old": False}}
    )
    print("opened again", again.count_documents())
    print(
        "written over",
        films.write_documents([Document(id="film-X", content="x", embedding=embed("x"))], DuplicatePolicy.NONE),
    )
    films.delete_documents(["film-Alien", "film-Contact"])
    print("left", films.count_documents(), sorted(each.id for each in films.filter_documents(OLD)))
    films.client.drop_collection(films.collection_name)


def configured() -> None:
    films = store(
        "hnsw",
        index_params={"metric_type": "COSINE", "index_type": "HNSW", "params": {"M": 8, "efConstruction": 64}},
        search_params={"metric_type": "COSINE", "params": {"ef": 32}},
        collection_description="films",
    )
    films.write_documents(documents())
    show("cosine", MilvusEmbeddingRetriever(films, top_k=2).run(query_embedding=embed("worms"))["documents"])
    films.client.drop_collection(films.collection_name)


def hybrid() -> None:
    index = {"metric_type": "IP", "index_type": "SPARSE_INVERTED_INDEX", "params": {}}
    films = store(
        "hybrid", sparse_vector_field="sparse", sparse_index_params=index, sparse_search_params={"metric_type": "IP"}
    )
    films.write_documents(documents(with_sparse=True))
    found = MilvusSparseEmbeddingRetriever(films, top_k=1).run(query_sparse_embedding=words_of("desert planet"))
    show("sparse", found["documents"])
    for ranker in (None, WeightedRanker(0.3, 0.7)):
        retriever = MilvusHybridRetriever(films, top_k=2, reranker=ranker)
        found = retriever.run(query_embedding=embed("space"), query_sparse_embedding=words_of("space message"))
        show("hybrid", found["documents"])
        print(retriever.to_dict()["init_parameters"]["reranker"]["init_parameters"])
    films.client.drop_collection(films.collection_name)
    bm25 = {"metric_type": "BM25", "index_type": "SPARSE_INVERTED_INDEX", "params": {}}
    function = BM25BuiltInFunction(input_field_names="text", output_field_names="sparse")
    films = store("bm25", sparse_vector_field="sparse", sparse_index_params=bm25, builtin_function=[function])
    films.write_documents(documents())
    found = MilvusSparseEmbeddingRetriever(films, top_k=1).run(query_text="astronomer message")
    print("bm25", [each.id for each in found["documents"]])
    films.client.drop_collection(films.collection_name)


def main() -> None:
    logging.disable(logging.CRITICAL)
    warnings.simplefilter("ignore")
    dense()
    configured()
    if ENGINE == "lite":
        hybrid()


main()
