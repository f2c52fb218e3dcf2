"""`Collection.insert` takes rows, columns and tables."""

from typing import Any

import numpy as np
import pytest

from tests.unit.ops.support import context, lite
from vectorm import CollectionSchema, DataType, FieldSchema
from vectorm.client.dataframe import schema_of_table
from vectorm.client.mutation import MutationResult, delete_result, insert_dict, upsert_dict
from vectorm.client.opening import open_collection
from vectorm.client.specs import collection_spec
from vectorm.client.writing import insert_data, upsert_data
from vectorm.errors import DataNotMatchException, SchemaNotReadyException
from vectorm.ops.context import Context
from vectorm.spec.collection import CollectionInfo
from vectorm.spec.write import WriteResult
from vectorm.transport.recorded import Recorded
from vectorm.wire.collection import encode_create
from vectorm.wire.messages import (
    BoolResponse,
    CreateCollectionRequest,
    DescribeCollectionResponse,
    IDs,
    InsertRequest,
    LongArray,
    Status,
    UpsertRequest,
)  # fmt: skip
from vectorm.wire.messages import (
    MutationResult as Reply,
)

SCHEMA = CollectionSchema([
    FieldSchema("id", DataType.INT64, is_primary=True, auto_id=True),
    FieldSchema("word", DataType.VARCHAR, max_length=9),
    FieldSchema("v", DataType.FLOAT_VECTOR, dim=2),
])  # fmt: skip


class Frame:
    """The least that a DataFrame is."""

    def __init__(self, **columns: Any) -> None:
        self._columns = columns

    @property
    def columns(self) -> list[str]:
        return list(self._columns)

    def __getitem__(self, name: str) -> Any:
        return self._columns[name]


def known() -> Context:
    ctx = context()
    ctx.schemas["docs"] = CollectionInfo(spec=collection_spec("docs", SCHEMA, {}))
    return ctx


def reply(*ids: int) -> bytes:
    return Reply(IDs=IDs(int_id=LongArray(data=ids)), insert_cnt=len(ids), upsert_cnt=len(ids)).SerializeToString()


def sent(data: object, *, upsert: bool = False) -> tuple[dict[str, Any], MutationResult]:
    recorded = Recorded([reply(7, 8)])
    ctx = known()
    if upsert:
        result = recorded.run(upsert_data(ctx, "docs", data, "p", partial=False, field_ops=None))
    else:
        result = recorded.run(insert_data(ctx, "docs", data, "p", None))
    (rpc,) = recorded.sent
    request = (UpsertRequest if upsert else InsertRequest).FromString(rpc.request)
    assert (request.collection_name, request.partition_name, request.num_rows) == ("docs", "p", 2)
    return {field.field_name: field for field in request.fields_data}, result


WORDS, VECTORS = ["a", "b"], [[1.0, 2.0], [3.0, 4.0]]
ROWS = [{"word": word, "v": vector} for word, vector in zip(WORDS, VECTORS, strict=True)]


@pytest.mark.parametrize(
    "data",
    [
        ROWS,
        tuple(ROWS),
        [WORDS, VECTORS],
        [np.array(WORDS), np.array(VECTORS, np.float32)],
        Frame(word=WORDS, v=VECTORS),
        Frame(v=VECTORS, word=WORDS),
        Frame(id=[None, float("nan")], word=WORDS, v=VECTORS),
    ],
    ids=["rows", "tuple", "columns", "arrays", "table", "reordered", "empty key column"],
)
def test_all_shapes_of_data(data: object) -> None:
    fields, result = sent(data)
    assert list(fields) == ["word", "v"]
    assert list(fields["word"].scalars.string_data.data) == WORDS
    assert fields["v"].vectors.dim == 2
    assert (result.insert_count, result.primary_keys, result.succ_count) == (2, [7, 8], 2)


def test_an_upsert_gives_the_keys_that_the_server_made() -> None:
    fields, result = sent([[5, 6], WORDS, VECTORS], upsert=True)
    assert list(fields) == ["id", "word", "v"]
    assert result.upsert_count == 2


@pytest.mark.parametrize(
    ("data", "message"),
    [
        ([], "docs: no rows and no columns are given, the collection takes 2"),
        ([WORDS, VECTORS, [1, 2]], "docs: 3 columns are given, the collection takes 2.*in this order: word, v"),
        ([WORDS], "field docs.v: missing field"),
        ([WORDS, VECTORS[:1]], "docs.*columns of different lengths"),
        ([[1, 2], VECTORS], r"field docs\.word, row 0: .*int"),
        ([WORDS, [[1.0, 2.0], [3.0]]], r"field docs\.v, row 1: expected a FLOAT_VECTOR of dim 2, got 1"),
        ([{"word": "a", "v": [1.0, float("nan")]}], r"field docs\.v, row 0: .*nan"),
        ([{"word": "é" * 5, "v": [1.0, 2.0]}], r"field docs\.word, row 0: a str of 10 UTF-8 bytes"),
        ([{"word": "a"}], r"field docs\.v, row 0: missing field"),
        ([ROWS[0], {**ROWS[1], "wrod": 1}], r"field docs\.wrod, row 1: unknown field"),
        ("text", "rows or columns are needed, not str"),
        (3, "rows or columns are needed, not int"),
    ],
)
def test_bad_data_names_collection_field_and_row_and_sends_nothing(data: object, message: str) -> None:
    recorded = Recorded({"DescribeCollection": [describe(SCHEMA)] * 3})
    with pytest.raises(DataNotMatchException, match=message):
        recorded.run(insert_data(known(), "docs", data, "", None))
    assert "Insert" not in recorded.methods


