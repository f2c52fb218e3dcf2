"""What an analyzer makes of a text."""

from vectorm.records import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class AnalyzerRun:
    """Texts to cut into tokens: by the analyzer of `params`, or by that of a field.

    Attributes:
        params: The analyzer as JSON; "" takes that of the field, or the standard one.
        names: Which of a field's several analyzers, one for each text or one for all.
        with_detail: Whether to tell the place of each token.
        with_hash: Whether to tell the hash of each token.
    """

    texts: tuple[str, ...]
    params: str = ""
    collection: str = ""
    field: str = ""
    names: tuple[str, ...] = ()
    with_detail: bool = False
    with_hash: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Token:
    """A token. What was not asked for is 0.

    Attributes:
        start: Where it begins in the text, in bytes.
        end: Where it ends, in bytes.
        position: Its number among the tokens of the text.
        length: How many positions it takes.
        hash: The number by which BM25 knows it.
    """

    text: str
    start: int
    end: int
    position: int
    length: int
    hash: int
