"""Highlighters: the words that were found, marked in the texts of the hits."""

from typing import Any, TypeAlias

from vectorm.client.keywords import checked_methods
from vectorm.enums import HighlightType
from vectorm.errors import ParamError
from vectorm.spec.read import HighlighterSpec
from vectorm.wire.params import text


@checked_methods
class LexicalHighlighter:
    """Marks the words of a full-text search or of `text_match`.

    Args:
        highlight_query: Other words to mark: `[{"type": "TextMatch", "field": "body", "text": "fox"}]`.
        highlight_search_text: Whether the words of the search itself are marked.
        pre_tags: What stands before a marked word; the next one takes the next tag.
        post_tags: What stands behind it.
        fragment_offset: Characters before the first marked word of a piece.
        fragment_size: Most characters of a piece.
        num_of_fragments: Most pieces of a text.
    """

    def __init__(
        self,
        *,
        highlight_query: list[dict[str, str]] | None = None,
        highlight_search_text: bool | None = None,
        pre_tags: list[str] | None = None,
        post_tags: list[str] | None = None,
        fragment_offset: int | None = None,
        fragment_size: int | None = None,
        num_of_fragments: int | None = None,
    ) -> None:
        self.pre_tag = pre_tags
        self.post_tag = post_tags
        self.fragment_offset = fragment_offset
        self.fragment_size = fragment_size
        self.num_of_fragments = num_of_fragments
        self.highlight_query = highlight_query
        self.highlight_search_text = highlight_search_text

    def with_query(self, field: str, text: str, query_type: str) -> None:
        """Mark the words of another text too; `query_type` is `TextMatch`."""
        query = {"type": query_type, "field": field, "text": text}
        self.highlight_query = [*(self.highlight_query or []), query]

    @property
    def params(self) -> dict[str, Any]:
        """What is given of the parameters."""
        given = {
            "pre_tags": self.pre_tag,
            "post_tags": self.post_tag,
            "fragment_offset": self.fragment_offset,
            "fragment_size": self.fragment_size,
            "num_of_fragments": self.num_of_fragments,
            "highlight_query": self.highlight_query,
            "highlight_search_text": self.highlight_search_text,
        }
        return {name: value for name, value in given.items() if value is not None}

    @property
    def type(self) -> HighlightType:
        """LEXICAL."""
        return HighlightType.LEXICAL


@checked_methods
class SemanticHighlighter:
    """Marks passages that mean what the queries ask, as a model of the server judges.

    Args:
        queries: What is asked.
        input_fields: Text fields to mark.
        pre_tags: What stands before a marked passage.
        post_tags: What stands behind it.
        threshold: Least confidence, 0 to 1.
        highlight_only: Whether only the marked passages are returned.
        model_deployment_id: Which model of the server judges.
        max_client_batch_size: Most texts that the model gets at once.
    """

    def __init__(
        self,
        queries: list[str],
        input_fields: list[str],
        *,
        pre_tags: list[str] | None = None,
        post_tags: list[str] | None = None,
        threshold: float | None = None,
        highlight_only: bool | None = None,
        model_deployment_id: str | None = None,
        max_client_batch_size: int | None = None,
    ) -> None:
        self.queries = queries
        self.input_fields = input_fields
        self.pre_tags = pre_tags
        self.post_tags = post_tags
        self.threshold = threshold
        self.highlight_only = highlight_only
        self.model_deployment_id = model_deployment_id
        self.max_client_batch_size = max_client_batch_size

    @property
    def params(self) -> dict[str, Any]:
        """The queries, the fields and what is given of the other parameters."""
        given = {
            "queries": self.queries,
            "input_fields": self.input_fields,
            "pre_tags": self.pre_tags,
            "post_tags": self.post_tags,
            "threshold": self.threshold,
            "highlight_only": self.highlight_only,
            "model_deployment_id": self.model_deployment_id,
            "max_client_batch_size": self.max_client_batch_size,
        }
        return {name: value for name, value in given.items() if value is not None}

    @property
    def type(self) -> HighlightType:
        """SEMANTIC."""
        return HighlightType.SEMANTIC


Highlighter: TypeAlias = LexicalHighlighter | SemanticHighlighter


def highlighter_spec(given: object) -> HighlighterSpec | None:
    """The highlighter of a search.

    Raises:
        ParamError: It is none.
    """
    if given is None:
        return None
    if not isinstance(given, LexicalHighlighter | SemanticHighlighter):
        told = f"the highlighter must be a LexicalHighlighter or a SemanticHighlighter, not {type(given).__name__}"
        raise ParamError(message=told)
    return HighlighterSpec(type=given.type, params={name: text(value) for name, value in given.params.items()})