def describe(schema: CollectionSchema, level: int = 2) -> bytes:
    sent = CreateCollectionRequest.FromString(encode_create(collection_spec("docs", schema, {})))
    made = DescribeCollectionResponse(collection_name="docs", consistency_level=level)
    made.schema.ParseFromString(sent.schema)
    return made.SerializeToString()


def there(*, yes: bool) -> bytes:
    return BoolResponse(value=yes).SerializeToString()


def test_a_missing_collection_is_created() -> None:
    recorded = Recorded([there(yes=False), Status().SerializeToString()])
    assert recorded.run(open_collection(context(), "docs", SCHEMA, {"num_shards": 3})) is SCHEMA
    assert CreateCollectionRequest.FromString(recorded.sent[1].request).shards_num == 3


def test_a_missing_collection_without_a_schema() -> None:
    with pytest.raises(SchemaNotReadyException, match="there is no collection docs"):
        Recorded([there(yes=False)]).run(open_collection(context(), "docs", None, {}))


def test_a_collection_that_is_there() -> None:
    found = Recorded([there(yes=True), describe(SCHEMA)]).run(open_collection(context(), "docs", None, {}))
    assert found == SCHEMA
    recorded = Recorded([there(yes=True), describe(SCHEMA)])
    assert recorded.run(open_collection(context(), "docs", SCHEMA, {})) is SCHEMA


def test_a_collection_with_another_schema() -> None:
    other = CollectionSchema([
        FieldSchema("id", DataType.INT64, is_primary=True),
        FieldSchema("v", DataType.FLOAT_VECTOR, dim=3),
    ])  # fmt: skip
    with pytest.raises(SchemaNotReadyException, match=r"exists with another schema: .*dim is 3 .* and 2 .*word"):
        Recorded([there(yes=True), describe(SCHEMA)]).run(open_collection(context(), "docs", other, {}))


def test_the_consistency_level_counts_where_the_engine_has_some() -> None:
    strong = open_collection(context(), "docs", SCHEMA, {"consistency_level": "Strong"})
    with pytest.raises(SchemaNotReadyException, match="its consistency level is Bounded, not Strong"):
        Recorded([there(yes=True), describe(SCHEMA)]).run(strong)
    bounded = open_collection(lite(), "docs", SCHEMA, {"consistency_level": "Bounded"})
    assert Recorded([there(yes=True), describe(SCHEMA, level=0)]).run(bounded) is SCHEMA


def test_the_schema_of_a_table() -> None:
    table = Frame(
        key=np.array([1, 2]),
        score=np.array([0.5, 1.0], np.float32),
        word=WORDS,
        vector=np.array([np.zeros(3), np.ones(3), None], object)[:2],
        info=[{"a": 1}, {}],
    )
    schema = schema_of_table("docs", table, "key", auto_id=False)
    kinds = {field.name: (field.dtype, field.params) for field in schema.fields}
    assert kinds == {
        "key": (DataType.INT64, {}),
        "score": (DataType.FLOAT, {}),
        "word": (DataType.VARCHAR, {"max_length": 65535}),
        "vector": (DataType.FLOAT_VECTOR, {"dim": 3}),
        "info": (DataType.JSON, {}),
    }
    assert schema.primary_field is not None
    assert schema.primary_field.name == "key"
    assert schema_of_table("docs", table, "made", auto_id=True).fields[0].auto_id


@pytest.mark.parametrize(
    ("columns", "key", "message"),
    [
        ({"a": [1, 2]}, "b", "no column 'b' for the primary key"),
        ({"b": [1], "a": [object()]}, "b", "column a of object"),
    ],
)
def test_tables_that_are_no_collection(columns: dict[str, Any], key: str, message: str) -> None:
    with pytest.raises(SchemaNotReadyException, match=message):
        schema_of_table("docs", Frame(**columns), key, auto_id=False)


def test_what_writes_return() -> None:
    result = WriteResult(ids=[1, 2], insert_count=2, upsert_count=3, timestamp=9, cost=4)
    assert insert_dict(result) == {"insert_count": 2, "ids": [1, 2], "cost": 4}
    assert upsert_dict(result) == {"upsert_count": 3, "cost": 4, "ids": [1, 2]}
    assert delete_result(WriteResult(delete_count=2)) == {"delete_count": 2, "cost": 0}
    assert delete_result(WriteResult(ids=[5], delete_count=1)) == [5]
    shown = "(insert count: 2, delete count: 0, upsert count: 3, timestamp: 9, success count: 2, err count: 0, cost: 4)"
    made = MutationResult(result, 2)
    assert str(made) == shown
    assert (made.succ_index, made.err_index, made.err_count, made.timestamp) == ([0, 1], [], 0, 9)


@pytest.mark.parametrize("data", [[WORDS, None, []], [WORDS], Frame(word=WORDS)], ids=["empty", "short", "table"])
def test_columns_that_may_be_null_or_have_a_default_may_be_left_out(data: object) -> None:
    ctx = context("3.0.2")
    schema = CollectionSchema([
        FieldSchema("word", DataType.VARCHAR, max_length=9, is_primary=True),
        FieldSchema("n", DataType.INT64, nullable=True),
        FieldSchema("d", DataType.INT64, default_value=3),
    ])  # fmt: skip
    ctx.schemas["docs"] = CollectionInfo(spec=collection_spec("docs", schema, {}))
    recorded = Recorded([reply(1, 2)])
    recorded.run(insert_data(ctx, "docs", data, "", None))
    fields = InsertRequest.FromString(recorded.sent[0].request).fields_data
    assert [(field.field_name, list(field.valid_data)) for field in fields] == [
        ("word", []),
        ("n", [False, False]),
        ("d", [False, False]),
    ]
