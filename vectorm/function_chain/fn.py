"""The functions of a chain that Milvus knows: `fn.decay(col("year"), function="gauss", origin=2026, scale=5)`."""

from vectorm.client.chain_functions import decay, num_combine, rerank_model, round_decimal, xgboost

__all__ = ["decay", "num_combine", "rerank_model", "round_decimal", "xgboost"]
