"""Conditions that are functions: null tests, text patterns, JSON and array functions, text match, raw text."""

import re
from collections.abc import Iterable, Mapping
from typing import cast

import numpy as np
from typing_extensions import override

from vectorm.enums import DataType
from vectorm.errors import FilterError
from vectorm.expr.compare import Compare, compare, guard_null, render_exists
from vectorm.expr.dialect import Dialect
from vectorm.expr.fit import fit_value
from vectorm.expr.literal import INT64_MIN, Scalar, plain, render_list, render_literal, render_text
from vectorm.expr.node import Always, Condition, Truth, and_, or_
from vectorm.expr.operand import FieldRef, Operand, PathRef
from vectorm.records import dataclass

LAST_CHARACTER = "\U0010ffff"

_NEWLINE = "\n"
_WILDCARDS = {"%": ".*", "_": "."}


@dataclass(frozen=True, slots=True)
class Leaf(Condition):
    """A function of one operand, or its opposite."""

    left: Operand
    is_negated: bool = False

    @property
    @override
    def operands(self) -> tuple[Operand, ...]:
        return (self.left,)

    def _oppose(self, text: str, dialect: Dialect) -> str:
        """The text of the function, or of its opposite without the rows whose value is null."""
        return guard_null(self.left, f"(not {text})", dialect) if self.is_negated else text

    def _told(self, truth: Truth) -> Truth:
        return truth if truth is None else truth is not self.is_negated


@dataclass(frozen=True, slots=True)
class IsNull(Leaf):
    """A field is null."""

    @override
    def render(self, dialect: Dialect) -> str:
        text = f"{self.left.render(dialect)} is {'not ' if self.is_negated else ''}null"
        dialect.need("null_tests", text)
        return f"({text})"

    @override
    def truth(self, row: object) -> Truth:
        return (self.left.read(row) is None) is not self.is_negated

    @override
    def negated(self) -> Condition:
        return IsNull(self.left, not self.is_negated)


@dataclass(frozen=True, slots=True)
class Exists(Leaf):
    """A JSON path has a value. A stored JSON null counts as one on Milvus 2.3 and not on Milvus Lite."""

    @override
    def render(self, dialect: Dialect) -> str:
        text = render_exists(cast("PathRef", self.left), dialect)
        return f"(not {text})" if self.is_negated else text

    @override
    def truth(self, row: object) -> Truth:
        return (self.left.read(row) is not None) is not self.is_negated

    @override
    def negated(self) -> Condition:
        return Exists(self.left, not self.is_negated)


@dataclass(frozen=True, slots=True)
class Like(Leaf):
    """Text that matches a pattern: `%` any text, `_` any character; a backslash takes their meaning away."""

    pattern: str = ""

    @override
    def render(self, dialect: Dialect) -> str:
        dialect.need("like_patterns", f"like {self.pattern!r}", hint="a prefix works everywhere: startswith()")
        if "\\" in self.pattern:
            dialect.need("like_escapes", f"like {self.pattern!r} with a backslash")
        operand = self.left.render(dialect)
        text = self._oppose(self._matching(operand, dialect), dialect)
        if self.is_negated and isinstance(self.left, PathRef):
            return f'(({operand} >= "") and {text})'  # only text has an order with text
        return text

    def _matching(self, operand: str, dialect: Dialect) -> str:
        text = f"({operand} like {render_text(self.pattern)})"
        if dialect.like_ends or self.pattern.endswith("%"):
            return text
        if "%" in self.pattern and self.pattern.endswith(("_", "\n")):  # the newline may be the one that is meant
            dialect.need("like_ends", f"like {self.pattern!r}", hint="end the pattern with % or a letter")
        return f"({text} and (not ({operand} like {render_text(self.pattern + _NEWLINE)})))"

    @override
    def truth(self, row: object) -> Truth:
        found = self.left.read(row)
        if not isinstance(found, str):
            return None
        return self._told(re.fullmatch(_pattern_to_regex(self.pattern), found, re.DOTALL) is not None)

    @override
    def negated(self) -> Condition:
        return Like(self.left, not self.is_negated, self.pattern)


