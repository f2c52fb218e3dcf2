"""Fields that an adapter stores: what is compared, stored and read."""

from datetime import datetime, timedelta
from decimal import Decimal
from enum import IntEnum
from typing import Annotated, Any

import pytest
from pydantic import Field

from vectorm.errors import FilterError
from vectorm.model import FloatVector, Mapped, Model, field, vector


class Size(IntEnum):
    S = 1


class Shade(IntEnum):
    DARK = 1


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
