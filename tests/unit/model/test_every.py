"""Every type: stored and read, copied, pickled, as JSON, compared."""

import copy
import json
import operator
import pickle
import sys
from collections.abc import Callable
from datetime import date, datetime, time, timedelta, timezone
from decimal import Decimal
from enum import Enum
from typing import Annotated, Any, cast
from uuid import UUID

import pytest
from pydantic import Field, ValidationError

from tests.unit.model.every import EAST, Color, Every, Money, Version, same, with_nulls, without_nulls
from vectorm.enums import DataType
from vectorm.errors import FilterError, ParamError, SchemaNotReadyException
from vectorm.expr.render import render_filter
from vectorm.model import FloatVector, Geometry, Mapped, Model, Timestamptz, field, register_adapter, vector
from vectorm.model.adapters import decimal_adapter, find_adapter
from vectorm.model.mapper import batch_from_models, models_from_batch
from vectorm.spec.diff import differences

OBJECTS = [without_nulls, with_nulls]


def pickled(obj: Every) -> Every:
    return cast("Every", pickle.loads(pickle.dumps(obj)))


DUPLICATES: list[Callable[[Every], Every]] = [copy.copy, copy.deepcopy, Every.model_copy, pickled]


def assert_same(one: Every, other: Every) -> None:
    assert vars(one).keys() == vars(other).keys()
    for name, value in vars(one).items():
        assert same(value, vars(other)[name]), name
    assert one.extras == other.extras == {"note": "undeclared"}


def test_types_of_the_collection() -> None:
    types = {each.name: each.data_type.name for each in Every.__spec__.fields}
    assert {name: types[name] for name in ("long", "clock", "span", "price", "raw", "version", "seen", "place")} == {
        "long": "TEXT",
        "clock": "INT64",
        "span": "INT64",
        "price": "INT64",
        "raw": "VARCHAR",
        "version": "INT64",
        "seen": "TIMESTAMPTZ",
        "place": "GEOMETRY",
    }
    assert [each.name for each in Every.__spec__.fields if each.nullable] == [
        name for name in types if name.startswith("maybe_")
    ]
    prices, long = Every.__spec__.find("prices"), Every.__spec__.find("long")
    assert prices is not None
    assert prices.element_type is DataType.INT64
    assert long is not None
    assert long.max_length is None
    assert differences(Every.__spec__, Every.__spec__) == []


@pytest.mark.parametrize("make", OBJECTS)
def test_stored_and_read(make: Callable[[], Every]) -> None:
    obj = make()
    (back,) = models_from_batch(Every, batch_from_models(Every, [obj]))
    assert_same(back, obj)
    assert back.seen.utcoffset() == timedelta()


@pytest.mark.parametrize("make", OBJECTS)
@pytest.mark.parametrize("duplicate", DUPLICATES, ids=["copy", "deepcopy", "model_copy", "pickle"])
def test_copies(make: Callable[[], Every], duplicate: Callable[[Every], Every]) -> None:
    obj = make()
    made = duplicate(obj)
    assert_same(made, obj)
    assert made != obj
    assert len({made, obj, obj}) == 2


def test_a_deep_copy_shares_nothing_that_can_change() -> None:
    obj = without_nulls()
    for made in (copy.deepcopy(obj), obj.model_copy(deep=True)):
        made.f32[0] = 9
        made.tags.append("c")
        made.meta["n"] = 0
        made.author.name = "other"
    assert_same(obj, without_nulls())


@pytest.mark.parametrize("make", OBJECTS)
def test_json_and_back(make: Callable[[], Every]) -> None:
    obj = make()
    text = obj.model_dump_json()
    assert_same(Every.model_validate_json(text), obj)
    dumped = json.loads(text)
    assert {name: dumped[name] for name in ("price", "raw", "version", "seen", "place", "f16", "bits")} == {
        "price": "-12.50",
        "raw": "AP-A",
        "version": 2011,
        "seen": "2025-01-02T03:04:05.000060+05:00",
        "place": "POINT (13.4 52.5)",
        "f16": [1, 0.5],
        "bits": [255, 0],
    }
    assert_same(Every.model_validate(obj.model_dump()), obj)
    assert json.loads(json.dumps(obj.model_dump(mode="json"))) == dumped


