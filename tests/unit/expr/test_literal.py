from enum import Enum, IntEnum

import numpy as np
import pytest

from vectorm.enums import DataType
from vectorm.errors import FilterError, ParamError
from vectorm.expr.keys import field_of_keys, render_keys
from vectorm.expr.literal import INT64_MIN, render_list, render_literal, render_name, render_path


class Whole(int, Enum):
    """Like `IntEnum`, but prints as `Whole.ONE` on every Python version."""

    ONE = 1


class Fraction(float, Enum):
    HALF = 0.5


class Letter(str, Enum):
    A = "a"


class Grade(IntEnum):
    LOW = 1


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (True, "true"),
        (False, "false"),
        (0, "0"),
        (-5, "-5"),
        (2**63 - 1, "9223372036854775807"),
        (-(2**63), "(-9223372036854775807 - 1)"),
        (1.0, "1.0"),
        (1e16, "1e+16"),
        (-1.5e-07, "-1.5e-07"),
        (-0.0, "0.0"),
        ("it's", '"it\'s"'),
        ('a"b\\c', '"a\\"b\\\\c"'),
        ("a\n\r\tb", '"a\\n\\r\\tb"'),
        ("\0\x1b\u2028\U0001f600", '"\0\x1b\u2028\U0001f600"'),
        (np.int64(3), "3"),
        (np.float32(0.5), "0.5"),
        (np.bool_(1), "true"),
        (Whole.ONE, "1"),
        (Grade.LOW, "1"),
        (Fraction.HALF, "0.5"),
        (Letter.A, '"a"'),
    ],
)
def test_literals(value: object, text: str) -> None:
    assert render_literal(value) == text


@pytest.mark.parametrize(
    ("value", "reason"),
    [
        (None, "None"),
        (float("nan"), "nan"),
        (float("-inf"), "inf"),
        (2**63, "64 bits"),
        ("a\ud800", "lone surrogate at position 1"),
        (b"bytes", "type bytes"),
        ([1], "type list"),
    ],
)
def test_values_that_no_filter_can_hold(value: object, reason: str) -> None:
    with pytest.raises(FilterError, match=reason):
        render_literal(value)


def test_lists() -> None:
    assert render_list([1, "a", 0.5]) == '[1, "a", 0.5]'


@pytest.mark.parametrize("name", ["a b", "1a", "", "and", "NOT", "é", 'a"', "$meta", "a\n"])
def test_names_that_could_be_read_as_something_else(name: str) -> None:
    with pytest.raises(FilterError, match="not a field name"):
        render_name(name)


def test_paths() -> None:
    assert render_path("j", ["a", 'q"', 0]) == 'j["a"]["q\\""][0]'
    assert render_path("$meta", ["d k"]) == '$meta["d k"]'
    with pytest.raises(FilterError, match="index -1"):
        render_path("j", [-1])


def test_enum_keys_are_their_values() -> None:
    assert render_keys("id", [Whole.ONE, 1, Grade.LOW], DataType.INT64) == "id in [1]"
    assert render_path("meta", ["a", Whole.ONE]) == 'meta["a"][1]'


def test_int_keys_are_written_once() -> None:
    assert render_keys("id", [3, 1, 3, np.int64(1)], DataType.INT64) == "id in [3, 1]"
    assert render_keys("id", [], DataType.INT64) == "id in []"


def test_the_smallest_key_stands_outside_the_list() -> None:
    assert render_keys("id", [1, INT64_MIN], DataType.INT64) == "(id in [1]) or (id == (-9223372036854775807 - 1))"


def test_text_keys_are_escaped() -> None:
    injection = 'zzz"] or id not in ["'
    assert render_keys("id", [injection], DataType.VARCHAR) == 'id in ["zzz\\"] or id not in [\\""]'


@pytest.mark.parametrize(
    ("keys", "data_type", "reason"),
    [
        ([1, "2"], DataType.INT64, "key 1 of id is of type str: '2'; id is INT64"),
        ([True], DataType.INT64, "type bool"),
        ([1.0], DataType.INT64, "type float"),
        ([2**63], DataType.INT64, "64 bits"),
        (["a", 2], DataType.VARCHAR, "key 1 of id is of type int: 2; id is VARCHAR"),
        ("abc", DataType.VARCHAR, "not one str"),
    ],
)
def test_keys_of_the_wrong_type(keys: list[object], data_type: DataType, reason: str) -> None:
    with pytest.raises(ParamError, match=reason):
        render_keys("id", keys, data_type)


@pytest.mark.parametrize(
    ("filter", "field"),
    [
        ("id in [1, -2]", "id"),
        ("id==1", "id"),
        (""" id in ["a\\"] or x in [", 'b'] """, "id"),
        ("id in [1] or year > 5", None),
        ("not id in [1]", None),
        ("id in []", None),
        ("id in {keys}", None),
        ("id in [1.5]", None),
        ('id in ["a\\\\"] or x in ["b"]', None),
        ('id in ["a" "b"]', None),
        ('meta["id"] in [1]', None),
    ],
)
def test_the_field_of_a_filter_that_only_lists_values(filter: str, field: str | None) -> None:
    assert field_of_keys(filter) == field
