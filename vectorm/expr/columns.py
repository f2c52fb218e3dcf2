"""Typed column expressions: what `Doc.year` is, and what can be said about it.

Each class has the operators that its type of values allows, so that a type checker refuses `Doc.id.like("x")` on an int
column. They build `Condition` trees; nothing is sent.
"""

from collections.abc import Callable, Iterable, Mapping
from typing import Generic, TypeAlias, TypeVar, cast, overload

from vectorm.errors import FilterError
from vectorm.expr import functions
from vectorm.expr.compare import In
from vectorm.expr.expression import Expression, Sortable
from vectorm.expr.literal import plain
from vectorm.expr.node import Condition
from vectorm.expr.operand import FieldRef, ItemRef, LengthRef, Operand, PathRef
from vectorm.expr.scalar_columns import Boolean, Column, Number, Ordered, Text, listed

__all__ = ["Array", "Boolean", "Column", "Json", "JsonOf", "Number", "Ordered", "Shape", "Text", "Vector", "Whole"]

T = TypeVar("T")
E = TypeVar("E")
M = TypeVar("M")

JsonScalar: TypeAlias = bool | int | float | str
Shape: TypeAlias = "Mapping[str, Shape | None]"
"""Keys that a JSON value may have, each with the keys inside it; None where anything goes."""


class Whole(Expression):
    """A value that can be compared with None (a null test) and with nothing else."""

    __slots__ = ()

    def __eq__(self, other: None) -> Condition:  # type: ignore[override]  # pyright: ignore[reportIncompatibleMethodOverride]
        return self._compare("==", other)

    def __ne__(self, other: None) -> Condition:  # type: ignore[override]  # pyright: ignore[reportIncompatibleMethodOverride]
        return self._compare("!=", other)

    def __hash__(self) -> int:
        return hash(self._ref)


class Array(Whole, Generic[E]):
    """A list of scalars, stored as ARRAY."""

    __slots__ = ("_ordered",)

    def __init__(self, ref: Operand, store: Callable[[object], object] | None = None, *, ordered: bool = True) -> None:
        super().__init__(ref, store)
        self._ordered = ordered

    def contains(self, value: E) -> Condition:
        """The list holds the value."""
        return functions.Contains.of(self._ref, "", self._elements([value]))

    def contains_any(self, values: Iterable[E]) -> Condition:
        """The list holds at least one of the values."""
        return functions.Contains.of(self._ref, "_any", self._elements(values))

    def contains_all(self, values: Iterable[E]) -> Condition:
        """The list holds every one of the values."""
        return functions.Contains.of(self._ref, "_all", self._elements(values))

    def length(self) -> Ordered[int]:
        """Number of elements. Milvus 2.3 compares it with `==` and `!=` only."""
        return Ordered(LengthRef(self._field))

    @overload
    def __getitem__(self: "Array[str]", index: int) -> Text: ...
    @overload
    def __getitem__(self, index: int) -> Ordered[E]: ...
    def __getitem__(self, index: int) -> "Text | Ordered[E]":
        """The element at an index from 0. A row whose list is shorter matches no comparison with it."""
        item = ItemRef(self._field, index)
        if self._store is not None:
            kind = Ordered[E] if self._ordered else Column[E]
            return cast("Ordered[E]", kind(item, lambda value: self._elements([cast("E", value)])[0]))
        return Text(item) if item.scalar_type.is_text else Ordered(item)

    def __iter__(self) -> None:
        raise TypeError(f"{self} stands for a column and cannot be iterated")

    def _elements(self, values: Iterable[E]) -> list[object]:
        """Elements as they are stored; the column's adapter works on whole lists."""
        return cast("list[object]", self._value(listed(values, self)))

    @property
    def _field(self) -> FieldRef:
        if isinstance(self._ref, FieldRef):
            return self._ref
        raise FilterError(message=f"{self._ref} is not an ARRAY field")


