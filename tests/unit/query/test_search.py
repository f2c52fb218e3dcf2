"""`search` and `hybrid` as requests."""

from typing import Any

import numpy as np
import pytest

from tests.unit.model.library import Doc, Point, letters
from tests.unit.query.engines import LITE, MILVUS23
from vectorm.enums import DataType
from vectorm.errors import DataNotMatchException, ParamError, Unsupported
from vectorm.model import DISKANN, IVF_FLAT, BinaryVector, FloatVector, Mapped, Model, SparseVector, field, vector
from vectorm.query import delete, hybrid, rrf, search, select, weighted
from vectorm.spec.read import RankerSpec, Vectors


class Shelf(Model):
    id: Mapped[int] = field(primary_key=True)
    kind: Mapped[str] = field(default="")
    near: Mapped[FloatVector] = vector(dim=2, index=IVF_FLAT(metric="L2"))
    disk: Mapped[FloatVector] = vector(dim=2, index=DISKANN(metric="IP"))
    bits: Mapped[BinaryVector] = vector(dim=8)
    words: Mapped[SparseVector] = vector()


def untyped(value: object) -> Any:
    return value


def floats(vectors: Vectors) -> list[list[float]]:
    return [np.frombuffer(value, np.float32).tolist() for value in vectors.values]


def test_search_by_vector() -> None:
    statement = search(Shelf.near).near([1, 2]).where(Shelf.kind == "a").limit(3).offset(1).params(nprobe=8)
    spec = statement.build(LITE)
    assert (spec.collection, spec.field, spec.limit, spec.offset) == ("shelf", "near", 3, 1)
    assert (spec.filter, spec.metric_type, spec.params) == ('(kind == "a")', "L2", {"nprobe": 8})
    assert spec.options.output_fields == ("id", "kind")
    assert (spec.vectors.type, floats(spec.vectors)) == (DataType.FLOAT_VECTOR, [[1, 2]])
    assert str(statement) == 'search Shelf.near near <vector[2]> where (kind == "a") limit 3 offset 1'
    assert "metric=L2" in statement.compile(LITE)


@pytest.mark.parametrize("query", [[1, 2], (1.0, 2.0), np.array([1, 2]), np.array([1, 2], np.float32)])
def test_one_query(query: Any) -> None:
    spec = search(Shelf.near).near(query).build(LITE)
    assert floats(spec.vectors) == [[1, 2]]
    assert spec.limit == 10


@pytest.mark.parametrize("queries", [[[1, 2], [3, 4]], np.array([[1, 2], [3, 4]]), [np.array([1, 2]), [3, 4]]])
def test_several_queries(queries: Any) -> None:
    assert floats(search(Shelf.near).limit(2).near_all(queries).build(LITE).vectors) == [[1, 2], [3, 4]]


def test_queries_of_other_types() -> None:
    assert search(Shelf.bits).near(b"\x07").build(LITE).vectors.values == [b"\x07"]
    assert search(Shelf.bits).near(np.array([7], np.uint8)).build(LITE).vectors.values == [b"\x07"]
    sparse = search(Shelf.words).near({3: 0.5}).build(LITE).vectors
    assert (sparse.type, len(sparse.values)) == (DataType.SPARSE_FLOAT_VECTOR, 1)
    assert len(search(Shelf.words).near_all([{3: 0.5}, {1: 1.0}]).build(LITE).vectors.values) == 2


def test_search_by_text() -> None:
    dense = search(Doc.dense).near("abca").build(LITE).vectors
    assert (dense.type, floats(dense)) == (DataType.FLOAT_VECTOR, letters(["abca"]).tolist())
    several = search(Doc.dense).near_all(["a", "b", "a"]).build(LITE).vectors
    assert floats(several) == letters(["a", "b", "a"]).tolist()
    words = search(Doc.sparse).near("two words").build(LITE)
    assert (words.vectors, words.metric_type) == (Vectors(type=DataType.VARCHAR, values=[b"two words"]), "BM25")
    with pytest.raises(ParamError, match=r"Shelf.near has no embedder"):
        search(Shelf.near).near("x").build(LITE)
    with pytest.raises(ParamError, match="all texts or all vectors"):
        search(Doc.dense).near_all(["a", [1, 2, 3, 4]]).build(LITE)


def test_range_search() -> None:
    assert search(Shelf.near).near([0, 0]).within(radius=2.0, range_filter=0.5).build(LITE).params == {
        "radius": 2.0,
        "range_filter": 0.5,
    }
    assert search(Shelf.disk).near([0, 0]).within(radius=0.5, range_filter=2.0).build(LITE).params["radius"] == 0.5
    with pytest.raises(ParamError, match="radius is the worst score"):
        search(Shelf.near).within(radius=0.5, range_filter=2.0)
    with pytest.raises(ParamError, match="radius is the worst score"):
        search(Shelf.disk).within(radius=2.0, range_filter=0.5)


def test_a_group_has_one_hit_or_more() -> None:
    for size in (0, -1, True):
        with pytest.raises(ParamError, match="whole number from 1"):
            search(Shelf.near).group_by(Shelf.kind, size=size)


def test_grouping() -> None:
    statement = search(Shelf.near).near([0, 0]).group_by(Shelf.kind, size=2, strict=True)
    extra = {"group_by_field": "kind", "group_size": "2", "strict_group_size": "true"}
    assert statement.build(LITE).extra == extra
    with pytest.raises(Unsupported, match=r"Milvus 2.3.5 has no group by in a search: it would ignore it"):
        statement.build(MILVUS23)
    with pytest.raises(ParamError, match="scalar field"):
        search(Doc.dense).group_by(Doc.tags)


