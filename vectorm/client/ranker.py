"""Rankers: how the arms of a hybrid search are merged."""

from typing import Any

from vectorm.client.checks import as_number
from vectorm.client.function import Function
from vectorm.client.function_score import FunctionScore, function_score_spec
from vectorm.client.keywords import checked_methods
from vectorm.errors import ParamError
from vectorm.spec.read import FunctionScoreSpec, RankerSpec

_STRATEGIES = ("rrf", "weighted")


class BaseRanker:
    """What all rankers share."""

    def dict(self) -> dict[str, Any]:
        """Strategy and parameters."""
        return {}

    def __str__(self) -> str:
        return str(self.dict())


@checked_methods
class RRFRanker(BaseRanker):
    """Reciprocal rank fusion: each arm gives a hit 1 / (k + rank).

    Args:
        k: Smoothing; larger values make ranks matter less. Milvus takes 0 < k < 16,384.
    """

    def __init__(self, k: int = 60) -> None:
        self._k = k

    def dict(self) -> dict[str, Any]:
        """Strategy and parameters."""
        return {"strategy": "rrf", "params": {"k": self._k}}


@checked_methods
class WeightedRanker(BaseRanker):
    """A weighted sum of scores.

    Args:
        *nums: One weight for each arm, 0 to 1.
        norm_score: Whether scores are brought to 0..1 first.

    Raises:
        TypeError: A weight is no number.
    """

    def __init__(self, *nums: float, norm_score: bool = True) -> None:
        self._weights = [as_number("a weight", num) for num in nums]
        self._norm_score = norm_score

    def dict(self) -> dict[str, Any]:
        """Strategy and parameters."""
        return {"strategy": "weighted", "params": {"weights": self._weights, "norm_score": self._norm_score}}


def ranker_spec(ranker: object) -> tuple[RankerSpec, FunctionScoreSpec | None]:
    """The ranker of a hybrid search as a strategy, and as functions where functions say it.

    A `Function` of RRF or weights has both forms: servers before Milvus 2.6 know the strategies only.

    Raises:
        ParamError: It is no ranker.
    """
    if isinstance(ranker, BaseRanker):
        made = ranker.dict()
        return RankerSpec(strategy=made["strategy"], params=made["params"]), None
    if not isinstance(ranker, Function | FunctionScore):
        raise ParamError(
            message=f"the ranker of a hybrid search must be a ranker or a Function, not {type(ranker).__name__}",
            hint="RRFRanker(), WeightedRanker(0.7, 0.3) or Function(..., FunctionType.RERANK, ...)",
        )
    params = ranker.params if isinstance(ranker, Function) else {}
    strategy = params.get("reranker", "")
    known = strategy if strategy in _STRATEGIES else ""
    rest = {key: value for key, value in params.items() if known and key != "reranker"}
    return RankerSpec(strategy=known, params=rest), function_score_spec(ranker)
