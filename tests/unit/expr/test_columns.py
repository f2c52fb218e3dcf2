"""What typed columns say, as filter text."""

import math
from dataclasses import replace
from datetime import date
from typing import Any

import numpy as np
import pytest

from vectorm.enums import DataType
from vectorm.errors import FilterError, Unsupported
from vectorm.expr.columns import Array, Boolean, Json, Number, Text, Vector
from vectorm.expr.dialect import COMMON, EVERYTHING
from vectorm.expr.functions import random_sample, raw
from vectorm.expr.literal import INT64_MIN
from vectorm.expr.node import Always, Condition, and_, not_, or_
from vectorm.expr.operand import FieldRef, PathRef
from vectorm.expr.render import MOST_DEPTH, render_filter

NUMPY_ONE: Any = np.int64(1)


def untyped(value: object) -> Any:
    return value


def isoformats(values: Any) -> list[str]:
    return [str(value) for value in values]


key = Number[int](FieldRef("id", DataType.INT64))
num = Number[int](FieldRef("n", DataType.INT64, is_nullable=True))
dbl = Number[float](FieldRef("d", DataType.DOUBLE))
flt = Number[float](FieldRef("f", DataType.FLOAT))
txt = Text(FieldRef("s", DataType.VARCHAR))
flag = Boolean(FieldRef("b", DataType.BOOL))
ints = Array[int](FieldRef("a", DataType.ARRAY, DataType.INT64))
texts = Array[str](FieldRef("sa", DataType.ARRAY, DataType.VARCHAR, is_nullable=True))
days = Array[date](FieldRef("da", DataType.ARRAY, DataType.VARCHAR), isoformats)
vec = Vector(FieldRef("v", DataType.FLOAT_VECTOR, is_nullable=True), object)
js = Json(FieldRef("j", DataType.JSON))
dyn = Json(PathRef("$meta", ("x",)))