def test_parameters_belong_to_the_index_type() -> None:
    assert search(Doc.dense).near("a").params(ef=64).build(LITE).params == {"ef": 64}
    assert search(Shelf.disk).near([0, 0]).params(search_list=30).build(LITE).params == {"search_list": 30}
    with pytest.raises(ParamError, match=r"Doc.dense: an index of type HNSW does not read nprobe.*: ef"):
        search(Doc.dense).params(nprobe=3)
    with pytest.raises(TypeError, match="efs"):
        search(Doc.dense).params(efs=3)  # type: ignore[call-arg]  # pyright: ignore[reportCallIssue]


def test_what_is_no_search() -> None:
    with pytest.raises(ParamError, match="vector field"):
        search(untyped(Doc.title))
    with pytest.raises(ParamError, match="near_all"):
        search(Shelf.near).near(untyped([[1, 2]]))
    with pytest.raises(ParamError, match="near"):
        search(Shelf.near).near_all(untyped([1, 2]))
    with pytest.raises(ParamError, match=r"add .near"):
        search(Shelf.near).build(LITE)
    with pytest.raises(DataNotMatchException, match="near"):
        search(Shelf.near).near([1, 2, 3]).build(LITE)
    with pytest.raises(DataNotMatchException, match="nan"):
        search(Shelf.near).near([1, float("nan")]).build(LITE)


def test_hybrid() -> None:
    dense = search(Doc.dense).near("a").limit(50).where(Doc.year > 2000)
    words = search(Doc.sparse).near("a")
    statement = hybrid(dense, words).rerank(weighted(0.7, 0.3)).where(Doc.stars > 1).limit(5).offset(2)
    spec = statement.build(LITE)
    assert (spec.collection, spec.limit, spec.offset) == ("docs", 5, 2)
    assert spec.ranker == RankerSpec(strategy="weighted", params={"weights": [0.7, 0.3], "norm_score": True})
    assert [(each.field, each.limit, each.filter) for each in spec.searches] == [
        ("dense", 50, "((year > 2000) and (stars > 1))"),
        ("sparse", 7, "(stars > 1)"),
    ]
    assert hybrid(dense, words).build(LITE).ranker == RankerSpec(strategy="rrf", params={"k": 60})
    assert hybrid(dense, words).rerank(rrf(k=5)).build(LITE).ranker.params == {"k": 5}
    assert str(statement).startswith("hybrid [search Doc.dense near 'a'")
    assert "ranker=weighted" in statement.compile(LITE)


def test_what_is_no_hybrid() -> None:
    dense = search(Doc.dense).near("a")
    with pytest.raises(Unsupported, match=r"Milvus 2.3.5 has no hybrid search"):
        hybrid(dense).build(MILVUS23)
    with pytest.raises(ParamError, match="takes searches"):
        hybrid()
    with pytest.raises(ParamError, match="one model only"):
        hybrid(dense, untyped(search(Point.place).near([0, 0])))
    with pytest.raises(ParamError, match="2 weights for 1 searches"):
        hybrid(dense).rerank(weighted(0.5, 0.5)).build(LITE)
    with pytest.raises(ParamError, match="from 0 to 1"):
        weighted(1.5)
    with pytest.raises(ParamError, match="16,383"):
        rrf(k=0)


@pytest.mark.parametrize(
    ("arm", "told"),
    [
        (search(Shelf.near).near([0, 0]).offset(3), r"no offset\(\).*put offset\(\) on hybrid"),
        (search(Shelf.near).near([0, 0]).only(Shelf.kind), r"no only\(\).*put only\(\) on hybrid"),
        (search(Shelf.near).near([0, 0]).with_vectors(), r"no with_vectors\(\)"),
        (search(Shelf.near).near([0, 0]).partitions("p"), r"no partitions\(\)"),
        (search(Shelf.near).near([0, 0]).consistency("Strong"), r"no consistency\(\)"),
        (search(Shelf.near).near([0, 0]).within(radius=0.5), r"no within\(\).*one field"),
        (search(Shelf.near).near([0, 0]).group_by(Shelf.kind), r"no group_by\(\).*one field"),
        (search(Shelf.near).near_all([[0, 0], [1, 1]]), "one vector or text"),
    ],
)
def test_clauses_that_have_no_effect_inside_a_hybrid_search(arm: Any, told: str) -> None:
    with pytest.raises(ParamError, match=told):
        hybrid(search(Shelf.disk).near([0, 0]), arm)


def test_clauses_that_work_inside_a_hybrid_search() -> None:
    arm = search(Shelf.near).near([0, 0]).where(Shelf.kind == "a").params(nprobe=8).limit(4)
    (spec,) = hybrid(arm).only(Shelf.kind).partitions("p").build(LITE).searches
    assert (spec.params, spec.limit, spec.filter) == ({"nprobe": 8}, 4, '(kind == "a")')


def test_statements_show_what_they_say() -> None:
    assert repr(search(Shelf.near).near([1, 2]).limit(3)) == "<Search search Shelf.near near <vector[2]> limit 3>"
    assert repr(select(Shelf).where(Shelf.id < 3)) == "<Select select Shelf where (id < 3)>"
    assert repr(delete(Shelf).where(Shelf.id < 3)) == "<Delete delete Shelf where (id < 3)>"
    assert repr(hybrid(search(Doc.sparse).near("a"))).startswith(
        "<Hybrid hybrid [search Doc.sparse near 'a'] by rrf k=60"
    )
