"""Values that stand beside a filter."""

from typing import Any

import numpy as np
import pytest

from vectorm.errors import FilterError
from vectorm.expr.template import fill_filter, template_values


@pytest.mark.parametrize(
    ("given", "value"),
    [
        (True, True),
        (np.int32(7), 7),
        (np.float32(0.5), 0.5),
        ("a", "a"),
        (b"\x00", b"\x00"),
        ((1, 2), [1, 2]),
        (np.array([1.5, 2.5]), [1.5, 2.5]),
        ([[1], [2, 3]], [[1], [2, 3]]),
        ([{"a": np.int64(1)}, 2], [{"a": 1}, 2]),
    ],
)
def test_values_become_plain(given: Any, value: Any) -> None:
    found = template_values("x == {v}", {"v": given})["v"]
    assert found == value
    assert type(found) is type(value)


@pytest.mark.parametrize("given", [None, {"a": 1}, object(), 2**63, float("inf"), [None], [float("nan")], [2**64]])
def test_values_that_no_filter_can_hold(given: Any) -> None:
    with pytest.raises(FilterError, match="filter_params"):
        template_values("x == {v}", {"v": given})


def test_names_and_values_must_go_together() -> None:
    with pytest.raises(FilterError, match="have no 'b'"):
        template_values("x == {a} and y == {b}", {"a": 1})
    with pytest.raises(FilterError, match=r"the filter has no \{c\}"):
        template_values('x == {a} and y == "{c}"', {"a": 1, "c": 2})
    assert template_values("x == {a}", None) == {}


def test_values_are_written_into_the_filter() -> None:
    values = template_values("x in {a} and y == { b }", {"a": [[1, 2], ["q"]], "b": "{a}"})
    assert fill_filter("x in {a} and y == { b }", values) == 'x in [[1, 2], ["q"]] and y == "{a}"'
    with pytest.raises(FilterError, match="cannot hold a value of type dict"):
        fill_filter("x in {a}", {"a": [{"b": 1}]})
