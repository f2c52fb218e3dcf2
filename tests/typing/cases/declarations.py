"""Declarations of models. A line marked `# error` is one in both checkers; no other line is."""

from datetime import date
from decimal import Decimal

import numpy as np
from numpy.typing import NDArray

from vectorm import (
    AUTOINDEX,
    BIN_FLAT,
    BM25,
    DISKANN,
    FLAT,
    HNSW,
    INVERTED,
    IVF_FLAT,
    SPARSE_INVERTED_INDEX,
    STL_SORT,
    BinaryVector,
    ConsistencyLevel,
    DataType,
    Embed,
    FloatVector,
    Mapped,
    MetricType,
    Model,
    SparseVector,
    field,
    register_adapter,
    register_embedder,
    uuid7,
    vector,
)


class Money:
    def __init__(self, text: str) -> None:
        self.text = text


def encode(texts: list[str]) -> NDArray[np.float32]:
    return np.zeros((len(texts), 2), np.float32)


def by_set(texts: set[str]) -> NDArray[np.float32]:
    return np.zeros((len(texts), 2), np.float32)


# What can be declared.
register_embedder("hash", encode)
register_adapter(Decimal, DataType.VARCHAR, store=str, load=Decimal, max_length=30)
register_adapter(Money, DataType.VARCHAR, store=lambda money: money.text, load=Money, max_length=30)


class Good(Model, collection="good", description="d", consistency=ConsistencyLevel.STRONG, shards=2, dynamic=True):
    id: Mapped[str] = field(primary_key=True, default_factory=uuid7, max_length=36, description="key")
    tenant: Mapped[str] = field(partition_key=True, max_length=20)
    year: Mapped[int] = field(clustering_key=True, index=STL_SORT())
    body: Mapped[str] = field(enable_match=True, analyzer={"type": "english"}, index=INVERTED())
    money: Mapped[Money | None] = field(default=None)
    words: Mapped[SparseVector] = vector(function=BM25("body"), index=SPARSE_INVERTED_INDEX(metric="BM25"))
    a: Mapped[FloatVector] = vector(dim=2, index=HNSW(metric=MetricType.L2, m=8, ef_construction=64))
    b: Mapped[FloatVector] = vector(dim=2, index=DISKANN(), embed=Embed(encode, source="body", batch=10))
    c: Mapped[FloatVector | None] = vector(dim=2, default=None, embed=Embed("hash", source="body"))
    d: Mapped[BinaryVector] = vector(dim=16, index=BIN_FLAT(metric="HAMMING"))
    e: Mapped[FloatVector] = vector(dim=2, index=IVF_FLAT(nlist=128))


class Properties(Model, properties={"collection.ttl.seconds": 60, "mmap.enabled": True}, partitions=8):
    id: Mapped[int] = field(primary_key=True)
    v: Mapped[FloatVector] = vector(dim=2, index=AUTOINDEX())


# What cannot.
class Bad(Model, collection="bad"):
    id: Mapped[int] = field(primary_key=True)
    a: Mapped[int] = field(default="x")  # error: arg-type | reportAssignmentType
    b: Mapped[str] = field(default=None)  # error: arg-type | reportAssignmentType
    c: Mapped[list[str]] = field(default_factory=dict)  # error: arg-type | reportAssignmentType
    d: Mapped[str] = field(max_lenght=3)  # error: call-overload | reportCallIssue
    e: Mapped[FloatVector] = vector(dim="4")  # error: call-overload | reportArgumentType
    f: Mapped[FloatVector] = vector(dim=4, index=HNSW(efc=3))  # error: call-arg | reportCallIssue
    g: Mapped[FloatVector] = vector(dim=4, index="HNSW")  # error: call-overload | reportArgumentType
    h: Mapped[int] = 3  # error: assignment | reportAssignmentType
    i: Mapped[str] = field(max_length="200")  # error: call-overload | reportArgumentType
    j: Mapped[str] = field(index=HNSW)  # error: call-overload | reportArgumentType
    k: Mapped[str] = field(primary_key="yes")  # error: call-overload | reportArgumentType
    ll: Mapped[date] = field(default="2025-01-01")  # error: arg-type | reportAssignmentType
    m: Mapped[str] = field("title")  # error: call-overload | reportCallIssue
    n: Mapped[str] = field(default="", default_factory=str)  # error: call-overload | reportCallIssue
    o: Mapped[int] = field(primary_key=True, auto_id=True, default=3)  # error: call-overload | reportCallIssue
    p: Mapped[FloatVector] = vector(4)  # error: call-overload | reportCallIssue
    q: Mapped[FloatVector] = vector(dim=4, index=INVERTED())  # error: call-overload | reportArgumentType
    r: Mapped[FloatVector] = vector(dim=4, index=HNSW(m="16"))  # error: arg-type | reportArgumentType
    s: Mapped[FloatVector] = vector(dim=4, metric="L2")  # error: call-overload | reportCallIssue
    t: Mapped[FloatVector] = vector(dim=4, embed=Embed(encode))  # error: call-arg | reportCallIssue
    u: Mapped[FloatVector] = vector(dim=4, embed=Embed(by_set, source="k"))  # error: arg-type | reportArgumentType
    v: Mapped[FloatVector] = vector(dim=4, embed=encode)  # error: call-overload | reportArgumentType
    w: Mapped[SparseVector] = vector(function="BM25")  # error: call-overload | reportArgumentType
    x: Mapped[SparseVector] = vector(function=BM25(3))  # error: arg-type | reportArgumentType
    y: Mapped[FloatVector] = vector(dim=4, default="x")  # error: arg-type | reportAssignmentType
    z: Mapped[dict[str, int]] = field(default_factory=list)  # error: arg-type | reportAssignmentType


register_embedder("hash", encode, version=2)  # error: arg-type | reportArgumentType
FLAT(m=16)  # error: call-arg | reportCallIssue
HNSW("COSINE")  # error: call-arg | reportCallIssue
HNSW(metric=3)  # error: arg-type | reportArgumentType
HNSW(metric="COSIN")  # error: arg-type | reportArgumentType
IVF_FLAT(nlist="128")  # error: arg-type | reportArgumentType
Embed("hash", source=3)  # error: arg-type | reportArgumentType
Embed("hash", "body", batch="10")  # error: arg-type | reportArgumentType
register_embedder(encode)  # error: arg-type,call-arg | reportCallIssue
register_embedder("hash", by_set)  # error: arg-type | reportArgumentType
register_adapter(Money, "VARCHAR", store=str, load=Money)  # error: arg-type | reportArgumentType
register_adapter(Money, DataType.VARCHAR, store=len, load=Money)  # error: arg-type | reportArgumentType
register_adapter(Money, DataType.VARCHAR, load=Money)  # error: call-arg | reportCallIssue
