"""Rankers: how the arms of a hybrid search are merged."""

from collections.abc import Mapping
from typing import Any

from vectorm.client.checks import as_number
from vectorm.client.function import Function
from vectorm.client.keywords import checked_methods
from vectorm.enums import FunctionType
from vectorm.errors import ParamError
from vectorm.spec.read import RankerSpec


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


def ranker_spec(ranker: object) -> RankerSpec:
    """A ranker, or a `Function` that stands for one, as a spec.

    Raises:
        ParamError: It is neither.
    """
    if isinstance(ranker, BaseRanker):
        made = ranker.dict()
        return RankerSpec(strategy=made["strategy"], params=made["params"])
    if isinstance(ranker, Function) and ranker.type is FunctionType.RERANK:
        return _function_ranker(ranker.name, ranker.params)
    raise ParamError(
        message=f"the ranker of a hybrid search must be a ranker or a Function, not {type(ranker).__name__}",
        hint="RRFRanker(), WeightedRanker(0.7, 0.3) or Function(..., FunctionType.RERANK, ...)",
    )


def _function_ranker(name: str, params: Mapping[str, Any]) -> RankerSpec:
    strategy = str(params.get("reranker", ""))
    if strategy not in {"rrf", "weighted"}:
        raise ParamError(
            message=f"function {name}: {strategy!r} is not a ranker that a hybrid search here can use",
            hint="reranker: rrf or weighted",
        )
    return RankerSpec(strategy=strategy, params={key: value for key, value in params.items() if key != "reranker"})
