"""Function chains under the path they have in PyMilvus: `from vectorm.function_chain import FunctionChain, col, fn`."""

from vectorm.client.function_chain import FunctionChain
from vectorm.enums import FunctionChainStage
from vectorm.function_chain import fn
from vectorm.spec.function_chain import ColumnRef, FunctionChainExpr, FunctionChainOp, col

__all__ = ["ColumnRef", "FunctionChain", "FunctionChainExpr", "FunctionChainOp", "FunctionChainStage", "col", "fn"]
