"""Any filter finds on every engine the rows that it matches in Python: random models, random rows, random filters.

pytest tests/live/test_filters.py                      1,000 filters an engine, 4 models
pytest tests/live/test_filters.py --randomly-seed=5    the models, rows and filters of a seed
python -m tests.live.random_filters                    100,000 filters
"""

from itertools import count

import pytest
from hypothesis import HealthCheck, Phase, event, given, note, seed, settings

from tests.fix_engines import Engine
from tests.live.filter_check import Stored, is_alive, stored_model
from tests.live.filter_models import random_model
from tests.property.typed_filters import Columns, conditions
from vectorm.errors import MilvusException, Unsupported
from vectorm.expr.literal import _ESCAPES  # pyright: ignore[reportPrivateUsage]
from vectorm.expr.node import Condition
from vectorm.query import select
from vectorm.session import Session

FILTERS = 10 * settings().max_examples
"""1,000 with hypothesis's 100 examples."""

MODELS = 4
"""Milvus takes seconds to load a collection, so there are many filters for each model."""


def run(stored: Stored, filters: int, *phases: Phase) -> None:
    made = stored.made

    @seed(made.seed)
    @settings(max_examples=filters, phases=phases, deadline=None, suppress_health_check=[HealthCheck.too_slow])
    @given(conditions(Columns(made.model, made.kinds)))
    def property_(condition: Condition) -> None:
        note(str(made))
        check(stored, condition)

    property_()


@pytest.mark.filterwarnings("ignore:Generating overly large repr")  # of hypothesis, where it rejects a draw
@pytest.mark.parametrize("number", range(MODELS))
def test_a_filter_finds_the_rows_that_it_matches(engine: Engine, number: int, request: pytest.FixtureRequest) -> None:
    first: int = request.config.getoption("randomly_seed", 0) or 0
    with stored_model(engine, first + number) as stored:
        check_rows(stored)
        run(stored, FILTERS // MODELS, *Phase)


@pytest.mark.engines("lite")
@pytest.mark.parametrize("character", ['"', "\\"])
def test_a_filter_with_a_character_that_is_not_escaped_is_found(
    engine: Engine, monkeypatch: pytest.MonkeyPatch, character: str
) -> None:
    """The test above can fail. Not on Milvus 2.3.5: some filters that it cannot read kill it."""
    escapes = {code: text for code, text in _ESCAPES.items() if code != ord(character)}
    monkeypatch.setattr("vectorm.expr.literal._ESCAPES", escapes)
    with_text = next(number for number in count() if "text" in random_model(number, nulls=True).families)
    with stored_model(engine, with_text) as stored, pytest.raises((AssertionError, MilvusException)):
        run(stored, 500, Phase.generate)


def check_rows(stored: Stored) -> None:
    """Values of every type come back as they were given, float32 with 32 bits."""
    model = stored.made.model
    found = {row.id: row for row in Session(bind=stored.connection).scalars(select(model))}
    assert found.keys() == {row.id for row in stored.rows}
    for row in stored.rows:
        for name in stored.made.kinds:
            read = model.__columns__[name].ref.read
            assert read(found[row.id]) == read(row), f"{stored.made}: {name} of {row!r}"
            assert type(getattr(found[row.id], name)) is type(getattr(row, name))
        assert found[row.id].model_extra == row.model_extra


def check(stored: Stored, condition: Condition) -> None:
    note(str(condition))
    try:
        found = stored.found(condition)
    except Unsupported:
        event("not offered by the engine")
        return
    finally:
        assert is_alive(stored.engine.pid), f"{stored.made}: the server has died of {condition}"
    unexplained = stored.unexplained(condition, found)
    assert not unexplained, f"{condition}: {len(unexplained)} rows, such as {unexplained[0]!r}"
