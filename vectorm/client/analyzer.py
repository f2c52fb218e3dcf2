"""What an analyzer makes of a text, as PyMilvus shows it."""

from collections.abc import Mapping, Sequence
from typing import Any

from vectorm.client.checks import as_mapping, as_names
from vectorm.errors import ParamError
from vectorm.spec.analyzer import AnalyzerRun, Token
from vectorm.wire.params import text


class AnalyzeToken:
    """A token and what was asked for of it, as attributes or by name: `token.hash`, `token["hash"]`.

    Attributes:
        dict: `token`; with `with_detail` also `start_offset` and `end_offset` (in bytes of the text), `position` and
            `position_length`; with `with_hash` also `hash`.
    """

    def __init__(self, token: Token, with_hash: bool = False, with_detail: bool = False) -> None:
        self.dict: dict[str, Any] = {"token": token.text}
        if with_detail:
            self.dict["start_offset"] = token.start
            self.dict["end_offset"] = token.end
            self.dict["position"] = token.position
            self.dict["position_length"] = token.length
        if with_hash:
            self.dict["hash"] = token.hash

    @property
    def token(self) -> str:
        """The token itself."""
        return str(self.dict["token"])

    @property
    def start_offset(self) -> int:
        """Where it begins in the text, in bytes."""
        return int(self.dict["start_offset"])

    @property
    def end_offset(self) -> int:
        """Where it ends in the text, in bytes."""
        return int(self.dict["end_offset"])

    @property
    def position(self) -> int:
        """Its number among the tokens of the text."""
        return int(self.dict["position"])

    @property
    def position_length(self) -> int:
        """How many positions it takes."""
        return int(self.dict["position_length"])

    @property
    def hash(self) -> int:
        """The number by which BM25 knows it."""
        return int(self.dict["hash"])

    def __getitem__(self, key: str) -> Any:
        return self.dict[key]

    def __repr__(self) -> str:
        return str(self.dict)


class AnalyzeResult:
    """The tokens of a text: str, or `AnalyzeToken` where details or hashes were asked for.

    Attributes:
        tokens: The tokens, in order.
    """

    def __init__(self, info: Sequence[Token], with_hash: bool = False, with_detail: bool = False) -> None:
        self.tokens: list[Any] = [each.text for each in info]
        if with_hash or with_detail:
            self.tokens = [AnalyzeToken(each, with_hash, with_detail) for each in info]

    def __repr__(self) -> str:
        return str(self.tokens)


def analyzer_run(
    texts: object,
    analyzer_params: str | Mapping[str, Any] | None,
    collection_name: str | None,
    field_name: str | None,
    analyzer_names: str | Sequence[str] | None,
    *,
    with_hash: bool,
    with_detail: bool,
) -> AnalyzerRun:
    """The arguments of `run_analyzer`.

    Raises:
        ParamError: One of a wrong type.
    """
    if texts is None:
        raise ParamError(message="texts must be a str or a list of str, not NoneType")
    return AnalyzerRun(
        texts=as_names("texts", texts),
        params=_params(analyzer_params),
        collection=collection_name or "",
        field=field_name or "",
        names=as_names("analyzer_names", analyzer_names),
        with_detail=bool(with_detail),
        with_hash=bool(with_hash),
    )


def _params(given: str | Mapping[str, Any] | None) -> str:
    if given is None or isinstance(given, str):
        return given or ""
    return text(as_mapping("analyzer_params", given))