@dataclass(frozen=True, slots=True)
class Contains(Leaf):
    """A list holds a value, any or all of some values.

    Attributes:
        mode: "" (one value), "_any" or "_all".
    """

    mode: str = ""
    values: tuple[Scalar, ...] = ()

    @classmethod
    def of(cls, left: Operand, mode: str, values: Iterable[object]) -> Condition:
        """Whether a list holds values; constant for no values."""
        if isinstance(values, str | bytes):
            raise FilterError(message=f"{left}: give a list of values, not one {type(values).__name__}")
        element = left.element_type if isinstance(left, FieldRef) and left.element_type else left.scalar_type
        fitted = tuple(fit_value(value, element, str(left)) for value in values)
        listed = tuple(value for value in fitted if not _is_smallest(value)) if mode else fitted
        if len(listed) < len(fitted):  # the smallest int64 cannot stand in a list
            parts = (cls(left, values=(INT64_MIN,)), cls.of(left, mode, listed))
            return and_(*parts) if mode == "_all" else or_(*parts)
        return cls(left, mode=mode, values=fitted) if fitted else Always(value=mode == "_all")

    @override
    def render(self, dialect: Dialect) -> str:
        is_path = isinstance(self.left, PathRef)
        mode = self.mode or ("_any" if _is_negative(self.values[0]) else "")
        values = [_as_json_number(value) for value in self.values] if is_path else self.values
        argument = render_list(values) if mode else render_literal(values[0])
        text = f"{'json' if is_path else 'array'}_contains{mode}({self.left.render(dialect)}, {argument})"
        if is_path and cast("PathRef", self.left).is_dynamic:
            dialect.need("dynamic_contains", text, hint="declare the key as a list or JSON field")
        return self._oppose(f"({text})", dialect)

    @override
    def truth(self, row: object) -> Truth:
        found = self.left.read(row)
        if not isinstance(found, list | tuple | np.ndarray):
            return self._told(truth=False) if isinstance(self.left, PathRef) else None
        items = [plain(item) for item in cast("list[object]", found)]
        holds = (any(compare(item, "==", value) for item in items) for value in self.values)
        return self._told(all(holds) if self.mode == "_all" else any(holds))

    @override
    def negated(self) -> Condition:
        return Contains(self.left, not self.is_negated, self.mode, self.values)


@dataclass(frozen=True, slots=True)
class Raw(Condition):
    """Filter text written by hand, sent as it is."""

    text: str

    @property
    @override
    def operands(self) -> tuple[Operand, ...]:
        return ()

    @override
    def render(self, dialect: Dialect) -> str:
        return f"({self.text})"

    @override
    def truth(self, row: object) -> Truth:
        raise FilterError(message=f"raw filter text cannot be evaluated in Python: {self.text}")

    @override
    def negated(self) -> Condition:
        return Raw(f"not ({self.text})")


@dataclass(frozen=True, slots=True)
class RandomSample(Condition):
    """A share of the rows that meet the other conditions, chosen by chance."""

    share: float

    @property
    @override
    def operands(self) -> tuple[Operand, ...]:
        return ()

    @override
    def render(self, dialect: Dialect) -> str:
        text = f"random_sample({render_literal(self.share)})"
        dialect.need("random_sample", text, hint="stream the rows and choose among them")
        return text

    @override
    def truth(self, row: object) -> Truth:
        raise FilterError(message=f"{self} cannot be evaluated in Python: the server chooses the rows")

    @override
    def negated(self) -> Condition:
        raise FilterError(
            message=f"{self} has no opposite", hint=f"random_sample({1 - self.share:g}) gives the other share"
        )


def _is_negative(value: Scalar) -> bool:
    """Numbers that Milvus Lite reads inside a list but not as an argument."""
    return isinstance(value, int | float) and value < 0 and not _is_smallest(value)


def _is_smallest(value: Scalar) -> bool:
    return type(value) is int and value == INT64_MIN


def _as_json_number(value: Scalar) -> Scalar:
    """A value as it is looked for in a JSON list: Milvus finds 1.0 among whole numbers too, but 1 not among floats.

    From 2**53 on a float would stand for other whole numbers too.
    """
    return float(value) if type(value) is int and abs(value) < 2**53 else value


_BRACKETS = {"(": ")", "[": "]", "{": "}"}


def raw(text: str, values: Mapping[str, object] | None = None) -> Condition:
    """Filter text written by hand, for what the typed columns do not have. Nobody checks it before the server does.

    Args:
        text: Filter text. `{name}` stands for a value of `values`.
        values: Bools, numbers, texts, or lists of these; they are written as escaped literals.

    Raises:
        FilterError: If the text names a value that is not given, a value cannot be written, or a parenthesis or a quote
            is not closed: the text must not reach into conditions around it.
    """
    bound = text if values is None else _bind(text, values)
    if not _is_closed(bound):
        raise FilterError(message=f"raw filter text with an open parenthesis or quote: {text}")
    return Raw(bound)


