"""What `optimize` returns, under the path it has in PyMilvus."""

from vectorm.client.optimize import OptimizeResult, OptimizeTask
from vectorm.client.sizes import parse_target_size
from vectorm.spec.optimize import ProgressStage

__all__ = ["OptimizeResult", "OptimizeTask", "ProgressStage", "parse_target_size"]
