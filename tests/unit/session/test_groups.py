"""Groups of rows, as they are asked for: by a server that makes them, and by one that does not."""

from collections.abc import Mapping
from typing import Any

from pymilvus.client import prepare
from pymilvus.grpc_gen import milvus_pb2, schema_pb2

from tests.unit.ops.support import context
from tests.unit.session.models import Extra, lite
from vectorm.model import FloatVector, Mapped, Model, field, vector
from vectorm.query import Grouped, func, select
from vectorm.session import reads
from vectorm.session.state import SessionState
from vectorm.spec.capabilities import capabilities_of
from vectorm.transport.recorded import Recorded


class Sale(Model, collection="sales"):
    id: Mapped[int] = field(primary_key=True)
    city: Mapped[str] = field(max_length=20)
    price: Mapped[float] = field()
    v: Mapped[FloatVector] = vector(dim=2)


STATEMENT = (
    select(Sale).where(Sale.price > 1).group_by(Sale.city).aggregate(func.count().label("n"), func.avg(Sale.price))
)


Prepare: Any = prepare.Prepare


def as_pairs(items: Any) -> dict[str, str]:
    return {each.key: each.value for each in items}


def reply(columns: Mapping[str, list[Any]]) -> bytes:
    made = schema_pb2.DataType
    fields: list[Any] = []
    for name, values in columns.items():
        scalars: dict[type, tuple[Any, Any]] = {
            str: (made.VarChar, {"string_data": {"data": values}}),
            int: (made.Int64, {"long_data": {"data": values}}),
            float: (made.Double, {"double_data": {"data": values}}),
        }
        kind, data = scalars[type(values[0])]
        fields.append(schema_pb2.FieldData(type=kind, field_name=name, scalars=schema_pb2.ScalarField(**data)))
    answer: bytes = milvus_pb2.QueryResults(fields_data=fields).SerializeToString()
    return answer


def new_milvus() -> Any:
    ctx = context()
    ctx.capabilities = capabilities_of("3.0.0", "STANDALONE")
    return ctx


def run(ctx: Any, statement: Grouped[Any], *replies: bytes) -> tuple[list[dict[str, Any]], list[Any]]:
    recorded = Recorded(list(replies))
    found = recorded.run(reads.groups(ctx, SessionState(), statement))
    return found.rows(), [milvus_pb2.QueryRequest.FromString(rpc.request) for rpc in recorded.sent]


def test_a_server_gets_what_pymilvus_sends() -> None:
    answer = reply({"city": ["b", "a"], "count(*)": [1, 2], "avg(price)": [0.5, 2.5]})
    rows, [ours] = run(new_milvus(), STATEMENT, answer)
    assert rows == [{"city": "a", "n": 2, "avg(price)": 2.5}, {"city": "b", "n": 1, "avg(price)": 0.5}]
    fields = ["city", "count(*)", "avg(price)"]
    theirs = Prepare.query_request("sales", "(price > 1.0)", fields, [], limit=16_384, group_by_fields=["city"])
    assert list(ours.output_fields) == list(theirs.output_fields)
    assert (ours.collection_name, ours.expr) == (theirs.collection_name, theirs.expr)
    quiet = {"ignore_growing": "False", "reduce_stop_for_best": "False"}  # PyMilvus writes what is so anyway
    assert {**as_pairs(ours.query_params), **quiet} == as_pairs(theirs.query_params)


def test_more_groups_than_a_reply_holds_are_made_here() -> None:
    full = reply({"city": ["x"] * 16_384, "count(*)": [1] * 16_384, "avg(price)": [0.5] * 16_384})
    page = reply({"id": [1, 2, 3], "city": ["b", "a", "a"], "price": [4.0, 2.0, 3.0]})
    rows, sent = run(new_milvus(), STATEMENT, full, page)
    assert rows == [{"city": "a", "n": 2, "avg(price)": 2.5}, {"city": "b", "n": 1, "avg(price)": 4.0}]
    assert list(sent[1].output_fields) == ["id", "city", "price"]
    assert "group_by_fields" not in as_pairs(sent[1].query_params)


def test_only_the_needed_fields_are_read() -> None:
    page = reply({"id": [1, 2, 3], "city": ["b", "a", "a"], "price": [4.0, 2.0, 3.0]})
    rows, [sent] = run(lite(), STATEMENT.limit(1), page)
    assert rows == [{"city": "a", "n": 2, "avg(price)": 2.5}]
    assert list(sent.output_fields) == ["id", "city", "price"]


def test_undeclared_keys_are_not_read_beside_the_key() -> None:
    page = reply({"id": [1, 2]})
    _, [sent] = run(lite(), select(Extra).group_by(Extra.id).aggregate(func.count()), page)
    assert list(sent.output_fields) == ["id"]


def test_a_count_reads_no_rows() -> None:
    rows, [sent] = run(
        lite(), select(Sale).aggregate(func.count(), func.count().label("again")), reply({"count(*)": [7]})
    )
    assert rows == [{"count(*)": 7, "again": 7}]
    assert list(sent.output_fields) == ["count(*)"]