@pytest.mark.parametrize(
    ("condition", "text"),
    [
        (key == 1, "(id == 1)"),
        (key != 1, "(id != 1)"),
        (key.between(1, 3), "((id >= 1) and (id <= 3))"),
        (key.in_([1, 2, 1]), "(id in [1, 2])"),
        (key.in_([1, INT64_MIN]), "((id in [1]) or (id == (-9223372036854775807 - 1)))"),
        (key.not_in([INT64_MIN]), "(id != (-9223372036854775807 - 1))"),
        (key + 1 == 3, "(id + 1 == 3)"),
        (dbl / 2 == 1, "(d / 2.0 == 1.0)"),
        (dbl.in_([0.5, 0.0]), "((d in [0.5]) or (d == 0.0))"),
        (dbl > 3, "(d > 3.0)"),
        (flt == 0.1, "(f == 0.10000000149011612)"),
        (key < num, "(id < n)"),
        (txt == 'a"', '(s == "a\\"")'),
        (txt.startswith("ab"), '((s >= "ab") and (s < "ac"))'),
        (txt.startswith("a\ud7ff"), '((s >= "a\ud7ff") and (s < "a\ue000"))'),
        (txt.startswith("a\U0010ffff"), '((s >= "a\U0010ffff") and (s < "b"))'),
        (txt.startswith("\U0010ffff"), '(s >= "\U0010ffff")'),
        (txt.startswith(""), '(s >= "")'),
        (txt.like("100\\%"), '(s == "100%")'),
        (txt.like("100\\%%"), '((s >= "100%") and (s < "100&"))'),
        (flag.is_true(), "(b == true)"),
        (flag == False, "(b == false)"),  # noqa: E712
        (ints.contains(1), "(array_contains(a, 1))"),
        (ints.contains(-1), "(array_contains_any(a, [-1]))"),
        (ints.contains_all([1, 2]), "(array_contains_all(a, [1, 2]))"),
        (~ints.contains(1), "(not (array_contains(a, 1)))"),
        (ints[0] > 2, "(a[0] > 2)"),
        (days[0] == date(2020, 1, 2), '(da[0] == "2020-01-02")'),
        (days[1].in_([date(2020, 1, 2)]), '(da[1] == "2020-01-02")'),
        (ints.length() == 2, "(array_length(a) == 2)"),
        (js["a"]["b c"][0] == "x", '(j["a"]["b c"][0] == "x")'),
        (js["a"] != 1, '((exists j["a"]) and (j["a"] != 1))'),
        (~(js["a"] == 1), '((exists j["a"]) and (j["a"] != 1))'),
        (~(js["a"] < 1), '(j["a"] >= 1)'),
        (js["a"].in_([1, "x"]), '((j["a"] == 1) or (j["a"] == "x"))'),
        (js["a"].not_in([1, 2]), '((exists j["a"]) and (j["a"] != 1) and (j["a"] != 2))'),
        (js["a"].is_(None), '(not (exists j["a"]))'),
        (js["a"].contains("x"), '(json_contains(j["a"], "x"))'),
        (ints.contains(INT64_MIN), "(array_contains(a, (-9223372036854775807 - 1)))"),
        (
            ints.contains_any([INT64_MIN, 1]),
            "((array_contains(a, (-9223372036854775807 - 1))) or (array_contains_any(a, [1])))",
        ),
        (
            ints.contains_all([1, INT64_MIN]),
            "((array_contains(a, (-9223372036854775807 - 1))) and (array_contains_all(a, [1])))",
        ),
        (ints.contains_any([INT64_MIN]), "(array_contains(a, (-9223372036854775807 - 1)))"),
        # Milvus 2.3 finds 1.0 among whole numbers too, but 1 not among floats.
        (js["a"].contains(1), '(json_contains(j["a"], 1.0))'),
        (js["a"].contains_any([2, True, 2**53]), '(json_contains_any(j["a"], [2.0, true, 9007199254740992]))'),
        (dyn == 1.5, '($meta["x"] == 1.5)'),
        (dyn.exists(), '(exists $meta["x"])'),
        (js["a"].as_integer() > 3, '(j["a"] > 3)'),
        (js["a"].as_integer().in_([NUMPY_ONE, 2]), '((j["a"] == 1) or (j["a"] == 2))'),
        (js["a"].as_float().between(1, 2.5), '((j["a"] >= 1) and (j["a"] <= 2.5))'),
        (js["a"].as_string().startswith("x"), '((j["a"] >= "x") and (j["a"] < "y"))'),
        (js["a"].as_boolean().is_true(), '(j["a"] == true)'),
        (raw("s like {p} and id in {ids}", {"p": 'a"%', "ids": [1, 2]}), '(s like "a\\"%" and id in [1, 2])'),
    ],
)
def test_forms_that_all_engines_read(condition: Condition, text: str) -> None:
    assert render_filter(condition, COMMON) == text


@pytest.mark.parametrize(
    ("condition", "text"),
    [
        (key % 2 == 0, "(id % 2 == 0)"),
        (key + 1 > 3, "(id + 1 > 3)"),
        (txt.like("a_c"), '(s like "a_c")'),
        (~txt.endswith("z"), '(not (s like "%z"))'),
        (txt.contains("100%"), '(s like "%100\\\\%%")'),
        (txt.text_match("two words"), '(text_match(s, "two words"))'),
        (js["a"].endswith("z"), '(j["a"] like "%z")'),
        (js["a"].as_string().contains("z"), '(j["a"] like "%z%")'),
        (txt.text_match("two words", minimum_should_match=2), '(text_match(s, "two words", minimum_should_match=2))'),
        (txt.text_match_fuzzy("wrods"), '(text_match_fuzzy(s, "wrods", max_edit_distance=1))'),
        (txt.phrase_match("two words"), '(phrase_match(s, "two words"))'),
        (~txt.phrase_match('two "words"', slop=3), '(not (phrase_match(s, "two \\"words\\"", 3)))'),
        (random_sample(0.5), "random_sample(0.5)"),
        (random_sample(0.001) & (key == 1) & (txt == "x"), '((id == 1) and (s == "x") and random_sample(0.001))'),
        (ints.length() > 2, "(array_length(a) > 2)"),
        (num.is_(None), "(n is null)"),
        (num == None, "(n is null)"),  # noqa: E711
        (num != None, "(n is not null)"),  # noqa: E711
        (num.not_in([1]), "((n is not null) and (n not in [1]))"),
        (~texts.contains("x"), '((sa is not null) and (not (array_contains(sa, "x"))))'),
        (texts.length() != 1, "((sa is not null) and (array_length(sa) != 1))"),
        (~js["a"].like("%x_"), '((j["a"] >= "") and (not (j["a"] like "%x_")))'),
        (dyn.contains(1), '(json_contains($meta["x"], 1.0))'),
    ],
)
def test_forms_that_need_an_engine(condition: Condition, text: str) -> None:
    assert render_filter(condition, EVERYTHING) == text
    with pytest.raises(Unsupported, match="nothing was sent"):
        render_filter(condition, COMMON)


