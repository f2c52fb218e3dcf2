"""Any filter finds on every engine the rows that it matches in Python.

pytest tests/live/test_filters.py                                              1,000 filters an engine
pytest tests/live/test_filters.py --hypothesis-profile=nightly --timeout=0     20,000
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import pytest
from hypothesis import HealthCheck, event, given, note, settings

from tests.fix_engines import Engine
from tests.live.filter_differences import told_apart
from tests.live.filter_models import Nullable, Plain
from tests.property.typed_filters import Columns, Rows, conditions
from vectorm.connection.open import open_connection
from vectorm.errors import Unsupported
from vectorm.expr.node import Condition
from vectorm.query import select
from vectorm.session import Session, schema

ROWS = 200
FILTERS = 10 * settings().max_examples
"""1,000 with hypothesis's 100 examples; 20,000 with the 2,000 of the profile `nightly`."""


@dataclass
class Stored:
    """The rows of one engine, in it and here."""

    engine: str
    session: Session
    model: type[Any]
    rows: list[Any]


@pytest.fixture(scope="module")
def stored(engine: Engine) -> Iterator[Stored]:
    connection = open_connection(uri=engine.uri)
    model = Nullable if engine.can("nullable") else Plain
    schema.ensure(model, bind=connection)
    values = Rows(seed=1, nullable=frozenset(Columns(model).nullable))
    rows = [model(dense=[0.0, 0.0], **values.make(key)) for key in range(ROWS)]
    session = Session(bind=connection)
    session.bulk_insert(model, [{**vars(row), **(row.model_extra or {})} for row in rows])
    yield Stored(engine.name, session, model, rows)
    schema.drop_all(model, bind=connection)
    connection.close()


def test_a_filter_finds_the_rows_that_it_matches(stored: Stored) -> None:
    @settings(max_examples=FILTERS, deadline=None, suppress_health_check=[HealthCheck.too_slow])
    @given(conditions(Columns(stored.model)))
    def property_(condition: Condition) -> None:
        check(stored, condition)

    property_()


def check(stored: Stored, condition: Condition) -> None:
    statement = select(stored.model).where(condition).only(stored.model.id)
    note(str(statement))
    try:
        found = set(stored.session.scalars(statement).ids)
    except Unsupported:
        event("not offered by the engine")
        return
    expected = {row.id for row in stored.rows if condition.matches(row)}
    differing = [row for row in stored.rows if row.id in found ^ expected]
    unexplained = [row for row in differing if not told_apart(stored.engine, condition, row)]
    assert not unexplained, f"{condition}: {len(unexplained)} rows, such as {unexplained[0]!r}"