def test_json_schema() -> None:
    for mode in ("validation", "serialization"):
        schema = Every.model_json_schema(mode=cast("Any", mode))
        kinds = {name: each.get("type") for name, each in schema["properties"].items()}
        assert {"version": "integer", "place": "string", "seen": "string", "raw": "string", "f32": "array"}.items() <= (
            kinds.items()
        )
        assert schema["properties"]["seen"]["format"] == "date-time"
        assert "maybe_version" not in schema["required"]


def row_of(**values: object) -> dict[str, Any]:
    return {**vars(without_nulls()), **values}


@pytest.mark.parametrize(
    ("name", "value", "told"),
    [
        ("price", Decimal("1.555"), "no more than 2 decimal places"),
        ("price", Decimal(10) ** 17, "does not fit in 64 bits"),
        ("price", Decimal("NaN"), "finite"),
        ("at", datetime(2020, 1, 1), "the datetime has no time zone"),
        ("seen", datetime(2020, 1, 1), "timezone"),
        ("seen", "2020-01-01T00:00:00", "timezone"),
        ("seen", "yesterday", "valid datetime"),
        ("clock", time(1, tzinfo=timezone.utc), "the time has a time zone"),
        ("span", timedelta.max, "does not fit in 64 bits"),
        ("place", "POINT 1 2", "no well-known text"),
        ("place", "CIRCLE (1 2)", "no well-known text"),
        ("place", "POINT (1 2))", "no well-known text"),
        ("place", "POINT (1 2)' or 'x", "no well-known text"),
        ("place", 7, "not int"),
        ("version", "2.11", "Version"),
        ("prices", [Decimal("0.001")], "no more than 2 decimal places"),
    ],
)
def test_values_that_do_not_fit_are_refused(name: str, value: object, told: str) -> None:
    with pytest.raises(ValidationError, match=told):
        Every.model_validate(row_of(**{name: value}))
    obj = without_nulls()
    with pytest.raises(ValidationError, match=told):
        setattr(obj, name, value)
    assert_same(obj, without_nulls())


class Shape:
    """As shapely's geometries have it."""

    wkt = "POINT (1 2)"


def test_geometries_of_libraries() -> None:
    obj = without_nulls()
    obj.place = Shape()
    assert obj.place == "POINT (1 2)"
    assert str(Every.place.st_within(Shape())) == "(st_within(place, 'POINT (1 2)'))"


UTC = timezone.utc
ORDERED: list[tuple[Any, list[Any]]] = [
    (Every.price, [Decimal("-12.51"), Decimal("-12.5"), Decimal("-0.01"), Decimal(0), Decimal("9.99"), Decimal(10)]),
    (Every.at, [datetime(1969, 1, 1, tzinfo=UTC), datetime(2020, 1, 1, tzinfo=EAST), datetime.max.replace(tzinfo=UTC)]),
    (
        Every.seen,
        [datetime.min.replace(tzinfo=UTC), datetime(2020, 1, 1, tzinfo=EAST), datetime(2020, 1, 1, tzinfo=UTC)],
    ),
    (Every.day, [date(1, 1, 1), date(999, 12, 31), date(2020, 2, 1), date(9999, 1, 1)]),
    (Every.clock, [time(), time(0, 0, 0, 1), time(9, 30), time(10)]),
    (Every.span, [timedelta(days=-2), timedelta(microseconds=-1), timedelta(), timedelta(days=400)]),
    (Every.ref, [UUID(int=1), UUID(int=2**64), UUID(int=2**127 + 10), UUID(int=2**128 - 1)]),
    (Every.raw, [b"", b"\x00", b"\x00\x01", b"\x01", b"\x7f", b"\x80", b"\xff\xff"]),
    (Every.version, [Version(0, 9), Version(1, 0), Version(1, 10), Version(2, 0)]),
]


@pytest.mark.parametrize(
    ("column", "values"), ORDERED, ids=lambda value: str(value) if not isinstance(value, list) else ""
)
def test_stored_values_keep_the_order(column: Any, values: list[Any]) -> None:
    """What filters and `order_by` compare on the server stands in Python's order, and comes back equal."""
    name = column.ref.name
    for low, one in enumerate(values):
        obj = without_nulls()
        setattr(obj, name, one)
        (back,) = models_from_batch(Every, batch_from_models(Every, [obj]))
        assert getattr(back, name) == one
        for high, other in enumerate(values):
            for compare in (operator.lt, operator.le, operator.eq, operator.ne, operator.ge, operator.gt):
                assert compare(column, other).matches(obj) is compare(low, high), (one, compare, other)
        assert column.in_(values[:2]).matches(obj) is (low < 2)
        assert column.between(values[0], values[1]).matches(obj) is (low < 2)


