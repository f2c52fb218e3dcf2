"""Vectors of every kind in models: they come back as they were given, and the nearest is found."""

from collections.abc import Callable, Iterator
from typing import Any

import numpy as np
import pytest

from tests.fix_engines import Engine
from tests.live.models import RUN
from vectorm.connection.handle import Connection
from vectorm.connection.open import open_connection
from vectorm.enums import DataType
from vectorm.errors import Unsupported
from vectorm.model import (
    BIN_FLAT,
    FLAT,
    BFloat16Vector,
    BinaryVector,
    Float16Vector,
    FloatVector,
    Int8Vector,
    Mapped,
    Model,
    SparseVector,
    field,
    vector,
)
from vectorm.query import search, select
from vectorm.session import Session, schema


class Row(Model, abstract=True):
    id: Mapped[int] = field(primary_key=True)


class OfFloat(Row, collection=f"vec_float_{RUN}"):
    vec: Mapped[FloatVector] = vector(dim=8, index=FLAT(metric="L2"))


class OfFloat16(Row, collection=f"vec_float16_{RUN}"):
    vec: Mapped[Float16Vector] = vector(dim=8, index=FLAT(metric="L2"))


class OfBFloat16(Row, collection=f"vec_bfloat16_{RUN}"):
    vec: Mapped[BFloat16Vector] = vector(dim=8, index=FLAT(metric="L2"))


class OfInt8(Row, collection=f"vec_int8_{RUN}"):
    vec: Mapped[Int8Vector] = vector(dim=8)


class OfBits(Row, collection=f"vec_bits_{RUN}"):
    vec: Mapped[BinaryVector] = vector(dim=16, index=BIN_FLAT(metric="HAMMING"))


class OfSparse(Row, collection=f"vec_sparse_{RUN}"):
    vec: Mapped[SparseVector] = vector()


def dense(number: int) -> Any:
    return [float(number * step % 5) for step in range(8)]


MODELS: dict[type[Any], Callable[[int], Any]] = {
    OfFloat: dense,
    OfFloat16: dense,
    OfBFloat16: dense,
    OfInt8: lambda number: [-128 + number, 127, *range(6)],
    OfBits: lambda number: bytes([1 << number, 255 >> number]),
    OfSparse: lambda number: {0: 0.25, 10 + number: 4.0, 2**31 - number: 0.5},
}


@pytest.fixture
def connection(engine: Engine) -> Iterator[Connection]:
    opened = open_connection(uri=engine.uri)
    yield opened
    opened.close()


@pytest.mark.engines("lite", "milvus", "lite25")
@pytest.mark.parametrize("model", MODELS)
def test_vectors_come_back_and_are_found(connection: Connection, engine: Engine, model: type[Any]) -> None:
    kind: DataType = model.__spec__.fields[1].data_type
    if not engine.can(kind.name):
        with pytest.raises(Unsupported, match=kind.name):
            schema.ensure(model, bind=connection)
        return
    schema.ensure(model, bind=connection)
    rows = [model(id=number, vec=MODELS[model](number)) for number in range(5)]
    session = Session(bind=connection)
    session.add_all(rows)
    session.commit()
    found = {
        row.id: row.vec for row in Session(bind=connection, token=session.token).scalars(select(model).with_vectors())
    }
    for row in rows:
        assert type(found[row.id]) is type(row.vec)
        assert (
            np.array_equal(found[row.id], row.vec)
            if kind is not DataType.SPARSE_FLOAT_VECTOR
            else found[row.id] == row.vec
        )
    nearest = search(model.vec).near(rows[3].vec).limit(1)
    if kind is DataType.FLOAT16_VECTOR and not engine.can("float16_search"):
        with pytest.raises(Unsupported, match="FLOAT16_VECTOR"):
            session.search(nearest)
    else:
        assert session.search(nearest).ids == [3]
    schema.drop_all(model, bind=connection)
