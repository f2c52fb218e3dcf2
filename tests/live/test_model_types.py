"""Fields of the types that models have beside Milvus's own: what is stored is found and comes back."""

from collections.abc import Iterator, Sequence
from datetime import date, datetime, time, timedelta, timezone
from decimal import Decimal
from typing import Annotated, Any
from uuid import UUID

import pytest
from pydantic import Field

from tests.fix_engines import Engine
from tests.fix_session import Open
from tests.live.models import RUN
from vectorm.connection.handle import AsyncConnection, Connection
from vectorm.errors import SchemaNotReadyException, Unsupported
from vectorm.expr.node import Condition
from vectorm.model import FLAT, FloatVector, Geometry, LongText, Mapped, Model, Timestamptz, field, vector
from vectorm.query import delete, select
from vectorm.session import schema

UTC = timezone.utc
EAST = timezone(timedelta(hours=9))
NOON = datetime(2025, 1, 1, 12, tzinfo=UTC)
SQUARE = "POLYGON ((0 0, 3 0, 3 3, 0 3, 0 0))"


class Adapted(Model, collection=f"adapted_{RUN}"):
    id: Mapped[int] = field(primary_key=True)
    price: Mapped[Annotated[Decimal, Field(decimal_places=2)]]
    opens: Mapped[time]
    lasts: Mapped[timedelta]
    raw: Mapped[bytes] = field(max_length=20)
    day: Mapped[date]
    at: Mapped[datetime]
    ref: Mapped[UUID]
    prices: Mapped[list[Annotated[Decimal, Field(decimal_places=2)]]] = field(max_capacity=4)
    vec: Mapped[FloatVector] = vector(dim=2, index=FLAT(metric="L2"))


class Place(Model, collection=f"places_{RUN}"):
    id: Mapped[int] = field(primary_key=True)
    place: Mapped[Geometry | None] = field(default=None)
    seen: Mapped[Timestamptz | None] = field(default=None)
    vec: Mapped[FloatVector] = vector(dim=2, index=FLAT(metric="L2"))


def adapted(key: int, price: str, minute: int, raw: bytes) -> Adapted:
    return Adapted(
        id=key,
        price=Decimal(price),
        opens=time(8, minute, 0, minute),
        lasts=timedelta(days=-minute, microseconds=minute),
        raw=raw,
        day=date(2000 + minute, 1, 1),
        at=NOON + timedelta(microseconds=minute),
        ref=UUID(int=minute),
        prices=[Decimal(price), Decimal("0.01")],
        vec=[key, 0],
    )


ADAPTED = [
    adapted(1, "-12.50", 1, b""),
    adapted(2, "0.00", 9, b"\x00\xff"),
    adapted(3, "9.99", 10, b"\x01"),
    adapted(4, "10.00", 30, b"\x80"),
    adapted(5, "92233720368547758.07", 59, b"\xff\xff"),
]
PLACES = [
    Place(id=1, vec=[0, 0], place="POINT (1 1)", seen=NOON),
    Place(id=2, vec=[0, 0]),
    Place(id=3, vec=[0, 0], place=SQUARE, seen=NOON + timedelta(microseconds=500_000)),
    Place(id=4, vec=[0, 0], place="POINT (9 9)", seen=datetime(1960, 1, 1, tzinfo=EAST)),
    Place(id=5, vec=[0, 0], place="POINT (-1 2)", seen=datetime.min.replace(tzinfo=UTC)),
    Place(id=6, vec=[0, 0], place="POLYGON ((1 1, 2 1, 2 2, 1 1))", seen=datetime.max.replace(tzinfo=UTC)),
]


@pytest.fixture(scope="module")
def adapted_rows(connections_of: tuple[Connection, AsyncConnection]) -> Iterator[None]:
    schema.ensure(Adapted, bind=connections_of[0])
    yield
    schema.drop_all(Adapted, bind=connections_of[0])


@pytest.fixture(scope="module")
def places(connections_of: tuple[Connection, AsyncConnection], engine: Engine) -> Iterator[None]:
    if not engine.can("GEOMETRY"):
        pytest.skip(f"{engine.capabilities.label} has no GEOMETRY")
    schema.ensure(Place, bind=connections_of[0])
    yield
    schema.drop_all(Place, bind=connections_of[0])


def fill(open_session: Open, rows: Sequence[Model]) -> None:
    session = open_session()
    session.add_all([type(row).model_validate(vars(row)) for row in rows])
    session.commit()


def check(open_session: Open, model: type[Model], rows: list[Any], conditions: list[Condition]) -> None:
    """Each condition finds the rows that it matches here."""
    session = open_session()
    for condition in conditions:
        found = sorted(obj.id for obj in session.scalars(select(model).where(condition)).all())  # type: ignore[attr-defined]
        assert found == [row.id for row in rows if condition.matches(row)], str(condition)


