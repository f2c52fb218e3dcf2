"""Fields that hold structs: conditions on the structs of a row, and the lists of vectors that are searched."""

from collections.abc import Callable
from dataclasses import replace
from typing import Generic, TypeVar, cast

import numpy as np
from typing_extensions import override

from vectorm.enums import DataType
from vectorm.errors import FilterError
from vectorm.expr.columns import Vector, Whole
from vectorm.expr.dialect import Dialect
from vectorm.expr.functions import Leaf, Raw
from vectorm.expr.literal import render_name
from vectorm.expr.node import Always, Condition, Truth
from vectorm.expr.operand import FieldRef, Operand, PathRef
from vectorm.expr.render import merge
from vectorm.records import dataclass

P = TypeVar("P")
M = TypeVar("M")

_EVERY = Always(value=True)

_MEANINGS: dict[str, Callable[[int, int, int], bool]] = {
    "match_any": lambda found, _count, _of: found > 0,
    "match_all": lambda found, _count, of: found == of,
    "match_least": lambda found, count, _of: found >= count,
    "match_most": lambda found, count, _of: found <= count,
    "match_exact": lambda found, count, _of: found == count,
}


class VectorList(Vector[M]):
    """The vectors of one field in all structs of a row: searched as a whole, with several vectors as one query."""

    __slots__ = ()

    def __str__(self) -> str:
        return self.name


class StructArray(Whole, Generic[P, M]):
    """A field of model M that holds a list of structs P.

    `Doc.passages[Passage.vec]` are the vectors of a row, for `search()`. `Doc.passages.any(Passage.page > 3)` is a
    condition on the structs (Milvus 3.0).
    """

    __slots__ = ("owner", "struct")

    def __init__(self, ref: FieldRef, struct: type[P], owner: type[M]) -> None:
        super().__init__(ref)
        self.struct = struct
        self.owner = owner

    def __getitem__(self, part: Vector[P]) -> VectorList[M]:
        """The vectors of one field in all structs of a row.

        Raises:
            FilterError: If it is no vector field of these structs.
        """
        if not isinstance(part, Vector) or part.owner is not self.struct:  # pyright: ignore[reportUnnecessaryIsInstance]
            name = self.struct.__name__
            raise FilterError(message=f"{self}[{part}]: no vector field of {name}", hint=f"write {self}[{name}.field]")
        ref = cast("FieldRef", part.ref)
        return VectorList(replace(ref, name=f"{self._name}[{ref.name}]", owner=self.owner.__name__), self.owner)

    def __iter__(self) -> None:
        raise TypeError(f"{self} stands for a column and cannot be iterated")

    def any(self, condition: Condition) -> Condition:
        """At least one struct of the row meets a condition on its fields."""
        return self._match("match_any", condition)

    def all(self, condition: Condition) -> Condition:
        """Every struct of the row meets a condition on its fields."""
        return self._match("match_all", condition)

    def at_least(self, count: int, condition: Condition) -> Condition:
        """So many structs of the row, or more, meet a condition on their fields."""
        return self._match("match_least", condition, count)

    def at_most(self, count: int, condition: Condition) -> Condition:
        """So many structs of the row, or fewer, meet a condition on their fields."""
        return self._match("match_most", condition, count)

    def exactly(self, count: int, condition: Condition) -> Condition:
        """So many structs of the row meet a condition on their fields."""
        return self._match("match_exact", condition, count)

    @property
    def _name(self) -> str:
        return cast("FieldRef", self._ref).name

    def _match(self, function: str, condition: Condition, count: int | None = None) -> Condition:
        if count is not None and (type(count) is not int or count < 0):
            raise FilterError(message=f"{self}: a count of {count!r} structs")
        if isinstance(condition, Always):
            return self._match_always(function, condition, count)
        owners = {each.__name__ for each in self.struct.__mro__}
        operands = condition.operands
        if not all(isinstance(each, PartRef) and each.field.owner in owners for each in operands) or not (
            operands or isinstance(condition, Raw)
        ):
            name = self.struct.__name__
            raise FilterError(
                message=f"{self}: {condition} is no condition on fields of {name}",
                hint=f"write {name}.field == value inside",
            )
        return MatchStructs(self._ref, function=function, part=condition, count=count)

    def _match_always(self, function: str, condition: Always, count: int | None) -> Condition:
        """What every struct meets, or none, is the same for all rows; else it asks how many structs there are.

        Raises:
            FilterError: It asks that, which engines cannot tell.
        """
        meaning, few = _MEANINGS[function], count or 0
        truths = {meaning(of if condition.value else 0, few, of) for of in (0, few, few + 1)}
        if len(truths) == 1:
            return Always(truths.pop())
        raise FilterError(
            message=f"{self}: {condition} of the structs is met or not by their number alone",
            hint=f"write a condition on a field: {self.struct.__name__}.field == value",
        )


@dataclass(frozen=True, slots=True)
class PartRef(Operand):
    """A scalar field of the struct that a condition is tried on."""

    field: FieldRef

    @property
    @override
    def fields(self) -> "tuple[FieldRef | PathRef, ...]":
        return (self.field,)

    @property
    @override
    def scalar_type(self) -> DataType:
        return self.field.data_type

    @override
    def render(self, dialect: Dialect) -> str:
        return f"$[{render_name(self.field.name)}]"

    @override
    def read(self, row: object) -> object:
        return self.field.read(row)


@dataclass(frozen=True, slots=True)
class MatchStructs(Leaf):
    """Some of the structs in a field meet a condition."""

    function: str = ""
    part: Condition = _EVERY
    count: int | None = None

    @override
    def render(self, dialect: Dialect) -> str:
        count = "" if self.count is None else f", threshold={self.count}"
        text = f"{self.function}({self.left.render(dialect)}, {merge(self.part).render(dialect)}{count})"
        dialect.need("struct_match", text)
        return self._oppose(f"({text})", dialect)

    @override
    def truth(self, row: object) -> Truth:
        structs = self.left.read(row)
        if not isinstance(structs, list | tuple | np.ndarray):
            return None
        truths = [self.part.truth(struct) for struct in cast("list[object]", structs)]
        return self._told(_MEANINGS[self.function](truths.count(True), self.count or 0, len(truths)))

    @override
    def negated(self) -> Condition:
        return replace(self, is_negated=not self.is_negated)