def random_sample(share: float) -> Condition:
    """Some of the rows that meet all other conditions, chosen by the server. Needs Milvus 2.6.

    It stands beside other conditions, never inside `|` or `~`: `where(Doc.year > 2000, random_sample(0.01))`.

    Args:
        share: How many of them, about: above 0 and below 1.

    Raises:
        FilterError: Another number.
    """
    if not isinstance(share, float) or not 0 < share < 1:  # pyright: ignore[reportUnnecessaryIsInstance]
        raise FilterError(message=f"random_sample({share!r}): give a share above 0 and below 1, such as 0.01")
    return RandomSample(share)


def _is_closed(text: str) -> bool:
    """Whether every bracket and quote is closed by its own, none before it was opened."""
    rest = re.sub(r"\"(?:[^\"\\]|\\.)*\"|'(?:[^'\\]|\\.)*'", "", text, flags=re.DOTALL)
    open_brackets: list[str] = []
    for letter in rest:
        if letter in _BRACKETS:
            open_brackets.append(_BRACKETS[letter])
        elif letter in _BRACKETS.values() and (not open_brackets or open_brackets.pop() != letter):
            return False
    return not open_brackets and "'" not in rest and '"' not in rest


def _bind(text: str, values: Mapping[str, object]) -> str:
    def literal(match: re.Match[str]) -> str:
        if match[1] not in values:
            raise FilterError(message=f"raw filter text names {match[0]}, which is not among its values")
        value = values[match[1]]
        return render_list(cast("list[object]", value)) if isinstance(value, list | tuple) else render_literal(value)

    return re.sub(r"\{(\w+)\}", literal, text)


def null_test(ref: Operand) -> Condition:
    """A field is null, or a path leads to nothing."""
    if isinstance(ref, PathRef):
        return Exists(ref).negated()
    if isinstance(ref, FieldRef) and (ref.data_type is DataType.TEXT or ref.data_type.is_vector):
        raise FilterError(message=f"{ref.name} is {ref.data_type.name}: Milvus has no null test of such fields")
    if isinstance(ref, FieldRef):
        return IsNull(ref)
    raise FilterError(message=f"{ref} cannot be tested for null", hint="test the field itself")


def starts_with(left: Operand, prefix: str) -> Condition:
    """Text that starts with a prefix, as a range: right for every character and on every engine."""
    lower = Compare.of(left, ">=", prefix)
    end = _successor(prefix)
    return lower if end is None else and_(lower, Compare.of(left, "<", end))


def like(left: Operand, pattern: str) -> Condition:
    """Text that matches a pattern. A pattern without wildcards becomes `==`, a prefix becomes a range."""
    parts = _cut_pattern(pattern)
    wild = [number for number, part in enumerate(parts) if part in _WILDCARDS]
    if not wild:
        return Compare.of(left, "==", _plain_text(parts))
    if parts[-1] == "%" and len(wild) == 1:
        return starts_with(left, _plain_text(parts[:-1]))
    left.fit(pattern)
    return Like(left, pattern=pattern)


def escape_pattern(text: str) -> str:
    """A text as a `like` pattern that matches only itself."""
    return re.sub(r"([\\%_])", r"\\\1", text)


def _cut_pattern(pattern: str) -> list[str]:
    """A pattern as wildcards, characters, and characters behind a backslash."""
    return re.findall(r"\\.|[^\\]|\\$", pattern, re.DOTALL)


def _plain_text(parts: Iterable[str]) -> str:
    return "".join(part[-1] for part in parts)


def _successor(prefix: str) -> str | None:
    """The smallest text above every text with this prefix; None when there is none."""
    stem = prefix.rstrip(LAST_CHARACTER)
    if not stem:
        return None
    following = ord(stem[-1]) + 1
    return stem[:-1] + chr(0xE000 if 0xD800 <= following <= 0xDFFF else following)


def _pattern_to_regex(pattern: str) -> str:
    parts = _cut_pattern(pattern)
    return "".join(_WILDCARDS[part] if part in _WILDCARDS else re.escape(part[-1]) for part in parts)
