"""A random model in an engine, and whether a filter finds there the rows that it matches here."""

from collections.abc import Generator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from typing import Any

from tests.fix_engines import Engine
from tests.live.filter_differences import told_apart
from tests.live.filter_models import RandomModel, random_model
from tests.support.process import is_running
from vectorm.connection.handle import Connection
from vectorm.connection.open import open_connection
from vectorm.expr.node import Condition
from vectorm.ops import read
from vectorm.ops.context import Context
from vectorm.ops.step import Op
from vectorm.query import select
from vectorm.session import Session, schema

ROWS = 100


@dataclass
class Stored:
    """The rows of one model, in an engine and here."""

    engine: Engine
    connection: Connection
    made: RandomModel
    rows: list[Any]

    def found(self, condition: Condition) -> set[int | str]:
        """Keys of the rows that the engine finds.

        A session would ask Milvus before 2.4.4 twice, whether there are more rows than it gave.

        Raises:
            Unsupported: The engine has no such form.
        """
        statement = select(self.made.model).where(condition).only(self.made.model.id).consistency("Session")

        def query(ctx: Context) -> Op[set[int | str]]:
            keys: set[int | str] = set()
            for part in statement.split().statements:
                spec = part.build(ctx.capabilities)
                batch = yield from read.query(ctx, spec if spec.filter else replace(spec, limit=ROWS))
                keys |= set(batch["id"].to_list() if len(batch) else ())
            return keys

        return self.connection.run(query)

    def matching(self, condition: Condition) -> set[int | str]:
        """Keys of the rows that it matches here."""
        return {row.id for row in self.rows if condition.matches(row)}

    def unexplained(self, condition: Condition, found: set[int | str]) -> list[Any]:
        """Rows that are found there and not matched here, or the other way, for no known reason."""
        differing = found ^ self.matching(condition)
        if not differing:
            return []
        rows = [row for row in self.rows if row.id in differing]
        return [row for row in rows if not told_apart(self.engine.name, condition, row)]


@contextmanager
def stored_model(engine: Engine, number: int) -> Generator[Stored]:
    """The model of a seed in an engine, with rows."""
    made = random_model(number, nulls=engine.can("nullable"))
    connection = open_connection(uri=engine.uri)
    schema.ensure(made.model, bind=connection)
    rows = made.rows(ROWS)
    Session(bind=connection).bulk_insert(made.model, [{**vars(row), **(row.model_extra or {})} for row in rows])
    yield Stored(engine, connection, made, rows)
    schema.drop_all(made.model, bind=connection)
    connection.close()


def is_alive(pid: int | None) -> bool:
    """Whether a process runs; None is that of Milvus Lite, which would be started anew."""
    return pid is None or is_running(pid)
