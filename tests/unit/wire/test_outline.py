"""Requests read back."""

import numpy as np

from vectorm.columns.batch import ColumnBatch
from vectorm.columns.build import build_column
from vectorm.enums import ConsistencyLevel, DataType, FunctionType
from vectorm.spec.function import FunctionSpec
from vectorm.spec.outline import Outline
from vectorm.spec.read import (
    FunctionScoreSpec,
    HybridSpec,
    QuerySpec,
    RankerSpec,
    ReadOptions,
    SearchSpec,
    Vectors,
)
from vectorm.wire import read, write
from vectorm.wire.outline import outline

ROWS = ColumnBatch([build_column(name, [1, 2], data_type=DataType.INT64) for name in ("id", "year")], 2)
VECTORS = Vectors(type=DataType.FLOAT_VECTOR, values=[np.zeros(2, np.float32).tobytes()] * 3)


def test_writes() -> None:
    request = write.encode_insert("docs", ROWS, partition="p")
    fields = ("id", "year")
    assert outline("Insert", request) == Outline(
        method="Insert", collection="docs", size=len(request), rows=2, fields=fields, partitions=("p",)
    )
    told = outline("Upsert", write.encode_upsert("docs", ROWS, partial=True))
    assert (told.rows, told.is_partial, told.fields) == (2, True, fields)


def test_deletes_tell_their_keys_where_they_name_them() -> None:
    for filter, rows in (
        ('id in ["a", "b]", "c"]', 3),
        ("id in [1]", 1),
        ("(year > 3)", None),
        ("year in [1] or x", None),
    ):
        told = outline("Delete", write.encode_delete("docs", filter))
        assert (told.filter, told.rows) == (filter, rows)


def test_a_query() -> None:
    options = ReadOptions(output_fields=("id",), consistency=ConsistencyLevel.STRONG)
    spec = QuerySpec(
        collection="docs", filter="id > 1", limit=3, offset=2, options=options, params={"iterator": "True"}
    )
    told = outline("Query", read.encode_query(spec, guarantee_timestamp=7))
    assert (told.filter, told.params, told.level, told.guarantee) == (
        "id > 1", {"limit": "3", "offset": "2"}, ConsistencyLevel.STRONG, 7,
    )  # fmt: skip


def test_searches() -> None:
    secret = {"reranker": "model", "api_key": "secret"}
    judge = FunctionSpec(name="m", type=FunctionType.RERANK, inputs=("body",), params=secret)
    spec = SearchSpec(
        collection="docs", field="near", vectors=VECTORS, filter="x > 1", metric_type="L2",
        params={"ef": 9, "radius": 0.5}, extra={"group_by_field": "year"},
        function_score=FunctionScoreSpec(functions=(judge,)),
    )  # fmt: skip
    told = outline("Search", read.encode_search(spec, guarantee_timestamp=1))
    assert (told.field, told.rows, told.filter, told.ranker, told.level) == ("near", 3, "x > 1", "model(body)", None)
    assert told.params == {"topk": "10", "metric_type": "L2", "group_by_field": "year", "ef": "9", "radius": "0.5"}
    assert "secret" not in repr(told)
    arms = HybridSpec(collection="docs", searches=(spec, spec), ranker=RankerSpec(strategy="rrf", params={"k": 60}))
    told = outline("HybridSearch", read.encode_hybrid(arms, guarantee_timestamp=1))
    assert (told.collection, told.ranker, [arm.field for arm in told.arms]) == (
        "docs",
        'rrf {"k":60}',
        ["near", "near"],
    )


def test_other_requests_are_told_by_their_method() -> None:
    assert outline("CreateCredential", b"secret") == Outline(method="CreateCredential", size=6)
