"""A correct program: no checker finds an error in it."""

import numpy as np

from vectorm import (
    BM25,
    HNSW,
    Embed,
    FloatVector,
    Mapped,
    Model,
    Session,
    SparseVector,
    connections,
    delete,
    field,
    hybrid,
    rrf,
    schema,
    search,
    select,
    uuid7,
    vector,
)


class Doc(Model, collection="docs"):
    id: Mapped[str] = field(primary_key=True, default_factory=uuid7, max_length=36)
    title: Mapped[str] = field(max_length=200)
    year: Mapped[int | None] = field(default=None)
    tags: Mapped[list[str]] = field(default_factory=list, max_capacity=16, max_length=32)
    body: Mapped[str] = field(default="")
    dense: Mapped[FloatVector] = vector(dim=512, index=HNSW(metric="COSINE"), embed=Embed("use", source="body"))
    sparse: Mapped[SparseVector] = vector(function=BM25("body"))


def newest(docs: list[Doc]) -> Doc | None:
    dated = [doc for doc in docs if doc.year is not None]
    return max(dated, key=lambda doc: doc.year or 0, default=None)


def lengths(doc: Doc) -> float:
    return float(np.linalg.norm(doc.dense)) + sum(doc.sparse.values())


def main() -> None:
    connections.connect(uri="./docs.db")
    schema.ensure(Doc)
    with Session() as session:
        session.add_all([Doc(title="one", year=2020, tags=["ai"]), Doc(title="two", body="text")])
        session.commit()
        recent = (Doc.year >= 2020) & Doc.tags.contains("ai") & ~Doc.title.like("draft%")
        for doc in session.stream(select(Doc).where(recent)):
            doc.title = doc.title.upper()
        best = newest(session.scalars(select(Doc).where(recent | Doc.year.is_(None)).limit(10)).all())
        if best is not None:
            best.year = (best.year or 0) + 1
        hits = session.search(search(Doc.dense).near("what is a vector?").where(recent).limit(5).params(ef=64))
        for hit in hits:
            print(f"{hit.score:.3f} {hit.obj.title} {lengths(hit.obj)}")
        print(hits.ids, hits.scores.mean())
        both = hybrid(search(Doc.dense).near("q").limit(50), search(Doc.sparse).near("q").limit(50)).rerank(rrf(k=60))
        print([hit.id for hit in session.search(both.limit(10))])
        session.execute(delete(Doc).where(Doc.year < 2000))