@pytest.mark.usefixtures("adapted_rows")
def test_adapted_values_come_back_and_are_found(open_session: Open) -> None:
    fill(open_session, ADAPTED)
    session = open_session()
    for row in ADAPTED:
        stored = session.get_one(Adapted, row.id)
        for name in ("price", "opens", "lasts", "raw", "day", "at", "ref", "prices"):
            assert getattr(stored, name) == getattr(row, name)
    middle = ADAPTED[2]
    columns: list[Any] = [getattr(Adapted, name) for name in ("price", "opens", "lasts", "raw", "day", "at", "ref")]
    conditions: list[Condition] = []
    for column in columns:
        value = getattr(middle, column.ref.name)
        conditions += [column == value, column != value, column < value, column >= value, column.in_([value])]
        conditions += [column.between(value, getattr(ADAPTED[3], column.ref.name)), ~(column > value)]
    conditions += [Adapted.prices.contains(Decimal("9.99")), Adapted.prices[0] > Decimal("9.99")]
    check(open_session, Adapted, ADAPTED, conditions)
    for column in columns:
        ordered = [obj.id for obj in session.scalars(select(Adapted).order_by(column.desc())).all()]
        by_value = sorted(ADAPTED, key=lambda row: getattr(row, column.ref.name), reverse=True)
        assert ordered == [row.id for row in by_value]


@pytest.mark.usefixtures("places")
def test_moments(open_session: Open) -> None:
    fill(open_session, PLACES)
    stored = open_session().scalars(select(Place).order_by(Place.id)).all()
    assert [obj.seen for obj in stored] == [row.seen for row in PLACES]
    assert [obj.place for obj in stored] == [row.place for row in PLACES]
    assert {obj.seen.utcoffset() for obj in stored if obj.seen} == {timedelta()}
    east, later = NOON.astimezone(EAST), NOON + timedelta(seconds=1)
    day = timedelta(days=1)
    check(
        open_session,
        Place,
        PLACES,
        [
            Place.seen == east, Place.seen != NOON, Place.seen > NOON, Place.seen <= east, ~(Place.seen > NOON),
            Place.seen.in_([NOON, later]), Place.seen.not_in([NOON]), Place.seen.between(NOON, later),
            Place.seen.is_(None), Place.seen.is_not(None), (Place.seen == NOON) | (Place.id == 2),
            Place.seen + day > later, Place.seen - day == NOON - day, ~(Place.seen + day > NOON),
            (Place.seen + timedelta(hours=-3)).in_([NOON - timedelta(hours=3)]),
        ],
    )  # fmt: skip
    by_time = [obj.id for obj in open_session().scalars(select(Place).order_by(Place.seen.desc())).all()]
    assert by_time == [6, 3, 1, 4, 5, 2]


@pytest.mark.usefixtures("places")
def test_geometries(open_session: Open) -> None:
    pytest.importorskip("shapely")
    fill(open_session, PLACES)
    check(
        open_session,
        Place,
        PLACES,
        [
            Place.place.st_within("POLYGON ((-2 -2, 5 -2, 5 5, -2 5, -2 -2))"),
            Place.place.st_contains("POINT (1.9 1.5)"),
            ~Place.place.st_contains("POINT (1.7 1.5)"),
            Place.place.st_intersects(SQUARE),
            ~Place.place.st_intersects("POINT (3 3)"),
            Place.place.is_(None),
            Place.place.is_not(None),
            Place.place.st_intersects("POINT (1 1)") & (Place.seen > NOON),
        ],
    )  # fmt: skip
    session = open_session()
    for refused in (Place.place.st_dwithin("POINT (1 1)", 5), Place.place.st_equals("POINT (1 1)")):
        with pytest.raises(Unsupported, match="has no filter of the form st_"):
            session.count(select(Place).where(refused))


@pytest.mark.usefixtures("places")
def test_changes_are_written(open_session: Open) -> None:
    fill(open_session, PLACES)
    session = open_session()
    first, second = session.get_one(Place, 1), session.get_one(Place, 2)
    first.seen, first.place = None, None
    second.seen, second.place = NOON.astimezone(EAST), "POINT (7 7)"
    assert set(session.dirty) == {first, second}
    session.commit()
    session = open_session()
    assert (session.get_one(Place, 1).seen, session.get_one(Place, 1).place) == (None, None)
    assert (session.get_one(Place, 2).seen, session.get_one(Place, 2).place) == (NOON, "POINT (7 7)")
    assert session.execute(delete(Place).where(Place.seen == NOON)) is not None


@pytest.mark.usefixtures("places")
def test_a_schema_that_differs_is_named(connections_of: tuple[Connection, AsyncConnection]) -> None:
    class Other(Model, collection=Place.__spec__.name):
        id: Mapped[int] = field(primary_key=True)
        place: Mapped[str | None] = field(default=None)
        seen: Mapped[datetime | None] = field(default=None)
        vec: Mapped[FloatVector] = vector(dim=2, index=FLAT(metric="L2"))

    schema.ensure(Place, bind=connections_of[0])
    with pytest.raises(SchemaNotReadyException, match=r"place: data_type is VARCHAR .* and GEOMETRY") as caught:
        schema.ensure(Other, bind=connections_of[0])
    assert caught.match("seen: data_type is INT64 in the model and TIMESTAMPTZ in the collection")


class Long(Model, collection=f"long_{RUN}"):
    id: Mapped[int] = field(primary_key=True)
    body: Mapped[LongText]
    vec: Mapped[FloatVector] = vector(dim=2)


class Nullable(Model, collection=f"nullable_{RUN}"):
    id: Mapped[int] = field(primary_key=True)
    vec: Mapped[FloatVector | None] = vector(dim=2, default=None)


@pytest.mark.parametrize("model", [Long, Nullable])
def test_what_the_engine_cannot_hold_is_refused(
    connections_of: tuple[Connection, AsyncConnection], model: type[Model]
) -> None:
    with pytest.raises(Unsupported, match=r"no fields of type TEXT|no nullable"):
        schema.ensure(model, bind=connections_of[0])
