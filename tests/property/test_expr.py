"""Filters: what is written is what was meant, whatever the values are."""

import math
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.property import filters
from tests.property.filter_language import Reader, Refused, evaluate, tokens
from vectorm.enums import DataType
from vectorm.expr import literal
from vectorm.expr.dialect import COMMON, EVERYTHING
from vectorm.expr.keys import render_keys
from vectorm.expr.literal import INT64_MAX, INT64_MIN, Scalar, render_literal, render_path
from vectorm.expr.node import Condition
from vectorm.expr.render import render_filter

DIALECT = replace(COMMON, null_tests=True)
"""What all engines read, and null tests: the random fields are nullable."""

scalars: st.SearchStrategy[Scalar] = st.one_of(
    st.booleans(),
    st.integers(INT64_MIN, INT64_MAX),
    st.floats(allow_nan=False, allow_infinity=False),
    filters.texts,
    st.text(st.characters(codec="utf-8")),
)


@given(scalars)
def test_a_literal_reads_back_as_the_same_value(value: Scalar) -> None:
    found = Reader(render_literal(value)).read()({})
    assert found == value
    assert type(found) is type(value)


@given(st.lists(st.one_of(st.text(st.characters(codec="utf-8"), min_size=1), st.integers(0, INT64_MAX)), min_size=1))
def test_a_json_path_reads_back_as_the_same_keys(keys: list[str | int]) -> None:
    found = tokens(render_path("j", keys))
    assert len(found) == 2 + 3 * len(keys)


@settings(max_examples=400, deadline=None)
@given(filters.trees(), filters.rows)
def test_a_filter_means_what_the_condition_means(condition: Condition, row: filters.Row) -> None:
    check(condition, row)


@settings(max_examples=200, deadline=None)
@given(filters.trees(st.one_of(filters.rich_conditions(), filters.leaves)), filters.rows)
def test_a_filter_of_every_form_means_what_the_condition_means(condition: Condition, row: filters.Row) -> None:
    text = render_filter(condition, EVERYTHING, key="id")
    assert (evaluate(text, filters.stored(row)) is True) == condition.matches(row)


@settings(max_examples=200, deadline=None)
@given(filters.trees(), filters.rows)
def test_the_opposite_of_a_true_condition_is_false(condition: Condition, row: filters.Row) -> None:
    truth = condition.truth(row)
    assert (~condition).truth(row) == (None if truth is None else not truth)
    assert (~~condition).truth(row) == truth


@pytest.mark.parametrize("broken", ["no escapes", "no backslash", "no quote"])
def test_an_emitter_that_does_not_escape_is_caught(broken: str, monkeypatch: pytest.MonkeyPatch) -> None:
    kept = {"no escapes": "", "no backslash": '"\n\r\t', "no quote": "\\\n\r\t"}[broken]
    right = {"\\": "\\\\", '"': '\\"', "\n": "\\n", "\r": "\\r", "\t": "\\t"}
    monkeypatch.setattr(literal, "_ESCAPES", str.maketrans({key: right[key] for key in kept}))

    @settings(max_examples=500, deadline=None, database=None, report_multiple_bugs=False)
    @given(st.one_of(filters.ordered(filters.S, filters.texts), filters.json_conditions()), filters.rows)
    def property_(condition: Condition, row: filters.Row) -> None:
        check(condition, row)

    with pytest.raises((AssertionError, Refused)):
        property_()


@given(st.lists(filters.texts), filters.texts)
def test_keys_match_exactly_themselves(keys: list[str], other: str) -> None:
    text = render_keys("id", keys, DataType.VARCHAR)
    assert all(evaluate(text, {"id": key}) for key in keys)
    assert bool(evaluate(text, {"id": other})) == (other in keys)


@given(st.lists(filters.ints), filters.ints)
def test_int_keys_match_exactly_themselves(keys: list[int], other: int) -> None:
    text = render_keys("id", keys, DataType.INT64)
    assert all(evaluate(text, {"id": key}) for key in keys)
    assert bool(evaluate(text, {"id": other})) == (other in keys)
    assert str(INT64_MIN) not in text


@given(filters.texts, filters.texts)
def test_a_prefix_is_a_range(prefix: str, rest: str) -> None:
    condition = filters.S.startswith(prefix)
    assert condition.matches({"s": prefix + rest})
    assert condition.matches({"s": rest}) == rest.startswith(prefix)


@given(st.floats(allow_nan=False, allow_infinity=False, width=32))
def test_a_float32_is_compared_as_float32(value: float) -> None:
    text = str(value == filters.F)
    assert math.isclose(float(text.removeprefix("(f == ").removesuffix(")")), value, rel_tol=0)


def check(condition: Condition, row: filters.Row) -> None:
    text = render_filter(condition, DIALECT, key="id")
    assert (evaluate(text, filters.stored(row)) is True) == condition.matches(row)
