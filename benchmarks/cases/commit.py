"""Commit objects that are built already; beside it PyMilvus's insert of the same as rows, and SQLAlchemy's flush."""

from typing import Any

from benchmarks import data
from benchmarks.cases import insert
from benchmarks.model import Case, Line, Options, Variant, Work

OBJECTS = "add_all and commit of objects with arrays"
OURS, ROWS, SQL = f"vectorm: {OBJECTS}", f"pymilvus: {insert.ARRAYS}", "sqlalchemy: add_all and flush, SQLite in memory"


def batches(options: Options) -> list[list[data.Row]]:
    """The rows of all repeats, and of the first one, which is not counted."""
    return [data.rows(options, start=number * options.batch) for number in range(insert.repeats(options) + 1)]


def session_variant(address: str, options: Options) -> Work:
    """The keys are known, so the objects go as upserts."""
    from vectorm import Session, connections

    connections.connect(uri=f"http://{address}")
    row_model = data.model(options.dim)
    waiting = [[row_model(**row) for row in rows] for rows in batches(options)]

    def work() -> None:
        with Session() as session:
            session.add_all(waiting.pop())
            session.commit()

    return work


def sql_variant(_address: str, options: Options) -> Work:
    """The same fields, the vector as bytes."""
    from sqlalchemy import JSON, BigInteger, Double, LargeBinary, String, create_engine
    from sqlalchemy.orm import DeclarativeBase, Mapped, Session, mapped_column

    class Base(DeclarativeBase):
        pass

    class Row(Base):
        __tablename__ = "bench"
        id: Mapped[int] = mapped_column(BigInteger, primary_key=True)
        name: Mapped[str] = mapped_column(String(200))
        score: Mapped[float] = mapped_column(Double)
        year: Mapped[int] = mapped_column(BigInteger)
        meta: Mapped[dict[str, Any]] = mapped_column(JSON)
        vec: Mapped[bytes] = mapped_column(LargeBinary)

    engine = create_engine("sqlite://")
    Base.metadata.create_all(engine)
    waiting = [[Row(**{**row, "vec": row["vec"].tobytes()}) for row in rows] for rows in batches(options)]
    session = Session(engine)

    def work() -> None:
        session.add_all(waiting.pop())
        session.flush()

    return work


CASE = Case(
    name="commit",
    summary="commit {rows:,} objects of dimension {dim}, {batch:,} at a time",
    replies=insert.replies,
    variants=(
        Variant("pymilvus", insert.ARRAYS, insert.rows_variant("pymilvus", as_lists=False), insert.repeats),
        Variant("vectorm", OBJECTS, session_variant, insert.repeats, fresh=True),
        Variant("sqlalchemy", "add_all and flush, SQLite in memory", sql_variant, insert.repeats, fresh=True),
        Variant("floor", insert.FLOOR, insert.floor, insert.repeats),
    ),
    lines=(
        Line("commit of objects with arrays, beside insert of rows", OURS, ROWS, goals={128: 6, 768: 6}),
        Line("commit of objects, beside SQLAlchemy's flush", OURS, SQL, goals={128: 7, 768: 7}),
    ),
    per=("row", lambda options: options.rows),
)
