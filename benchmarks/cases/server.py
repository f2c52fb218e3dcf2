"""Write 100,000 rows to a real Milvus 2.3.5: the time on the clock, server and all."""

import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from importlib import import_module
from pathlib import Path
from typing import Any

from benchmarks import data
from benchmarks.model import Case, Line, Options, Variant, Work

COUNT, BATCH = 100_000, 10_000
COMMIT, UPSERT = "add_all and commit of objects", "upsert of rows, 10,000 a request"


@contextmanager
def milvus() -> Iterator[str]:
    """The address of a Milvus 2.3.5 that starts for the benchmark."""
    from tests.support.milvus23 import Milvus23

    with tempfile.TemporaryDirectory() as folder:
        server = Milvus23(Path(folder, "data"), Path(folder, "unpacked"))
        try:
            yield f"127.0.0.1:{server.port}"
        finally:
            server.close()


def batches(options: Options) -> list[list[data.Row]]:
    size = Options(batch=BATCH, dim=options.dim)
    return [data.rows(size, start=start) for start in range(0, COUNT, BATCH)]


def commit(address: str, options: Options) -> Work:
    from vectorm import Session, connections, schema

    connections.connect(uri=f"http://{address}")
    model = data.model(options.dim, "bench_vectorm")
    schema.drop_all(model)
    schema.ensure(model)
    objects = [model(**row) for rows in batches(options) for row in rows]

    def work() -> None:
        with Session() as session:
            session.add_all(objects)
            session.commit()

    return work


def upsert(address: str, options: Options) -> Work:
    package: Any = import_module("pymilvus")
    client, name = package.MilvusClient(uri=f"http://{address}"), "bench_pymilvus"
    fields = client.create_schema()
    kinds = package.DataType
    fields.add_field("id", kinds.INT64, is_primary=True)
    fields.add_field("name", kinds.VARCHAR, max_length=200)
    fields.add_field("score", kinds.DOUBLE)
    fields.add_field("year", kinds.INT64)
    fields.add_field("meta", kinds.JSON)
    fields.add_field("vec", kinds.FLOAT_VECTOR, dim=options.dim)
    index = client.prepare_index_params()
    index.add_index("vec", index_type="FLAT", metric_type="L2")
    client.drop_collection(name)
    client.create_collection(name, schema=fields, index_params=index)
    parts = batches(options)
    return lambda: [client.upsert(name, rows) for rows in parts]


def variant(client: str, title: str, prepare: Callable[[str, Options], Work]) -> Variant:
    return Variant(client, title, prepare, fresh=True, warm=False)


CASE = Case(
    most_rounds=2,
    name="server",
    summary="write 100,000 rows of dimension {dim} to Milvus 2.3.5",
    server=milvus,
    variants=(variant("pymilvus", UPSERT, upsert), variant("vectorm", COMMIT, commit)),
    lines=(
        Line(
            "commit of 100,000 objects on Milvus 2.3.5, time on the clock",
            f"vectorm: {COMMIT}",
            f"pymilvus: {UPSERT}",
            goals={128: 1.5, 768: 1.3},
            measure="wall",
        ),
    ),
    per=("row", lambda _options: COUNT),
)