class Json(Sortable):
    """A JSON value: a field, a path into it (`Doc.meta["author"]["name"]`), or an undeclared key.

    A row without the value matches no comparison, nor its opposite. A value of another type is different (`!=`) and has
    no order. Engines differ in two corners: Milvus Lite takes true for 1 and false for 0, and Milvus 2.3 takes a stored
    JSON null for a value that is different from all others.
    """

    __slots__ = ("_shape",)

    def __init__(self, ref: Operand, shape: "Shape | None" = None) -> None:
        super().__init__(ref)
        self._shape = shape

    def __getitem__(self, key: str | int) -> "Json":
        """A value inside: by key of an object, or by index of a list.

        Raises:
            FilterError: If the field is declared with a pydantic model that has no such key.
        """
        shape = self._shape
        if shape is not None:
            if key not in shape:
                known = ", ".join(shape)
                raise FilterError(message=f"{self._ref} has no key {key!r}", hint=f"its keys are {known}")
            shape = shape[str(key)]
        if isinstance(self._ref, PathRef):
            return Json(PathRef(self._ref.root, (*self._ref.keys, key), self._ref.owner), shape)
        assert isinstance(self._ref, FieldRef)
        return Json(PathRef(self._ref.name, (key,), self._ref.owner), shape)

    def __iter__(self) -> None:
        raise TypeError(f"{self} stands for a column and cannot be iterated")

    def __eq__(self, other: JsonScalar | None) -> Condition:  # type: ignore[override]  # pyright: ignore[reportIncompatibleMethodOverride]
        return self._compare("==", other)

    def __ne__(self, other: JsonScalar | None) -> Condition:  # type: ignore[override]  # pyright: ignore[reportIncompatibleMethodOverride]
        return self._compare("!=", other)

    def __hash__(self) -> int:
        return hash(self._ref)

    def __lt__(self, other: float | str) -> Condition:
        return self._compare("<", other)

    def __le__(self, other: float | str) -> Condition:
        return self._compare("<=", other)

    def __gt__(self, other: float | str) -> Condition:
        return self._compare(">", other)

    def __ge__(self, other: float | str) -> Condition:
        return self._compare(">=", other)

    def between(self, low: float | str, high: float | str) -> Condition:
        """The value is from `low` to `high`, both included."""
        return (self >= low) & (self <= high)

    def in_(self, values: Iterable[JsonScalar]) -> Condition:
        """The value is one of these."""
        return In.of(self._path, listed(values, self))

    def not_in(self, values: Iterable[JsonScalar]) -> Condition:
        """There is a value, and it is none of these."""
        return self.in_(values).negated()

    def startswith(self, prefix: str) -> Condition:
        """The value is text that starts with a prefix."""
        return functions.starts_with(self._path, prefix)

    def like(self, pattern: str) -> Condition:
        """The value is text that matches a pattern; see `Text.like`."""
        return functions.like(self._path, pattern)

    def endswith(self, suffix: str) -> Condition:
        """The value is text that ends with a suffix; see `Text.like`."""
        return functions.like(self._path, "%" + functions.escape_pattern(suffix))

    def as_string(self) -> Text:
        """The value as text, for type checkers and for the operators of text; values of other types stay different."""
        return Text(self._path, _kept(str))

    def as_integer(self) -> Ordered[int]:
        """The value as a whole number; a stored 1.0 is equal to 1."""
        return Ordered(self._path, _kept(int))

    def as_float(self) -> Ordered[float]:
        """The value as a number."""
        return Ordered(self._path, _kept(int, float))

    def as_boolean(self) -> Boolean:
        """The value as true or false."""
        return Boolean(self._path, _kept(bool))

    def exists(self) -> Condition:
        """There is a value at the path."""
        return functions.Exists(self._path)

    def contains(self, value: JsonScalar) -> Condition:
        """The value is a list that holds this."""
        return functions.Contains.of(self._path, "", [value])

    def contains_any(self, values: Iterable[JsonScalar]) -> Condition:
        """The value is a list that holds at least one of these."""
        return functions.Contains.of(self._path, "_any", listed(values, self))

    def contains_all(self, values: Iterable[JsonScalar]) -> Condition:
        """The value is a list that holds every one of these."""
        return functions.Contains.of(self._path, "_all", listed(values, self))

    @property
    def _path(self) -> PathRef:
        if isinstance(self._ref, PathRef):
            return self._ref
        raise FilterError(message=f"{self._ref} is a whole JSON field", hint=f'compare a key of it: {self._ref}["key"]')

    def _compare(self, operator: str, other: object) -> Condition:
        if other is not None:
            _ = self._path
        return super()._compare(operator, other)


class JsonOf(Json, Generic[T]):
    """A JSON field that may be null, declared with a pydantic model T.

    Comparing the whole field with a T is refused at run time; the signatures take one because mypy finds this class for
    every optional type that has no column class of its own (an optional enum, say).
    """

    __slots__ = ()

    def __eq__(self, other: T | JsonScalar | None) -> Condition:  # type: ignore[override]  # pyright: ignore[reportIncompatibleMethodOverride]
        return self._compare("==", other)

    def __ne__(self, other: T | JsonScalar | None) -> Condition:  # type: ignore[override]  # pyright: ignore[reportIncompatibleMethodOverride]
        return self._compare("!=", other)

    def __hash__(self) -> int:
        return hash(self._ref)

    def in_(self, values: Iterable[T | JsonScalar]) -> Condition:
        """The value is one of these."""
        return In.of(self._path, listed(values, self))

    def not_in(self, values: Iterable[T | JsonScalar]) -> Condition:
        """There is a value, and it is none of these."""
        return self.in_(values).negated()


class Vector(Whole, Generic[M]):
    """A vector field of model M: what `search()` takes."""

    __slots__ = ("owner",)

    def __init__(self, ref: FieldRef, owner: type[M]) -> None:
        super().__init__(ref)
        self.owner = owner

    @property
    def name(self) -> str:
        """Name of the field."""
        assert isinstance(self._ref, FieldRef)
        return self._ref.name


def _kept(*types: type) -> Callable[[object], object]:
    """Lets values of these types pass; a bool is no number."""

    def check(value: object) -> object:
        value = plain(value)
        if not isinstance(value, types) or (isinstance(value, bool) and bool not in types):
            raise TypeError(f"it is {type(value).__name__}, not {types[-1].__name__}")
        return value

    return check
