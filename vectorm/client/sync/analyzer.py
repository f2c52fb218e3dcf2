# Generated from vectorm/client/aio/analyzer.py by tools/make_sync.py: do not edit.
"""Text analyzers."""

from collections.abc import Mapping, Sequence
from typing import Any

from vectorm.client.analyzer import AnalyzeResult, analyzer_run
from vectorm.client.keywords import checked_methods
from vectorm.client.sync.base import Base
from vectorm.ops import analyzer


@checked_methods
class AnalyzerMethods(Base):
    """How text is cut into tokens (Milvus 2.5)."""

    def run_analyzer(
        self,
        texts: str | Sequence[str],
        analyzer_params: str | Mapping[str, Any] | None = None,
        with_hash: bool = False,
        with_detail: bool = False,
        collection_name: str | None = None,
        field_name: str | None = None,
        analyzer_names: str | Sequence[str] | None = None,
        timeout: float | None = None,
    ) -> AnalyzeResult | list[AnalyzeResult]:
        """Cut texts into tokens, to see what an analyzer does.

        Args:
            texts: A text, or several.
            analyzer_params: The analyzer: `{"type": "english"}`, or its JSON; the standard one if None.
            with_hash: Whether to tell the hash of each token.
            with_detail: Whether to tell where each token stands.
            collection_name: Take the analyzer of a field of this collection (Milvus 2.6).
            field_name: That field.
            analyzer_names: Which of the field's several analyzers: one for all texts, or one for each.
            timeout: Seconds.

        Returns:
            The tokens of the text; of each text, for a list of them.
        """
        wanted = analyzer_run(
            texts,
            analyzer_params,
            collection_name,
            field_name,
            analyzer_names,
            with_hash=with_hash,
            with_detail=with_detail,
        )
        found = self._run(lambda ctx: analyzer.run(ctx, wanted), timeout)
        results = [AnalyzeResult(tokens, with_hash, with_detail) for tokens in found]
        return results[0] if isinstance(texts, str) else results
