"""GEOMETRY fields: the predicates that Milvus has for them, and their meaning in Python where shapely is installed."""

import importlib
import math
import re
from collections.abc import Callable
from dataclasses import replace
from typing import Any, Protocol, TypeAlias, runtime_checkable

from typing_extensions import override

from vectorm.errors import FilterError
from vectorm.expr.columns import Whole
from vectorm.expr.dialect import Dialect
from vectorm.expr.functions import Leaf
from vectorm.expr.literal import render_literal
from vectorm.expr.node import Condition, Truth
from vectorm.records import dataclass

EARTH_RADIUS = 6_371_000.0
METRES_OF_A_DEGREE = 111_320.0
"""Metres, as Milvus computes: internal/core/src/common/Geometry.h."""

_WORDS = frozenset({
    "POINT", "LINESTRING", "POLYGON", "MULTIPOINT", "MULTILINESTRING", "MULTIPOLYGON", "GEOMETRYCOLLECTION",
})  # fmt: skip
_SHAPE = re.compile(r"\s*([A-Za-z]+)\s*\([\w\s.,+()-]*\)\s*", re.ASCII)


@runtime_checkable
class HasWkt(Protocol):
    """A geometry of shapely or another library."""

    @property
    def wkt(self) -> str:
        """The geometry as well-known text."""
        ...


Shape: TypeAlias = str | HasWkt
"""A geometry: well-known text such as `POINT (13.4 52.5)`, or an object of shapely."""


def wkt_of(value: object) -> str:
    """A geometry as well-known text. The server checks the coordinates.

    Raises:
        ValueError: It is none.
    """
    text = value.wkt if isinstance(value, HasWkt) else value
    if not isinstance(text, str):
        raise ValueError(f"a geometry is well-known text or an object of shapely, not {type(value).__name__}")
    found = _SHAPE.fullmatch(text)
    if found is None or found[1].upper() not in _WORDS or not _is_closed(text):
        raise ValueError(f"{text[:40]!r} is no well-known text, such as 'POINT (13.4 52.5)'")
    return text


def _is_closed(text: str) -> bool:
    depth = 0
    for letter in text:
        depth += (letter == "(") - (letter == ")")
        if depth < 0:
            return False
    return depth == 0


class Geometry(Whole):
    """A GEOMETRY field. Coordinates are longitude and latitude where a predicate speaks of metres.

    Milvus Lite knows points and polygons without holes, and only `st_contains`, `st_within` and `st_intersects`. A
    point on the border of a polygon is inside of it there; on Milvus and in Python it is not.
    """

    __slots__ = ()

    def st_equals(self, other: Shape) -> Condition:
        """Both are the same set of points."""
        return self._test("st_equals", other)

    def st_touches(self, other: Shape) -> Condition:
        """They have points of their borders in common, and none inside."""
        return self._test("st_touches", other)

    def st_overlaps(self, other: Shape) -> Condition:
        """They are of one dimension and have a part in common, and neither holds the other."""
        return self._test("st_overlaps", other)

    def st_crosses(self, other: Shape) -> Condition:
        """They have some of their inner points in common, but not all."""
        return self._test("st_crosses", other)

    def st_contains(self, other: Shape) -> Condition:
        """The other one lies inside of this one."""
        return self._test("st_contains", other)

    def st_intersects(self, other: Shape) -> Condition:
        """They have a point in common."""
        return self._test("st_intersects", other)

    def st_within(self, other: Shape) -> Condition:
        """This one lies inside of the other one."""
        return self._test("st_within", other)

    def st_dwithin(self, point: Shape, distance: float) -> Condition:
        """This one is at most so many metres from a point.

        Args:
            point: A POINT of longitude and latitude.
            distance: Metres.

        Raises:
            FilterError: If it is no point, or no distance.
        """
        condition = self._test("st_dwithin", point)
        if not condition.shape.upper().startswith("POINT"):
            raise FilterError(message=f"{self}.st_dwithin() measures from a POINT, not from {condition.shape[:40]!r}")
        if not (math.isfinite(distance) and distance >= 0):
            raise FilterError(message=f"{self}.st_dwithin(): a distance of {distance}")
        return replace(condition, distance=float(distance))

    def _test(self, function: str, other: Shape) -> "Spatial":
        try:
            return Spatial(self._ref, function=function, shape=" ".join(wkt_of(other).split()))
        except ValueError as error:
            raise FilterError(message=f"{self}.{function}(): {error}") from None


@dataclass(frozen=True, slots=True)
class Spatial(Leaf):
    """A predicate of a GEOMETRY field and a geometry.

    Attributes:
        shape: Well-known text.
        distance: Metres, for `st_dwithin`.
    """

    function: str = ""
    shape: str = ""
    distance: float | None = None

    @override
    def render(self, dialect: Dialect) -> str:
        more = "" if self.distance is None else f", {render_literal(self.distance)}"
        text = f"{self.function}({self.left.render(dialect)}, '{self.shape}'{more})"
        hint = "it measures in units of the coordinates" if self.distance is not None else ""
        if self.function not in {"st_contains", "st_within", "st_intersects"}:
            dialect.need("geometry", text, hint=hint)
        return self._oppose(f"({text})", dialect)

    @override
    def truth(self, row: object) -> Truth:
        found = self.left.read(row)
        if not isinstance(found, str | HasWkt):
            return None
        stored, other = _parsed(wkt_of(found)), _parsed(self.shape)
        if self.distance is None:
            test: Callable[[Any], bool] = getattr(stored, self.function.removeprefix("st_"))
            return self._told(bool(test(other)))
        return self._told(_metres(stored, other) <= self.distance)

    @override
    def negated(self) -> Condition:
        return replace(self, is_negated=not self.is_negated)


def _parsed(wkt: str) -> Any:
    try:
        return importlib.import_module("shapely").from_wkt(wkt)
    except ImportError as error:
        raise FilterError(
            message="conditions on geometries are evaluated in Python by shapely, which is not installed",
            hint="pip install shapely",
        ) from error


def _metres(stored: Any, point: Any) -> float:
    """The distance as Milvus computes it: exact between points, about for others."""
    latitude = math.radians(point.y)
    if stored.geom_type != "Point":
        return float(stored.distance(point)) * METRES_OF_A_DEGREE * math.sqrt((1 + math.cos(latitude) ** 2) / 2)
    other = math.radians(stored.y)
    longitudes = math.radians(stored.x - point.x)
    half = math.sin((other - latitude) / 2) ** 2 + math.cos(other) * math.cos(latitude) * math.sin(longitudes / 2) ** 2
    return 2 * EARTH_RADIUS * math.atan2(math.sqrt(half), math.sqrt(1 - half))