def test_moments_are_compared_one_by_one() -> None:
    early, late = (datetime(2025, 1, day, tzinfo=timezone.utc) for day in (1, 2))
    text = "((seen == ISO '2025-01-01T00:00:00+00:00') or (seen == ISO '2025-01-02T00:00:00+00:00'))"
    assert render_filter((Every.seen == early) | (Every.seen == late)) == text
    assert render_filter(Every.seen.in_([early, late])) == text
    later = Every.seen + timedelta(days=1, seconds=5)
    assert str(later > early) == "(seen + INTERVAL 'P1DT5S' > ISO '2025-01-01T00:00:00+00:00')"
    assert str(Every.seen - timedelta(hours=1) > early) == (
        "(seen - INTERVAL 'P0DT3600S' > ISO '2025-01-01T00:00:00+00:00')"
    )
    assert (
        str(Every.seen > cast("Any", "2025-01-01T02:00:00.5+02:00"))
        == "(seen > ISO '2025-01-01T00:00:00.500000+00:00')"
    )
    untyped: Any = Every.seen
    wrongs: list[Callable[[], Any]] = [
        lambda: untyped > datetime(2025, 1, 1), lambda: untyped > 3, lambda: untyped == "now"
    ]  # fmt: skip
    for wrong in wrongs:
        with pytest.raises(FilterError, match="seen is TIMESTAMPTZ and cannot be compared"):
            wrong()
    with pytest.raises(FilterError, match="whole seconds"):
        _ = Every.seen + timedelta(milliseconds=1)
    with pytest.raises(FilterError, match="only two declared fields of the same type"):
        _ = untyped == Every.text
    conditions: list[Callable[[], Any]] = [
        lambda: Every.long == "x", lambda: Every.long.like("x%"), lambda: Every.long.is_(None)
    ]  # fmt: skip
    for condition in conditions:
        with pytest.raises(FilterError, match="long"):
            condition()
    assert str(Every.long.text_match("x")) == '(text_match(long, "x"))'


def test_geometries_are_evaluated_by_shapely(monkeypatch: pytest.MonkeyPatch) -> None:
    pytest.importorskip("shapely")
    obj = without_nulls()
    square = "POLYGON ((10 50, 20 50, 20 60, 10 60, 10 50))"
    assert Every.place.st_within(square).matches(obj)
    assert not (~Every.place.st_within(square)).matches(obj)
    assert not Every.place.st_within("POLYGON ((13.4 52.5, 20 52.5, 20 60, 13.4 52.5))").matches(obj)
    assert Every.place.st_touches("POLYGON ((13.4 52.5, 20 52.5, 20 60, 13.4 52.5))").matches(obj)
    assert Every.place.st_equals("POINT(13.40 52.50)").matches(obj)
    assert [Every.place.st_dwithin("POINT (13.4 52.501)", metres).matches(obj) for metres in (111, 112)] == [
        False,
        True,
    ]
    obj.place = "LINESTRING (13 52, 14 52)"
    assert Every.place.st_crosses("LINESTRING (13.5 51, 13.5 53)").matches(obj)
    assert Every.place.st_overlaps("LINESTRING (13.5 52, 15 52)").matches(obj)
    assert Every.place.st_dwithin("POINT (13.5 52.001)", 112).matches(obj)
    assert not Every.maybe_place.st_within(square).matches(with_nulls())
    assert not (~Every.maybe_place.st_within(square)).matches(with_nulls())
    monkeypatch.setitem(sys.modules, "shapely", None)
    with pytest.raises(FilterError, match="shapely, which is not installed"):
        Every.place.st_within(square).matches(obj)


NO_GEOMETRIES: list[tuple[Callable[[Any], Any], str]] = [
    (lambda place: place.st_within("here"), r"place.st_within\(\): 'here' is no well-known text"),
    (lambda place: place.st_within(3), "not int"),
    (lambda place: place.st_dwithin("POLYGON ((0 0, 1 0, 1 1, 0 0))", 3), "measures from a POINT"),
    (lambda place: place.st_dwithin("POINT (0 0)", -1), "a distance of -1"),
    (lambda place: place.st_dwithin("POINT (0 0)", float("nan")), "a distance of nan"),
    (lambda place: place == "POINT (0 0)", "place is GEOMETRY: Milvus compares no such values"),
]


