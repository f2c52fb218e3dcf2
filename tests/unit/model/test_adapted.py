"""Fields that an adapter stores: what is compared, stored and read."""

from datetime import datetime, timedelta, timezone
from decimal import Decimal, localcontext
from enum import IntEnum
from types import SimpleNamespace
from typing import Annotated, Any
from uuid import UUID

import pytest
from pydantic import Field

from vectorm.enums import DataType
from vectorm.errors import FilterError
from vectorm.expr.node import Condition
from vectorm.model import FloatVector, Mapped, Model, field, register_adapter, vector
from vectorm.model.adapters import decimal_adapter


class Size(IntEnum):
    S = 1


class Shade(IntEnum):
    DARK = 1


class Celsius(float):
    """Stored as Kelvin."""


register_adapter(Celsius, DataType.DOUBLE, store=lambda each: each + 273.0, load=lambda each: Celsius(each - 273.0))


class Item(Model):
    id: Mapped[int] = field(primary_key=True)
    price: Mapped[Annotated[Decimal, Field(decimal_places=2)]]
    cost: Mapped[Annotated[Decimal, Field(decimal_places=2)]]
    rate: Mapped[Annotated[Decimal, Field(decimal_places=4)]]
    count: Mapped[int]
    made: Mapped[datetime]
    sold: Mapped[datetime]
    took: Mapped[timedelta]
    size: Mapped[Size]
    worn: Mapped[Size]
    shade: Mapped[Shade]
    owner: Mapped[UUID]
    prices: Mapped[list[Annotated[Decimal, Field(decimal_places=2)]]]
    temperature: Mapped[Celsius]
    near: Mapped[FloatVector] = vector(dim=2)


COLUMNS: dict[str, Any] = dict(Item.__columns__)


@pytest.mark.parametrize(
    ("left", "right"),
    [("price", "rate"), ("price", "count"), ("count", "made"), ("made", "took"), ("size", "shade"), ("size", "count")],
)
def test_fields_that_are_stored_differently_are_not_compared(left: str, right: str) -> None:
    with pytest.raises(FilterError, match="stored differently"):
        _ = COLUMNS[left] == COLUMNS[right]


def test_fields_that_are_stored_alike_are_compared() -> None:
    assert str(Item.price > Item.cost) == "(price > cost)"
    assert str(Item.made <= Item.sold) == "(made <= sold)"
    assert str(COLUMNS["size"] == COLUMNS["worn"]) == "(size == worn)"


UTC = timezone.utc
YEAR, UID = datetime(2024, 1, 1, tzinfo=UTC), UUID(int=7)


@pytest.mark.parametrize(
    ("condition", "row", "matches"),
    [
        (Item.price == Decimal(5), {"price": Decimal("5.00")}, True),
        (Item.price == Decimal("0.05"), {"price": Decimal(5)}, False),
        (Item.price == Decimal("0.05"), {"price": 5}, True),
        (Item.made >= YEAR, {"made": YEAR}, True),
        (Item.made >= YEAR, {"made": 1_704_067_200_000_000}, True),
        (Item.made >= YEAR, {"made": None}, False),
        (Item.size == Size.S, {"size": Size.S}, True),
        (Item.owner == UID, {"owner": UID}, True),
        (Item.owner == UID, {"owner": str(UID)}, True),
        (Item.prices.contains(Decimal("1.25")), {"prices": [Decimal("1.25")]}, True),
        (Item.prices[0] == Decimal("1.25"), {"prices": [125]}, True),
        (Item.temperature == Celsius(20), {"temperature": Celsius(20)}, True),
        (Item.temperature == Celsius(20), {"temperature": 293.0}, True),
    ],
)
def test_rows_have_values_of_the_model_or_stored_ones(
    condition: Condition, row: dict[str, object], matches: bool
) -> None:
    assert condition.matches(row) is matches
    assert condition.matches(SimpleNamespace(**row)) is matches


@pytest.mark.parametrize("row", [{"price": 5.0}, {"price": Decimal("0.001")}, {"price": "5"}])
def test_rows_with_values_of_neither_kind_are_refused(row: dict[str, object]) -> None:
    with pytest.raises(FilterError, match=r"Item\.price cannot be"):
        (Item.price == Decimal(5)).matches(row)


@pytest.mark.parametrize(
    ("value", "rest"), [(2**53 + 1, 1), (-(2**53) - 1, -1), (2**63 - 1, 1), (-(2**63), 0), (-3, -1)]
)
def test_the_rest_of_a_division_is_exact_and_has_the_sign_of_the_left_side(value: int, rest: int) -> None:
    assert (Item.count % 2 == rest).matches({"count": value})
    assert (Item.count % -2 == rest).matches({"count": value})


STORE, LOAD = decimal_adapter(2).store, decimal_adapter(2).load


@pytest.mark.parametrize(
    ("value", "stored"),
    [
        ("1.25", 125),
        ("-0.01", -1),
        ("1.2500000000000000000000000000", 125),
        ("0E+999999", 0),
        ("0E-999999", 0),
        ("1E+2", 10_000),
        ("92233720368547758.07", 2**63 - 1),
        ("-92233720368547758.08", -(2**63)),
    ],
)
def test_decimals_are_stored_and_read_exactly_in_every_context(value: str, stored: int) -> None:
    with localcontext() as context:
        context.prec = 3
        assert STORE(Decimal(value)) == stored
        assert LOAD(stored) == Decimal(value)


@pytest.mark.parametrize(
    ("value", "told"),
    [
        ("1E+999999999", "64 bits"),
        ("92233720368547758.08", "64 bits"),
        ("1E-999999999", "more than 2 decimals"),
        ("0.001", "more than 2 decimals"),
        ("1.25000000000000000000000000001", "more than 2 decimals"),
        ("92233720368547758.071", "more than 2 decimals"),
        ("NaN", "no number"),
    ],
)
def test_decimals_that_cannot_be_stored_are_refused(value: str, told: str) -> None:
    with pytest.raises(ValueError, match=told):
        STORE(Decimal(value))