def test_patterns_end_where_the_text_does() -> None:
    """Also where the engine lets a newline follow."""
    lax = replace(EVERYTHING, like_ends=False)
    assert render_filter(txt.endswith("z"), lax) == r'((s like "%z") and (not (s like "%z\n")))'
    assert render_filter(txt.like("a_"), lax) == r'((s like "a_") and (not (s like "a_\n")))'
    assert render_filter(txt.contains("z"), lax) == '(s like "%z%")'
    for pattern in ("%_", "%\n"):
        with pytest.raises(Unsupported, match="end the pattern with % or a letter"):
            render_filter(txt.like(pattern), lax)


def test_joining() -> None:
    a, b, c = key == 1, txt == "x", dbl > 0
    assert str(a & b & c) == '((id == 1) and (s == "x") and (d > 0.0))'
    assert str(a | (b & c)) == '((id == 1) or ((s == "x") and (d > 0.0)))'
    assert str(~(a & b)) == '((id != 1) or (s != "x"))'
    assert str(and_(a, or_(b, c))) == '((id == 1) and ((s == "x") or (d > 0.0)))'
    assert not_(not_(a)) == a


def test_chains_of_equals_become_one_list() -> None:
    chain = or_(*(key == number for number in range(4)), txt == "x")
    assert render_filter(chain) == '((id in [0, 1, 2, 3]) or (s == "x"))'
    assert render_filter((key == 1) | key.in_([1, 2])) == "(id in [1, 2])"


def test_constants_are_folded() -> None:
    nothing = key.in_([])
    assert nothing == Always(value=False)
    assert render_filter((key == 1) | nothing) == "(id == 1)"
    assert render_filter((key == 1) & nothing, key="id") == "(id in [])"
    assert render_filter(~nothing) == ""
    assert ints.contains_all([]) == Always(value=True)
    with pytest.raises(FilterError, match="never true"):
        render_filter(nothing)


def test_a_condition_has_no_truth() -> None:
    with pytest.raises(FilterError, match="join conditions with &"):
        bool(key == 1)
    with pytest.raises(FilterError):
        _ = 1 < key < 3


def test_depth_is_bounded() -> None:
    condition = key == 1
    for number in range(MOST_DEPTH):
        condition = (condition | (txt == "x")) if number % 2 else (condition & (dbl > 0))
    with pytest.raises(FilterError, match="levels deep"):
        render_filter(condition)


def test_wide_filters_are_flat() -> None:
    condition = key == 0
    for number in range(1, 500):
        condition |= js["a"] == number
    assert condition.depth == 2


def as_int(value: object) -> int:
    """A value that only pretends to be an int, as from untyped code."""
    return value  # type: ignore[return-value]  # pyright: ignore[reportReturnType]


@pytest.mark.parametrize("value", [1.5, 5.0, "1", True, 2**63])
def test_values_that_do_not_fit_an_int_field(value: object) -> None:
    with pytest.raises(FilterError, match="id "):
        _ = key == as_int(value)


def test_words_and_samples_out_of_range() -> None:
    for wrong in (0, 1001, True, 1.5):
        with pytest.raises(FilterError, match="minimum_should_match"):
            txt.text_match("a", minimum_should_match=untyped(wrong))
    with pytest.raises(FilterError, match="max_edit_distance=3: give a whole number from 0 to 2"):
        txt.text_match_fuzzy("a", max_edit_distance=3)
    with pytest.raises(FilterError, match="slop=-1"):
        txt.phrase_match("a", slop=-1)
    with pytest.raises(FilterError, match="no analyzed text"):
        js["a"].as_string().text_match("a")
    for share in (0.0, 1.0, -0.1, 1):
        with pytest.raises(FilterError, match="above 0 and below 1"):
            random_sample(share)


