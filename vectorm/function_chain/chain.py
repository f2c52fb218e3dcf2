"""The builder of function chains under the path it has in PyMilvus."""

from vectorm.client.function_chain import FunctionChain
from vectorm.enums import FunctionChainStage
from vectorm.spec.function_chain import ColumnRef, FunctionChainExpr, FunctionChainOp, col

__all__ = ["ColumnRef", "FunctionChain", "FunctionChainExpr", "FunctionChainOp", "FunctionChainStage", "col"]