@pytest.mark.parametrize(("make", "told"), NO_GEOMETRIES)
def test_geometries_that_cannot_be_compared(make: Callable[[Any], Any], told: str) -> None:
    with pytest.raises(FilterError, match=told):
        make(Every.place)


def test_values_without_an_order() -> None:
    untyped: Any = Every.color
    assert (untyped == Color.RED).matches(without_nulls()) is False
    compares: list[Any] = [operator.lt, operator.le, operator.gt, operator.ge]
    for compare in compares:
        with pytest.raises(FilterError, match="color: its values have no order"):
            compare(untyped, Color.RED)


def test_adapters_of_the_application() -> None:
    class Level(str):
        __slots__ = ()

    with pytest.raises(ParamError, match="cannot store Level as JSON"):
        register_adapter(Level, DataType.JSON, store=str, load=Level)
    register_adapter(Level, DataType.VARCHAR, store=str, load=Level, max_length=8)

    class Leveled(Model):
        id: Mapped[int] = field(primary_key=True)
        level: Mapped[Level]
        levels: Mapped[list[Level]] = field(default_factory=list)
        v: Mapped[FloatVector] = vector(dim=2)

    untyped: Any = Leveled.levels
    assert str(untyped.contains(Level("a"))) == '(array_contains(levels, "a"))'
    assert str(untyped[0] == Level("a")) == '(levels[0] == "a")'
    with pytest.raises(FilterError, match="have no order"):
        _ = untyped[0] < Level("a")
    obj = Leveled(id=1, level=Level("a"), v=[0, 0])
    assert type(Leveled.model_validate_json(obj.model_dump_json()).level) is Level


def test_decimals_are_exact() -> None:
    adapter = decimal_adapter(4)
    for text in ("0.0001", "-0.0001", "922337203685477.5807", "-922337203685477.5808", "1E+3", "0"):
        assert adapter.load(adapter.store(Decimal(text))) == Decimal(text)
    for text in ("0.00001", "922337203685477.5808", "Infinity", "NaN"):
        with pytest.raises(ValueError, match=r"more than 4 decimals|64 bits|no number"):
            adapter.store(Decimal(text))
    with pytest.raises(FilterError, match="has more than 2 decimals"):
        _ = Every.price > Decimal("1.005")
    assert find_adapter(Decimal) is None
    with pytest.raises(SchemaNotReadyException, match=r"_Bare.price: .*decimal_places=2"):

        class _Bare(Model):  # pyright: ignore[reportUnusedClass]
            id: Mapped[int] = field(primary_key=True)
            price: Mapped[Decimal]
            v: Mapped[FloatVector] = vector(dim=2)


def test_equality_is_identity() -> None:
    one, other = without_nulls(), without_nulls()
    assert one == one  # pyright: ignore[reportUnnecessaryComparison]
    assert one != other
    assert one in [other, one]
    assert {one: 1}[one] == 1
    assert one.model_dump().keys() == other.model_dump().keys()


class Shop(Model):
    id: Mapped[int] = field(primary_key=True)
    price: Mapped[Annotated[Decimal, Field(decimal_places=0, ge=0)]] = field(default=Decimal(3))
    total: Mapped[Money] = field(default=Decimal(2), server_default=Decimal("1.50"))
    seen: Mapped[Timestamptz | None] = field(default=None)
    place: Mapped[Geometry | None] = field(default=None)
    v: Mapped[FloatVector] = vector(dim=2)


def test_defaults_are_stored_by_the_adapter() -> None:
    total = Shop.__spec__.find("total")
    assert total is not None
    assert total.default == 150
    assert batch_from_models(Shop, [Shop(id=1, total=Decimal(2), v=[0, 0])]).rows()[0]["price"] == 3
    with pytest.raises(ValidationError, match="greater than or equal to 0"):
        Shop(id=1, price=Decimal(-1), total=Decimal(2), v=[0, 0])


class Mood(Enum):
    GOOD = 1
    BAD = 2.5


def test_an_enum_of_mixed_values_has_no_adapter() -> None:
    assert find_adapter(Mood) is None
