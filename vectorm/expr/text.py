"""Conditions on analyzed text: words, phrases, words with typing errors.

Which words a text has is a matter of the server's analyzer. `matches()` cuts as the standard analyzer does, about: in
lower case, where neither letter nor digit stands.
"""

import itertools
import re
from collections.abc import Sequence
from dataclasses import replace

from typing_extensions import override

from vectorm.errors import FilterError
from vectorm.expr.dialect import Dialect
from vectorm.expr.functions import Leaf
from vectorm.expr.literal import render_text
from vectorm.expr.node import Condition, Truth
from vectorm.expr.operand import FieldRef, Operand
from vectorm.records import dataclass

MOST_TERMS = 1000
"""Largest `minimum_should_match` (https://milvus.io/docs/keyword-match.md)."""

MOST_EDITS = 2
"""Largest distance of a typing error: what Milvus's index of words can look up."""


@dataclass(frozen=True, slots=True)
class Analyzed(Leaf):
    """A function of an analyzed text field and words to look for."""

    text: str = ""

    def __post_init__(self) -> None:
        if not isinstance(self.left, FieldRef):
            raise FilterError(message=f"{self.left} is no analyzed text: only a declared text field has words")

    @override
    def truth(self, row: object) -> Truth:
        found = self.left.read(row)
        return self._told(self.holds(cut(found), cut(self.text))) if isinstance(found, str) else None

    def holds(self, words: Sequence[str], wanted: Sequence[str]) -> bool:
        """Whether the words of a text are as wanted."""
        raise NotImplementedError

    @override
    def negated(self) -> Condition:
        return replace(self, is_negated=not self.is_negated)


@dataclass(frozen=True, slots=True)
class TextMatch(Analyzed):
    """An analyzed text field holds one of the words, or at least so many of them."""

    minimum: int = 1

    @override
    def render(self, dialect: Dialect) -> str:
        text = f"text_match({self.left.render(dialect)}, {render_text(self.text)}{self._more()})"
        dialect.need("text_match", text)
        if self.minimum > 1:
            dialect.need("text_match_minimum", text)
        return self._oppose(f"({text})", dialect)

    def _more(self) -> str:
        return f", minimum_should_match={self.minimum}" if self.minimum > 1 else ""

    @override
    def holds(self, words: Sequence[str], wanted: Sequence[str]) -> bool:
        present = set(words)
        return sum(word in present for word in wanted) >= self.minimum


@dataclass(frozen=True, slots=True)
class PhraseMatch(Analyzed):
    """An analyzed text field holds the words one after the other, or nearly so."""

    slop: int = 0

    @override
    def render(self, dialect: Dialect) -> str:
        more = f", {self.slop}" if self.slop else ""
        text = f"phrase_match({self.left.render(dialect)}, {render_text(self.text)}{more})"
        dialect.need("phrase_match", text)
        return self._oppose(f"({text})", dialect)

    @override
    def holds(self, words: Sequence[str], wanted: Sequence[str]) -> bool:
        places = [[place for place, word in enumerate(words) if word == each] for each in wanted]
        return bool(places) and any(self._is_near(chosen) for chosen in itertools.product(*places))

    def _is_near(self, places: Sequence[int]) -> bool:
        """How far the words are moved against each other, as Lucene and Tantivy count it."""
        shifts = [place - number for number, place in enumerate(places)]
        return len(set(places)) == len(places) and max(shifts) - min(shifts) <= self.slop


@dataclass(frozen=True, slots=True)
class FuzzyMatch(Analyzed):
    """An analyzed text field holds one of the words, or one that is written a little differently."""

    distance: int = 1

    @override
    def render(self, dialect: Dialect) -> str:
        words = f"{self.left.render(dialect)}, {render_text(self.text)}"
        text = f"text_match_fuzzy({words}, max_edit_distance={self.distance})"
        dialect.need("text_match_fuzzy", text)
        return self._oppose(f"({text})", dialect)

    @override
    def holds(self, words: Sequence[str], wanted: Sequence[str]) -> bool:
        return any(edits(word, each) <= self.distance for word in set(words) for each in wanted)


def text_match(left: Operand, text: str, minimum: int) -> Condition:
    """Words in a text field.

    Raises:
        FilterError: The number of words is out of range.
    """
    _check("minimum_should_match", minimum, 1, MOST_TERMS)
    return TextMatch(left, text=text, minimum=minimum)


def phrase_match(left: Operand, text: str, slop: int) -> Condition:
    """A phrase in a text field.

    Raises:
        FilterError: The slop is out of range.
    """
    _check("slop", slop, 0, 2**32 - 1)
    return PhraseMatch(left, text=text, slop=slop)


def fuzzy_match(left: Operand, text: str, distance: int) -> Condition:
    """Words with typing errors in a text field.

    Raises:
        FilterError: The distance is out of range.
    """
    _check("max_edit_distance", distance, 0, MOST_EDITS)
    return FuzzyMatch(left, text=text, distance=distance)


def cut(text: str) -> list[str]:
    """The words of a text, in order."""
    return re.findall(r"\w+", text.lower())


def edits(one: str, other: str) -> int:
    """How many letters are put in, left out, replaced, or swapped with their neighbours, each of them once at most."""
    before: list[int] = []
    last = list(range(len(other) + 1))
    for row, letter in enumerate(one, 1):
        line = [row]
        for column, wanted in enumerate(other, 1):
            best = min(last[column] + 1, line[-1] + 1, last[column - 1] + (letter != wanted))
            if row > 1 < column and (letter, one[row - 2]) == (other[column - 2], wanted):
                best = min(best, before[column - 2] + 1)
            line.append(best)
        before, last = last, line
    return last[-1]


def _check(name: str, value: int, least: int, most: int) -> None:
    if not isinstance(value, int) or isinstance(value, bool) or not least <= value <= most:  # pyright: ignore[reportUnnecessaryIsInstance]
        raise FilterError(message=f"{name}={value!r}: give a whole number from {least} to {most}")