def test_a_sample_stands_beside_the_other_conditions() -> None:
    sample = random_sample(0.1)
    for wrong in (sample | (key == 1), ((key == 1) & sample) | (key == 2), sample & random_sample(0.2)):
        with pytest.raises(FilterError, match="stands once in a filter"):
            render_filter(wrong, EVERYTHING)
    with pytest.raises(FilterError, match=r"no opposite.*random_sample\(0.9\)"):
        ~sample  # noqa: B018  # pyright: ignore[reportUnusedExpression]
    with pytest.raises(FilterError, match="the server chooses"):
        sample.matches({"id": 1})


def test_casts_keep_other_types_out() -> None:
    with pytest.raises(FilterError, match=r'j\["a"\] cannot be compared with \'1\': it is str, not int'):
        _ = js["a"].as_integer() == as_int("1")
    with pytest.raises(FilterError, match="it is bool, not float"):
        _ = js["a"].as_float() > untyped(True)
    with pytest.raises(FilterError, match="it is int, not bool"):
        js["a"].as_boolean().in_([untyped(1)])


def test_other_misfits() -> None:
    with pytest.raises(FilterError, match="float32"):
        _ = flt > 1e39
    with pytest.raises(FilterError, match="nan"):
        dbl.in_([math.nan])
    with pytest.raises(FilterError, match="division by zero"):
        _ = key % 0
    with pytest.raises(FilterError, match="division by zero"):
        _ = dbl / 0
    with pytest.raises(FilterError, match="no order"):
        _ = js["a"] < True
    with pytest.raises(FilterError, match="array index"):
        _ = ints[-1]
    with pytest.raises(FilterError, match="whole JSON field"):
        _ = js == 1
    with pytest.raises(FilterError, match="list of values"):
        key.in_("12")  # type: ignore[arg-type]  # pyright: ignore[reportArgumentType]
    with pytest.raises(FilterError, match="same type"):
        _ = txt == key  # type: ignore[operator]
    with pytest.raises(TypeError, match="cannot be iterated"):
        list(js)  # type: ignore[call-overload]  # pyright: ignore[reportArgumentType, reportUnknownArgumentType]


def test_raw_text_names_its_values() -> None:
    assert str(raw("id > 3")) == "(id > 3)"
    assert str(~raw("id > 3")) == "(not (id > 3))"
    with pytest.raises(FilterError, match=r"names \{y\}"):
        raw("id > {y}", {"x": 1})
    with pytest.raises(FilterError, match="evaluated"):
        raw("id > 3").matches({"id": 4})


def test_columns_show_what_they_are() -> None:
    assert repr(js["a"]) == '<Json j["a"]>'
    assert repr(Vector(FieldRef("v", DataType.FLOAT_VECTOR), object)) == "<Vector v>"
    assert len({key, txt, js["a"]}) == 3


def test_lists_and_vectors_are_compared_with_none_only() -> None:
    with pytest.raises(FilterError, match=r"sa is ARRAY and cannot be compared with \['a'\] of type list"):
        _ = texts == untyped(["a"])
    with pytest.raises(FilterError, match="v is FLOAT_VECTOR and cannot be compared"):
        _ = vec != untyped([1.0])
    assert [str(each) for each in (texts == None, texts != None)] == ["(sa is null)", "(sa is not null)"]  # noqa: E711
    with pytest.raises(FilterError, match="v is FLOAT_VECTOR: Milvus has no null test"):
        vec.is_(None)
    assert len({texts, texts, vec}) == 2


@pytest.mark.parametrize(
    "text", ["id > 0) or (1 == 1", "(id > 0", "a == 'x", 'a == "x\\"', "id in [1, 2)", "]", "a['b'"]
)
def test_raw_text_cannot_reach_into_conditions_around_it(text: str) -> None:
    with pytest.raises(FilterError, match="open parenthesis or quote"):
        raw(text)


@pytest.mark.parametrize("text", ["a == ')'", 'a == "(\\")"', "m['x'][0] in [1, (2)]", "a == '\\'('", "{a: 1}"])
def test_raw_text_that_is_closed(text: str) -> None:
    assert str(raw(text)) == f"({text})"
