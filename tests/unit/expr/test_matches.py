"""Conditions evaluated on Python objects."""

from types import SimpleNamespace

import numpy as np
import pytest

from tests.unit.expr.test_columns import dbl, dyn, flag, flt, ints, js, key, num, txt
from vectorm.enums import DataType
from vectorm.expr.columns import Array
from vectorm.expr.node import Condition
from vectorm.expr.operand import FieldRef

ROW = {
    "id": 3,
    "n": None,
    "d": -0.0,
    "f": 0.1,
    "s": "it's",
    "b": True,
    "a": [1, 2],
    "j": {"k": 1, "t": True, "l": ["x", 2], "o": {"p": "q"}, "z": None},
    "x": "dyn",
}


@pytest.mark.parametrize(
    "condition",
    [
        key == 3,
        key.in_([1, 3]),
        key % 2 == 1,
        key * 2 == 6,
        dbl == 0.0,
        flt == 0.1,
        txt.like("_t's"),
        txt.startswith("it"),
        txt.contains("'"),
        txt.text_match("IT nothing"),
        flag.is_(True),
        ints.contains(2),
        ints.contains_all([1, 2]),
        ints[1] == 2,
        ints.length() == 2,
        js["k"] == 1.0,
        js["l"].contains(2),
        js["l"].contains_any(["y", "x"]),
        js["l"][0] == "x",
        js["o"]["p"].startswith("q"),
        js["t"] == True,  # noqa: E712
        js["t"] != 1,
        js["nope"].is_(None),
        js["z"].is_(None),
        dyn == "dyn",
        num.is_(None),
        ~js["nope"].contains(1),
        key < 4,
        ~(key == 4),
    ],
)
def test_true(condition: Condition) -> None:
    assert condition.matches(ROW)
    assert not (~condition).matches(ROW)


@pytest.mark.parametrize(
    "condition",
    [
        num == 1,
        num > 1,
        js["nope"] == 1,
        js["nope"] != 1,
        js["k"] < "a",
        ints[5] == 1,
        ints[5] != 1,
        js["z"] != 1,
        num.in_([1]),
    ],
)
def test_neither_true_nor_false(condition: Condition) -> None:
    assert condition.truth(ROW) is None
    assert not condition.matches(ROW)
    assert not (~condition).matches(ROW)


def test_and_or_with_missing_values() -> None:
    unknown, true, false = num == 1, key == 3, key == 4
    assert (unknown & false).truth(ROW) is False
    assert (unknown & true).truth(ROW) is None
    assert (unknown | true).truth(ROW) is True
    assert (unknown | false).truth(ROW) is None


def test_rows_may_be_objects_with_numpy_values() -> None:
    row = SimpleNamespace(id=np.int64(3), f=np.float32(0.1), a=np.array([1, 2]))
    assert ((key == 3) & (flt == 0.1) & ints.contains(2) & (ints.length() == 2)).matches(row)


TEXT = {"id": 1, "s": "Machine learning, and deep LEARNING of machines"}


@pytest.mark.parametrize(
    ("condition", "holds"),
    [
        (txt.text_match("machine pie", minimum_should_match=2), False),
        (txt.text_match("deep machine pie", minimum_should_match=2), True),
        (txt.text_match_fuzzy("mahcine"), True),  # swapped
        (txt.text_match_fuzzy("masheen"), False),
        (txt.text_match_fuzzy("masheen", max_edit_distance=2), False),
        (txt.text_match_fuzzy("mashine", max_edit_distance=1), True),
        (txt.text_match_fuzzy("lurnin", max_edit_distance=2), False),
        (txt.text_match_fuzzy("lerning", max_edit_distance=1), True),
        (txt.text_match_fuzzy("machine", max_edit_distance=0), True),
        (txt.phrase_match("machine learning"), True),
        (txt.phrase_match("learning machine"), False),
        (txt.phrase_match("learning machine", slop=2), True),
        (txt.phrase_match("learning deep", slop=1), True),
        (txt.phrase_match("machine deep"), False),
        (txt.phrase_match("machine deep", slop=2), True),
        (txt.phrase_match("machine machine", slop=100), False),
        (txt.phrase_match(""), False),
    ],
)
def test_words(condition: Condition, holds: bool) -> None:
    assert condition.matches(TEXT) is holds
    assert (~condition).matches(TEXT) is not holds
    assert condition.truth({"s": None}) is None


def test_casts() -> None:
    assert (js["k"].as_integer() == 1).matches(ROW)
    assert js["k"].as_float().between(0.5, 1).matches(ROW)
    assert not js["k"].as_string().startswith("1").matches(ROW)
    assert js["o"]["p"].as_string().endswith("q").matches(ROW)
    assert js["t"].as_boolean().is_true().matches(ROW)


def test_elements_of_float32_lists_have_32_bits() -> None:
    small = Array[float](FieldRef("f32s", DataType.ARRAY, DataType.FLOAT))
    assert small.contains(0.1).matches({"f32s": [0.5, 0.1]})
    assert (small[1] == 0.1).matches({"f32s": [0.5, 0.1]})
