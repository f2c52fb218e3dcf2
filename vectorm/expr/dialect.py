"""Which forms of the filter language an engine understands."""

from vectorm.errors import Unsupported
from vectorm.records import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Dialect:
    """What the filter language of one engine has beyond the part that all engines share.

    Attributes:
        label: Engine and version, for messages.
        null_tests: `x is null`.
        like_patterns: `like` with `%` anywhere and `_`; a plain prefix is written as a range.
        like_escapes: backslashes in such patterns. Milvus Lite forgets them in filters that also name a list or JSON.
        like_ends: patterns end where the text does. Milvus Lite lets a newline follow, in the same filters.
        modulo: `x % 2 == 0`.
        arithmetic_order: `x + 1 > 5`; `==` and `!=` need nothing.
        length_order: `array_length(x) > 2`; `==` and `!=` need nothing.
        text_match: `text_match(x, "words")`.
        text_match_minimum: `text_match(x, "words", minimum_should_match=2)`.
        text_match_fuzzy: `text_match_fuzzy(x, "words", max_edit_distance=1)`.
        phrase_match: `phrase_match(x, "some words", 1)`.
        random_sample: `random_sample(0.1)`.
        dynamic_contains: `json_contains` on undeclared (dynamic) keys.
        geometry: all predicates of geometries; `st_contains`, `st_within` and `st_intersects` need nothing.
        struct_match: `match_any(x, $[part] == 1)` and the like.
        most_values: How many values of a list are written; None for all. For showing only.
    """

    label: str
    null_tests: bool = False
    like_patterns: bool = False
    like_escapes: bool = False
    like_ends: bool = False
    modulo: bool = False
    arithmetic_order: bool = False
    length_order: bool = False
    text_match: bool = False
    text_match_minimum: bool = False
    text_match_fuzzy: bool = False
    phrase_match: bool = False
    random_sample: bool = False
    dynamic_contains: bool = False
    geometry: bool = False
    struct_match: bool = False
    most_values: int | None = None

    def need(self, feature: str, what: str, *, hint: str = "") -> None:
        """Refuse a form that the engine lacks.

        Raises:
            Unsupported: If the flag named `feature` is off.
        """
        if not getattr(self, feature):
            raise Unsupported(message=f"{self.label} has no filter of the form {what}; nothing was sent", hint=hint)


COMMON = Dialect(label="the common part of all engines' filter language")
"""What Milvus 2.3 and Milvus Lite 3 both read."""

EVERYTHING = Dialect(
    label="any engine",
    null_tests=True,
    like_patterns=True,
    like_escapes=True,
    like_ends=True,
    modulo=True,
    arithmetic_order=True,
    length_order=True,
    text_match=True,
    text_match_minimum=True,
    text_match_fuzzy=True,
    phrase_match=True,
    random_sample=True,
    dynamic_contains=True,
    geometry=True,
    struct_match=True,
    most_values=20,
)
"""For showing a filter to people, where nothing is sent: long lists are cut."""
